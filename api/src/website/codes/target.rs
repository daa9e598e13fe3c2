//! What everybody gets for whom no rule holds.

use axum::{extract::State, response::Response};
use signpost_application::commands::retarget::retarget as give_target;

use super::{Head, expected, page_of, to_change};
use crate::{
    Shared,
    rest::schema::Faults as Found,
    website::{
        Faults, Path, Posted, Staff, WebsiteError,
        draft::{Fields, TargetDraft},
        form_page::{Again, FormPage, concluded},
    },
};

/// Shows the form.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let head = to_change(&api, &staff, &id).await?;
    let draft = match &head.record.code.configuration.target {
        None => TargetDraft::redirect(staff.texts()),
        target => TargetDraft::of(target.as_ref(), staff.texts()),
    };
    let version = head.record.version.to_string();
    Ok(form(&staff, &head, &draft, &version, &Again::first()))
}

fn form(staff: &Staff, head: &Head, draft: &TargetDraft, version: &str, again: &Again) -> Response {
    let id = &head.record.id;
    let page = page_of(staff, "retarget", id);
    let (back, action) = (format!("/admin/codes/{id}"), format!("/admin/codes/{id}/target"));
    FormPage::new(&page, staff, &action, &back, &again.faults)
        .lead(page.t("retarget.lead"))
        .growing()
        .hidden("version", version)
        .wrong(again.wrong.clone())
        .html(draft.show(page.texts(), "", &again.faults, true))
        .reason()
        .answer(again.status)
}

/// Gives it another.
pub(super) async fn retarget(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let head = to_change(&api, &staff, &id).await?;
    let version = fields.text("version");
    let draft = TargetDraft::read(&fields, "", staff.texts());
    if fields.text("act") != "save" {
        return Ok(form(&staff, &head, &draft, version, &Again::first()));
    }
    let mut found = Found::default();
    let target = if draft.is_none() {
        Some(None)
    } else {
        draft.target("", &mut found).map(Some)
    };
    let faults = found.all();
    let (Some(target), true) = (target, faults.is_empty()) else {
        return Ok(form(
            &staff,
            &head,
            &draft,
            version,
            &Again::faulty(Faults::from_iter(faults)),
        ));
    };
    let id = &head.record.id;
    match give_target(&api.application, &staff.caller, id, expected(version), target).await {
        Ok(decided) => Ok(concluded(&api, &decided, &format!("/admin/codes/{id}"), "done-retargeted")),
        Err(refusal) => Ok(form(&staff, &head, &draft, version, &Again::of(&staff, refusal)?)),
    }
}
