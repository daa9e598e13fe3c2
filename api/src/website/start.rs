//! `/admin`: what goes on. Each sees first what their work is about: editors and admins what needs care, auditors what was decided,
//! analysts how much was scanned.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, ToSpan};
use signpost_application::{
    authority::Action,
    ports::{
        catalogue::CodeRecord,
        history::{DecisionFilter, HistoryEntry, Order},
        statistics::{Busiest, Counts, ScanFilter, StatisticsAnswer},
    },
    queries::{
        busiest::{busiest, suspended},
        decisions::DecisionSearch,
        links::{DeadLink, dead_links},
        statistics::{Bucket, Period, statistics},
    },
    refusal::Refusal,
};

use super::{Page, Section, Staff, WebsiteError, account::roles, render, statistics::columns, who::Who};
use crate::Shared;

/// Decisions shown.
const LAST: usize = 12;
/// Decisions read at a time, and how often at most: an hour without people has a seal of its scans, and nothing else.
const READ: (u32, usize) = (100, 10);
/// What the program decides by itself.
const BY_ITSELF: &str = "seals";
/// Days that are looked back for busy codes.
const DAYS: u32 = 7;
/// Codes in a list.
const SOME: u32 = 8;

#[derive(Template)]
#[template(path = "website/start.html")]
struct StartPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    roles: String,
    work: Work,
    /// `None` for those who may not see them.
    decisions: Option<Vec<Line>>,
    /// `None` for those who may not see them.
    scans: Option<Scans>,
    /// `None` for those who may not see them.
    suspended: Option<Vec<CodeRecord>>,
    /// `None` for those who may not see them, and where nobody was asked.
    dead: Option<Vec<DeadLink>>,
}

/// What somebody's work is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    /// Codes, of which some need care.
    Codes,
    /// What was decided.
    Decisions,
    /// What was scanned.
    Scans,
}

impl Work {
    fn of(staff: &Staff) -> Self {
        let may = |action| staff.principal().must_somewhere(action).is_ok();
        match (may(Action::ChangeCodes) || may(Action::Approve), may(Action::ReadHistory)) {
            (true, _) => Self::Codes,
            (false, true) => Self::Decisions,
            (false, false) => Self::Scans,
        }
    }
}

/// A decision in a line.
struct Line {
    kind: String,
    id: String,
    what: String,
    who: String,
    reason: Option<String>,
    at: Timestamp,
}

/// How much was scanned, and what.
struct Scans {
    /// In the hour that is going on.
    now: u64,
    day: Counts,
    month: Counts,
    /// As HTML.
    chart: String,
    busiest: Busiest,
    highest: u64,
}

/// Shows it.
pub(super) async fn show(State(api): State<Shared>, staff: Staff) -> Response {
    match page(&api, &staff).await {
        Ok(response) => response,
        Err(refusal) => WebsiteError::refused(&staff, refusal).into_response(),
    }
}

async fn page(api: &Shared, staff: &Staff) -> Result<Response, Refusal> {
    let page = Page::of(staff, Section::Start, "section-start");
    let may = |action| staff.principal().must(action, None).is_ok();
    let scans = if may(Action::ReadStatistics) {
        Some(scans(api, staff, &page).await?)
    } else {
        None
    };
    let (suspended, dead) = if may(Action::ReadCatalogue) {
        let suspended = suspended(&api.application, staff.principal(), SOME).await?;
        (
            Some(suspended),
            dead_links(&api.application, staff.principal(), SOME as usize).await?,
        )
    } else {
        (None, None)
    };
    let decisions = if may(Action::ReadHistory) {
        Some(last_decisions(api, staff, &page).await?)
    } else {
        None
    };
    let template = StartPage {
        roles: roles(&page, staff).join(", "),
        work: Work::of(staff),
        page: &page,
        staff,
        decisions,
        scans,
        suspended,
        dead,
    };
    Ok(render(StatusCode::OK, &page, &template))
}

/// What was scanned in the last hours.
async fn counted(api: &Shared, staff: &Staff, hours: i64, bucket: Bucket) -> Result<(Vec<Timestamp>, StatisticsAnswer), Refusal> {
    let period = Period {
        from: api.application.clock.now().checked_sub(hours.hours()).ok(),
        until: None,
        bucket,
        zone: api.pages.zone(),
    };
    statistics(&api.application, staff.principal(), ScanFilter::default(), &period, vec![]).await
}

async fn scans(api: &Shared, staff: &Staff, page: &Page) -> Result<Scans, Refusal> {
    let zone = api.pages.zone();
    let (_, day) = counted(api, staff, 23, Bucket::Hour).await?;
    let (starts, month) = counted(api, staff, 24 * 30, Bucket::Day).await?;
    let label = |start: &Timestamp| start.to_zoned_datetime(zone.rules().clone()).strftime("%Y-%m-%d").to_string();
    let series: Vec<(String, Counts)> = starts.iter().map(label).zip(month.series.iter().copied()).collect();
    let (_, busiest) = busiest(&api.application, staff.principal(), DAYS, SOME).await?;
    Ok(Scans {
        now: day.series.last().map_or(0, |counts| counts.scans),
        day: day.total,
        month: month.total,
        chart: columns(page.texts(), page.t("start-chart"), &series),
        highest: busiest.scanned.first().map_or(0, |busy| busy.scans),
        busiest,
    })
}

async fn last_decisions(api: &Shared, staff: &Staff, page: &Page) -> Result<Vec<Line>, Refusal> {
    let search = DecisionSearch::begin(&api.application, staff.principal(), DecisionFilter::default(), Order::Newest).await?;
    let (part, parts) = READ;
    let (mut entries, mut after): (Vec<HistoryEntry>, _) = (vec![], None);
    for _ in 0..parts {
        let found = search.after(&api.application, after, part).await?;
        after = found.last().map(|entry| entry.position);
        let was_all = found.len() < part as usize;
        entries.extend(found.into_iter().filter(|entry| entry.kind != BY_ITSELF));
        if was_all || entries.len() >= LAST {
            break;
        }
    }
    entries.truncate(LAST);
    let who = Who::decided(api, &entries).await?;
    let line = |entry: HistoryEntry| Line {
        what: page
            .texts()
            .find(&format!("decision-{}", entry.name), &[])
            .unwrap_or(entry.name),
        who: who.name(page.texts(), &entry.actor),
        kind: entry.kind,
        id: entry.id,
        reason: entry.reason,
        at: entry.at,
    };
    Ok(entries.into_iter().map(line).collect())
}
