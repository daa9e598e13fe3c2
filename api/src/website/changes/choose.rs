//! What is to be changed about the codes that were chosen.

use axum::{extract::State, response::Response};
use signpost_application::authority::Action;

use super::draft::ChangeDraft;
use crate::{
    Shared,
    website::{
        Page, Query, Section, Staff, WebsiteError,
        draft::Fields,
        form_page::{Again, FormPage},
    },
};

/// Asks.
pub(super) async fn show(State(_): State<Shared>, staff: Staff, Query(fields): Query<Fields>) -> Result<Response, WebsiteError> {
    let may = staff.principal().must_somewhere(Action::ChangeCodes);
    may.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    Ok(form(&staff, &fields, Again::first()))
}

/// The form, with what was sent.
pub(super) fn form(staff: &Staff, fields: &Fields, again: Again) -> Response {
    let page = Page::of(staff, Section::Codes, "changes-title");
    let draft = ChangeDraft::read(fields, page.texts());
    let (is_all, chosen) = (fields.text("which") == "all", draft.ids().len());
    let lead = if is_all {
        page.t("changes-lead-all")
    } else {
        page.t1("changes-lead", "value", &chosen)
    };
    // Told before the form is filled in, and not after.
    let none = (!is_all && chosen == 0).then(|| page.t("changes-chose-none"));
    let (rows, target) = draft.rows(page.texts(), &again.faults);
    let mut form = FormPage::new(&page, staff, "/admin/change/preview", "/admin/codes", &again.faults)
        .lead(lead)
        .wrong(again.wrong.or(none))
        .act(page.t("changes-preview"))
        .growing();
    for (name, value) in draft.selection() {
        form = form.hidden(name, &value);
    }
    for row in rows {
        form = form.row(row);
    }
    if let Some(target) = target {
        form = form.html(target);
    }
    form.answer(again.status)
}
