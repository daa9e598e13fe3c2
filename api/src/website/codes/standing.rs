//! Whether a code is in use, and whose it is: each act a short form that asks why.

use axum::{extract::State, response::Response};
use signpost_application::commands::{
    Decided,
    retire_code::retire_code,
    suspend_code::{resume_code, suspend_code},
    transfer_code::transfer_code,
};
use signpost_application::{ports::catalogue::CodeRecord, refusal::Refusal};
use signpost_domain::identifier::UnitName;

use super::{Head, expected, page_of, to_change};
use crate::{
    Shared,
    rest::schema::Faults as Found,
    website::{
        Path, Posted, Staff, WebsiteError,
        draft::Fields,
        field::Field,
        form_page::{Again, FormPage, concluded},
    },
};

/// What is done.
#[derive(Debug, Clone, Copy)]
enum Act {
    Suspend,
    Resume,
    Retire,
    Transfer,
}

impl Act {
    /// The last part of its path, and the key of its words.
    fn word(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Retire => "retire",
            Self::Transfer => "transfer",
        }
    }

    fn done(self) -> &'static str {
        match self {
            Self::Suspend => "done-suspended",
            Self::Resume => "done-resumed",
            Self::Retire => "done-retired",
            Self::Transfer => "done-transferred",
        }
    }
}

async fn ask(api: &Shared, staff: &Staff, id: &str, act: Act) -> Result<Response, WebsiteError> {
    let head = to_change(api, staff, id).await?;
    let version = head.record.version.to_string();
    Ok(form(staff, &head, act, &Fields::default(), &version, &Again::first()))
}

fn form(staff: &Staff, head: &Head, act: Act, fields: &Fields, version: &str, again: &Again) -> Response {
    let id = &head.record.id;
    let word = act.word();
    let page = page_of(staff, &format!("act-{word}"), id);
    let (back, action) = (format!("/admin/codes/{id}"), format!("/admin/codes/{id}/{word}"));
    let mut form = FormPage::new(&page, staff, &action, &back, &again.faults)
        .lead(page.t(&format!("act-{word}.lead")))
        .act(page.t(&format!("act-{word}.act")))
        .hidden("version", version)
        .wrong(again.wrong.clone());
    match act {
        Act::Suspend | Act::Resume => {}
        Act::Retire => {
            let successor = Field::line("successor", page.t("successor"), fields.text("successor"));
            form = form.danger().row(successor.hint(page.t("successor.hint")));
        }
        Act::Transfer => {
            let own = head.record.code.unit.as_ref().map_or("", UnitName::as_str);
            let unit = Field::line("unit", page.t("field-unit"), fields.given("unit").unwrap_or(own));
            form = form.row(unit.hint(page.t("transfer-unit.hint")));
        }
    }
    form.reason().answer(again.status)
}

async fn carry_out(api: &Shared, staff: &Staff, id: &str, act: Act, fields: &Fields) -> Result<Response, WebsiteError> {
    let head = to_change(api, staff, id).await?;
    let version = fields.text("version");
    let outcome = match decide(api, staff, &head, act, fields).await {
        Ok(decided) => {
            return Ok(concluded(
                api,
                &decided,
                &format!("/admin/codes/{}", head.record.id),
                act.done(),
            ));
        }
        Err(refusal) => Again::of(staff, refusal)?,
    };
    Ok(form(staff, &head, act, fields, version, &outcome))
}

async fn decide(api: &Shared, staff: &Staff, head: &Head, act: Act, fields: &Fields) -> Result<Decided<CodeRecord>, Refusal> {
    let (application, caller, id) = (&api.application, &staff.caller, &head.record.id);
    let expectation = expected(fields.text("version"));
    let mut found = Found::default();
    let typed = |name: &str| Some(fields.text(name)).filter(|text| !text.is_empty()).map(str::to_owned);
    match act {
        Act::Suspend => suspend_code(application, caller, id, expectation).await,
        Act::Resume => resume_code(application, caller, id, expectation).await,
        Act::Retire => {
            let successor = typed("successor").map(|text| found.parse("/successor", &text));
            refuse(found)?;
            retire_code(application, caller, id, expectation, successor.flatten()).await
        }
        Act::Transfer => {
            let unit = typed("unit").map(|text| found.parse("/unit", &text));
            refuse(found)?;
            transfer_code(application, caller, id, expectation, unit.flatten()).await
        }
    }
}

fn refuse(found: Found) -> Result<(), Refusal> {
    let faults = found.all();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(faults))
    }
}

/// Declares the two handlers of an act.
macro_rules! handlers {
    ($ask:ident, $carry_out:ident, $act:expr) => {
        pub(super) async fn $ask(
            State(api): State<Shared>,
            staff: Staff,
            Path(id): Path<String>,
        ) -> Result<Response, WebsiteError> {
            ask(&api, &staff, &id, $act).await
        }

        pub(super) async fn $carry_out(
            State(api): State<Shared>,
            Path(id): Path<String>,
            Posted { staff, form: fields }: Posted<Fields>,
        ) -> Result<Response, WebsiteError> {
            carry_out(&api, &staff, &id, $act, &fields).await
        }
    };
}

handlers!(ask_suspend, suspend, Act::Suspend);
handlers!(ask_resume, resume, Act::Resume);
handlers!(ask_retire, retire, Act::Retire);
handlers!(ask_transfer, transfer, Act::Transfer);
