//! More ids that lead to a code: those that hang in the street already. What is given is given for good.

use axum::{extract::State, http::StatusCode, response::Response};
use signpost_application::{
    commands::add_aliases::add_aliases,
    refusal::{Fault, Refusal},
};
use signpost_domain::identifier::CodeId;

use super::{Head, expected, page_of, to_change};
use crate::{
    Shared,
    website::{
        Faults, Path, Posted, Staff, Text, WebsiteError, done,
        draft::Fields,
        field::Field,
        form_page::{Again, FormPage},
    },
};

/// The field in which they are.
const ALIASES: &str = "aliases";
/// Lines of it that are seen at once.
const ROWS: u8 = 4;

/// The form.
pub(super) async fn ask(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let head = to_change(&api, &staff, &id).await?;
    let version = head.record.version.to_string();
    Ok(form(&staff, &head, "", &version, Again::first()))
}

fn form(staff: &Staff, head: &Head, typed: &str, version: &str, again: Again) -> Response {
    let id = &head.record.id;
    let page = page_of(staff, "aliases", id);
    let (back, action) = (format!("/admin/codes/{id}"), format!("/admin/codes/{id}/aliases"));
    FormPage::new(&page, staff, &action, &back, &again.faults)
        .lead(page.t("aliases.lead"))
        .act(page.t("aliases.act"))
        .danger()
        .hidden("version", version)
        .wrong(again.wrong)
        .row(Field::text(ALIASES, page.t("aliases-new"), typed, ROWS).hint(page.t("aliases-new.hint")))
        .reason()
        .answer(again.status)
}

/// Adds them, all or none.
pub(super) async fn add(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let head = to_change(&api, &staff, &id).await?;
    let (typed, version) = (fields.text(ALIASES), fields.text("version"));
    let again = match read(typed) {
        Err(faults) => Again::faulty(faults.into_iter().collect()),
        Ok(aliases) => {
            let id = &head.record.id;
            match add_aliases(&api.application, &staff.caller, id, expected(version), &aliases).await {
                Ok(_) => {
                    let text = Text::with("done-aliases", &aliases.len());
                    return Ok(done(&api, &format!("/admin/codes/{id}"), &text));
                }
                Err(refusal) => refused(&staff, refusal)?,
            }
        }
    };
    Ok(form(&staff, &head, typed, version, again))
}

/// One in a line, or with commas or spaces between.
fn read(typed: &str) -> Result<Vec<CodeId>, Vec<Fault>> {
    let mut faults = vec![];
    let parts = typed
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|part| !part.is_empty());
    let parse = |part: &str| {
        let read = part.parse();
        read.map_err(|error| faults.push(Fault::new(ALIASES, format!("{part}: {error}"))))
            .ok()
    };
    let aliases = parts.filter_map(parse).collect();
    if faults.is_empty() { Ok(aliases) } else { Err(faults) }
}

/// All that can be wrong is wrong with what was typed there.
fn refused(staff: &Staff, refusal: Refusal) -> Result<Again, WebsiteError> {
    match refusal {
        Refusal::AlreadyMinted(_) => Ok(Again {
            status: StatusCode::CONFLICT,
            ..Again::faulty(Faults::one(ALIASES, refusal.to_string()))
        }),
        Refusal::Invalid(faults) => {
            let told = faults.into_iter().map(|fault| Fault::new(ALIASES, fault.detail));
            Ok(Again::faulty(told.collect()))
        }
        _ => Again::of(staff, refusal),
    }
}
