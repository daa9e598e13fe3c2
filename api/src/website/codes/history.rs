//! `/admin/codes/{id}/history`: all that was decided on a code as a timeline, what it was at any time, and the way back there.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Deserialize;
use signpost_application::{
    commands::restore_code::restore_code,
    ports::{
        Paging, StoreError,
        catalogue::Standing,
        history::{HistoryEntry, Moment, State as Stored},
    },
    queries::{
        as_of::{AsOf, as_of},
        diff,
        history::history,
    },
    refusal::{Fault, Refusal},
};
use signpost_domain::{
    code::{Code, Status},
    decision::{Position, Subject},
};

use super::{Head, Tab, expected, head, page_of, to_change};
use crate::{
    Shared,
    website::{
        Faults, Page, Path, Posted, Query, Staff, WebsiteError,
        field::Field,
        form_page::{Again, concluded},
        render,
        texts::Texts,
        who::Who,
        words,
    },
};

/// Decisions on a page.
const ON_A_PAGE: u64 = 20;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    /// Decisions before this version.
    before: Option<u64>,
    /// What it was at this time, as browsers send it.
    at: String,
}

#[derive(Template)]
#[template(path = "website/codes/history.html")]
struct HistoryPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    head: &'a Head,
    entries: Vec<Entry>,
    /// The version below which there is more.
    older: Option<u64>,
    is_first: bool,
    at: Field,
    then: Option<Then>,
    may_restore: bool,
    wrong: Option<String>,
    faults: &'a Faults,
}

/// A decision.
struct Entry {
    position: Position,
    version: u64,
    what: String,
    who: String,
    at: Timestamp,
    reason: Option<String>,
    /// Who had proposed it.
    proposer: Option<String>,
    changes: Vec<String>,
    /// Whether the code does something else now than after it.
    is_restorable: bool,
}

/// What the code was at some time.
struct Then {
    at: String,
    position: Position,
    standing: Standing,
    label: Option<String>,
    unit: Option<String>,
    rules: Vec<String>,
    otherwise: String,
    is_restorable: bool,
}

/// Shows it.
pub(super) async fn show(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebsiteError> {
    let head = head(&api, &staff, &id, Tab::History).await?;
    timeline(&api, &staff, &head, &wanted, Again::first()).await
}

async fn timeline(api: &Shared, staff: &Staff, head: &Head, wanted: &Wanted, again: Again) -> Result<Response, WebsiteError> {
    let refused = |refusal| WebsiteError::refused(staff, refusal);
    let Again {
        status,
        mut faults,
        wrong,
    } = again;
    let id = &head.record.id;
    let page = page_of(staff, "code-title", id);
    // Versions of a code have no gaps.
    let last = wanted
        .before
        .map_or(head.record.version, |before| before.saturating_sub(1))
        .min(head.record.version);
    let first = last.saturating_sub(ON_A_PAGE);
    let paging = Paging {
        limit: u32::try_from(last - first).unwrap_or(u32::MAX).max(1),
        cursor: Some(first.to_string()),
    };
    let subject = Subject::Code(id.clone());
    let mut found = history(&api.application, staff.principal(), &subject, &paging)
        .await
        .map_err(refused)?
        .items;
    found.reverse();
    let who = Who::decided(api, &found).await.map_err(|error| refused(error.into()))?;
    let then = match then(api, staff, head, page.texts(), &wanted.at).await {
        Ok(then) => then,
        Err(refusal @ (Refusal::Invalid(_) | Refusal::NotFound { .. })) => {
            faults = Faults::one("at", refusal.to_string()).of_a_question();
            None
        }
        Err(refusal) => return Err(refused(refusal)),
    };
    let entries = found.iter().map(|entry| told(page.texts(), head, &who, entry));
    let entries = entries.collect::<Result<_, _>>().map_err(|error| refused(error.into()))?;
    let is_retired = head.record.code.configuration.status == Status::Retired;
    let template = HistoryPage {
        entries,
        older: (first > 0).then_some(first + 1),
        is_first: wanted.before.is_none(),
        at: Field::typed("at", page.t("history-at"), &wanted.at, "datetime-local")
            .hint(page.texts().by_which_clock())
            .with(&faults, page.texts()),
        then,
        may_restore: head.may_change && !is_retired,
        faults: &faults,
        page: &page,
        staff,
        head,
        wrong,
    };
    Ok(render(status, &page, &template).into_response())
}

fn told(texts: &Texts, head: &Head, who: &Who, entry: &HistoryEntry) -> Result<Entry, StoreError> {
    let before: Code = entry.before.as_ref().map(Stored::read).transpose()?.unwrap_or_default();
    let after: Code = entry.after.read()?;
    let changes = diff::of_codes(&before, &after);
    let configuration = &after.configuration;
    Ok(Entry {
        position: entry.position,
        version: entry.version,
        what: texts
            .find(&format!("decision-{}", entry.name), &[])
            .unwrap_or_else(|| entry.name.clone()),
        who: who.name(texts, &entry.actor),
        at: entry.at,
        reason: entry.reason.clone(),
        proposer: entry.proposer.as_ref().map(|proposer| who.name(texts, proposer)),
        changes: changes.iter().map(|change| words::change(texts, change)).collect(),
        is_restorable: configuration.status != Status::Retired && *configuration != head.record.code.configuration,
    })
}

/// What the code was at the time that was typed, if any was.
async fn then(api: &Shared, staff: &Staff, head: &Head, texts: &Texts, at: &str) -> Result<Option<Then>, Refusal> {
    let at = at.trim();
    if at.is_empty() {
        return Ok(None);
    }
    let time = texts.clock.read(at);
    let time = time.ok_or_else(|| Refusal::Invalid(vec![Fault::new("at", "give a time such as 2026-06-30T08:00")]))?;
    let AsOf { position, then, .. } = as_of(&api.application, staff.principal(), &head.record.id, Moment::Time(time)).await?;
    let configuration = &then.code.configuration;
    Ok(Some(Then {
        at: texts.clock.shown(time),
        position,
        standing: Standing::of(&then.code),
        label: then.code.label.clone(),
        unit: then.code.unit.as_ref().map(ToString::to_string),
        rules: configuration.rules.iter().map(|rule| words::rule(texts, rule)).collect(),
        otherwise: words::target(texts, configuration.target.as_ref()),
        is_restorable: configuration.status != Status::Retired && *configuration != head.record.code.configuration,
    }))
}

/// To what a code is restored.
#[derive(Deserialize)]
pub(super) struct Restoring {
    position: u64,
    version: String,
}

/// Restores it.
pub(super) async fn restore(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form }: Posted<Restoring>,
) -> Result<Response, WebsiteError> {
    let head = to_change(&api, &staff, &id).await?;
    let head = Head {
        tab: Tab::History,
        ..head
    };
    let id = &head.record.id;
    match restore_code(
        &api.application,
        &staff.caller,
        id,
        expected(&form.version),
        Position(form.position),
    )
    .await
    {
        Ok(decided) => Ok(concluded(&api, &decided, &format!("/admin/codes/{id}"), "done-restored")),
        Err(refusal) => timeline(&api, &staff, &head, &Wanted::default(), Again::of(&staff, refusal)?).await,
    }
}
