//! A table is sent. It is written to the disk as it comes, and tried; nothing is changed by that.

use axum::{
    extract::{
        Multipart, State,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    response::{IntoResponse, Response},
};
use signpost_application::commands::imports::{Order, Rows, must_be_allowed};

use super::{list, result};
use crate::{
    Shared,
    rest::imports::{
        Ordered,
        begin::columns,
        work::{self, Begun},
    },
    website::{Faults, Staff, WebsiteError, draft::Fields, form::TOKEN, form_page::Again, page::see_other},
};

/// Bytes of a field that is no table, at most.
const LARGEST_FIELD: usize = 10_000;
/// Characters of a file's name that are kept.
const LONGEST_NAME: usize = 200;

/// What was sent.
#[derive(Default)]
struct Sent {
    fields: Vec<(String, String)>,
    /// The table, which is on the disk, and the name of its file.
    table: Option<(Begun, String)>,
}

/// Takes the table and tries it.
pub(super) async fn upload(
    State(api): State<Shared>,
    staff: Staff,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, WebsiteError> {
    let parts = parts.map_err(|_| WebsiteError::strange_form(&staff))?;
    must_be_allowed(staff.principal()).map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    let Sent { fields, table } = match receive(&api, &staff, parts).await? {
        Ok(sent) => sent,
        Err(said) => return list::failed(&api, &staff, &Fields::default(), &said),
    };
    let fields = Fields::from_iter(fields);
    let Some((begun, file)) = table else {
        let faults = Faults::one("file", "choose a file with a table");
        return list::answer(&api, &staff, &fields, Again::faulty(faults));
    };
    let columns = match columns(fields.text("columns")) {
        Ok(columns) => columns,
        Err(problem) => {
            let faults = Faults::one("columns", problem.first_fault());
            return list::answer(&api, &staff, &fields, Again::faulty(faults));
        }
    };
    let rows = Rows::ALL.into_iter().find(|rows| rows.as_str() == fields.text("rows"));
    let order = Order {
        file: Some(file),
        columns,
        rows: rows.unwrap_or_default(),
        leave_out: false,
        dry_run: true,
    };
    let sheet = Some(fields.text("sheet").to_owned()).filter(|sheet| !sheet.is_empty());
    let tell = result::in_words(&api, staff.language);
    let import = begun.work_on(&api, staff.caller.clone(), Ordered { order, sheet }, tell);
    Ok(see_other(&format!("/admin/imports/{}", import.id)).into_response())
}

/// Reads what a browser sends, the table to the disk; the inner error says why there is none.
async fn receive(api: &Shared, staff: &Staff, mut parts: Multipart) -> Result<Result<Sent, String>, WebsiteError> {
    let bad = |error: MultipartError| WebsiteError::bad_form(staff, &error.body_text());
    let mut sent = Sent::default();
    while let Some(part) = parts.next_field().await.map_err(bad)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name != "file" {
            let value = short(part).await.map_err(bad)?;
            sent.fields.push((name, value));
            continue;
        }
        // It stands first in the form, so that nothing is written of a form that is not of this session.
        if !sent
            .fields
            .iter()
            .any(|(name, value)| name == TOKEN && *value == *staff.form_token)
        {
            return Err(WebsiteError::strange_form(staff));
        }
        let file: String = part.file_name().unwrap_or_default().chars().take(LONGEST_NAME).collect();
        if file.is_empty() {
            continue;
        }
        let begun = match work::begin(api, &staff.caller) {
            Ok(begun) => begun,
            Err(problem) => return Ok(Err(problem.said().1)),
        };
        if let Err(problem) = begun.receive(part).await {
            return Ok(Err(problem.said().1));
        }
        sent.table = Some((begun, file));
    }
    if sent
        .fields
        .iter()
        .any(|(name, value)| name == TOKEN && *value == *staff.form_token)
    {
        Ok(Ok(sent))
    } else {
        Err(WebsiteError::strange_form(staff))
    }
}

/// A field of a form, cut off where it is longer than anybody types.
async fn short(mut part: Field<'_>) -> Result<String, MultipartError> {
    let mut bytes = vec![];
    while let Some(more) = part.chunk().await? {
        let room = LARGEST_FIELD.saturating_sub(bytes.len());
        bytes.extend(more.iter().take(room));
    }
    Ok(String::from_utf8_lossy(&bytes).replace('\0', ""))
}
