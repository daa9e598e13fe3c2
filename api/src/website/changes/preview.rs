//! What a change would do, before anything is done: how many codes, some of them before and after, and which cannot be changed.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use signpost_application::{
    commands::{
        Decided,
        changes::{Plan, Sample, Terms, make as make_change, preview, preview_reversal, reverse as reverse_change},
    },
    queries::{changes::ChangeRecord, diff},
    refusal::Refusal,
};
use signpost_domain::identifier::{ChangeId, CodeId};

use super::{choose, draft::ChangeDraft};
use crate::{
    Shared,
    website::{
        Faults, Page, Path, Posted, Section, Staff, Text, WebsiteError, done, draft::Fields, field::Field, form_page::Again,
        refusals::Said, render, words,
    },
};

/// Codes that cannot be changed, as far as they are named.
const MOST_REFUSED: usize = 20;

#[derive(Template)]
#[template(path = "website/changes/preview.html")]
struct PreviewPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    action: &'a str,
    /// What says all of it, to be sent along.
    hidden: Vec<(String, String)>,
    plan: &'a Plan,
    token: String,
    samples: Vec<(&'a CodeId, Vec<String>)>,
    refused: Vec<(&'a CodeId, Said)>,
    reason: Field,
    is_reversal: bool,
    wrong: Option<String>,
    faults: &'a Faults,
}

fn page_of<'a>(
    staff: &'a Staff,
    page: &'a Page,
    plan: &'a Plan,
    (action, is_reversal): (&'a str, bool),
    hidden: Vec<(String, String)>,
    (faults, wrong): (&'a Faults, Option<String>),
) -> PreviewPage<'a> {
    let texts = page.texts();
    let sample = |sample: &'a Sample| {
        let changes = diff::of_codes(&sample.before, &sample.after);
        (
            &sample.id,
            changes.iter().map(|change| words::change(texts, change)).collect(),
        )
    };
    PreviewPage {
        samples: plan.samples.iter().map(sample).collect(),
        refused: plan
            .refused
            .iter()
            .take(MOST_REFUSED)
            .map(|(id, refusal)| (id, page.texts().said(&refusal.to_string())))
            .collect(),
        reason: Field::reason(staff),
        token: plan.token(),
        page,
        staff,
        action,
        hidden,
        plan,
        is_reversal,
        wrong,
        faults,
    }
}

/// Shows what an order would do, or its form again.
pub(super) async fn show(
    State(api): State<Shared>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    if fields.text("act") != "save" {
        return Ok(choose::form(&staff, &fields, Again::first()));
    }
    previewed(&api, &staff, &fields, None).await
}

async fn previewed(api: &Shared, staff: &Staff, fields: &Fields, wrong: Option<String>) -> Result<Response, WebsiteError> {
    let page = Page::of(staff, Section::Codes, "changes-preview-title");
    let draft = ChangeDraft::read(fields, page.texts());
    let order = match draft.order() {
        Ok(order) => order,
        Err(faults) => return Ok(choose::form(staff, fields, Again::faulty(faults))),
    };
    let plan = match preview(&api.application, &staff.caller, &order).await {
        Ok(plan) => plan,
        Err(refusal) => return Ok(choose::form(staff, fields, of(staff, refusal)?)),
    };
    let faults = Faults::default();
    let status = if wrong.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let to = ("/admin/change/make", false);
    let template = page_of(staff, &page, &plan, to, draft.everything(), (&faults, wrong));
    Ok(render(status, &page, &template).into_response())
}

/// Why it is shown again.
fn of(staff: &Staff, refusal: Refusal) -> Result<Again, WebsiteError> {
    let key = match refusal {
        Refusal::NotAll { .. } => "wrong-not-all",
        Refusal::NothingToChange(_) => "wrong-nothing",
        Refusal::PreviewOutdated | Refusal::LostRace => "wrong-outdated",
        other => return Again::of(staff, other),
    };
    Ok(Again {
        status: StatusCode::CONFLICT,
        faults: Faults::default(),
        wrong: Some(staff.texts().text(key, &[])),
    })
}

fn terms(fields: &Fields) -> Terms {
    Terms {
        leave_out: fields.is_ticked("leave_out"),
        previewed: fields.given("previewed").map(str::to_owned),
        wait: true,
    }
}

fn answer(api: &Shared, decided: &Decided<ChangeRecord>) -> Response {
    match decided {
        Decided::Done(record) => done(
            api,
            &format!("/admin/changes/{}", record.id),
            &Text::with("done-changed", &record.making.codes),
        ),
        Decided::Proposed(_) => done(api, "/admin/codes", &Text::new("done-proposed")),
    }
}

/// Carries it out.
pub(super) async fn make(
    State(api): State<Shared>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    if fields.text("act") == "back" {
        return Ok(choose::form(&staff, &fields, Again::first()));
    }
    let order = match ChangeDraft::read(&fields, staff.texts()).order() {
        Ok(order) => order,
        Err(faults) => return Ok(choose::form(&staff, &fields, Again::faulty(faults))),
    };
    match make_change(&api.application, &staff.caller, &order, &terms(&fields)).await {
        Ok(decided) => Ok(answer(&api, &decided)),
        Err(refusal) => {
            let again = of(&staff, refusal)?;
            if again.faults.is_empty() {
                previewed(&api, &staff, &fields, again.wrong).await
            } else {
                Ok(choose::form(&staff, &fields, again))
            }
        }
    }
}

fn id(staff: &Staff, id: &str) -> Result<ChangeId, WebsiteError> {
    id.parse().map_err(|_| WebsiteError::not_found(staff))
}

/// Shows what taking a change back would do.
pub(super) async fn show_reversal(
    State(api): State<Shared>,
    staff: Staff,
    Path(change): Path<String>,
) -> Result<Response, WebsiteError> {
    reversal(&api, &staff, &id(&staff, &change)?, None).await
}

async fn reversal(api: &Shared, staff: &Staff, id: &ChangeId, wrong: Option<String>) -> Result<Response, WebsiteError> {
    let page = Page::of(staff, Section::Codes, "changes-reverse-title");
    let plan = preview_reversal(&api.application, &staff.caller, id).await;
    let plan = plan.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
    let (faults, action) = (Faults::default(), format!("/admin/changes/{id}/reverse"));
    let status = if wrong.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let template = page_of(staff, &page, &plan, (&action, true), vec![], (&faults, wrong));
    Ok(render(status, &page, &template).into_response())
}

/// Takes a change back.
pub(super) async fn reverse(
    State(api): State<Shared>,
    Path(change): Path<String>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let id = id(&staff, &change)?;
    match reverse_change(&api.application, &staff.caller, &id, &terms(&fields)).await {
        Ok(decided) => Ok(answer(&api, &decided)),
        Err(refusal) => {
            let again = of(&staff, refusal)?;
            reversal(&api, &staff, &id, again.wrong).await
        }
    }
}
