//! Whom a change of an audience touched: the scans of its time, resolved again with the audience as it was before.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::{
    ports::history::{HistoryEntry, Moment},
    queries::{
        served::Given,
        touched::{Touched, TouchedCode},
    },
};
use signpost_domain::decision::Position;

use super::{
    super::{
        asked::Asked,
        decisions::reading,
        list::Act,
        table::{Cell, Table},
        thing::ThingPage,
    },
    find, path,
    show::decided,
};
use crate::{
    Shared,
    rest::{
        audiences::touched::{Wanted as AskedByRest, touched_by_audience},
        extract::{Named, Parameters},
    },
    website::{Page, Path, Section, Staff, WebsiteError, page::number_of, texts::Texts},
};

/// Codes on a page: all scans of each are looked at.
const ON_A_PAGE: u32 = 20;

/// Which decision, and which part of what it touched.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// The position of the decision.
    from: String,
    /// Codes after the one with this position.
    after: Option<String>,
}

fn position(staff: &Staff, text: &str) -> Result<Position, WebsiteError> {
    text.parse().map_err(|_| WebsiteError::not_found(staff))
}

/// The time in which a definition counted, and what is asked about it.
struct Stretch {
    decision: HistoryEntry,
    /// What ended it.
    next: Option<HistoryEntry>,
}

impl Stretch {
    async fn find(api: &Shared, staff: &Staff, name: &str, from: Position) -> Result<Self, WebsiteError> {
        let audience = find(api, staff, name).await?;
        let decided = decided(api, staff, &audience.name).await;
        // The latest first.
        let mut decided = decided.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
        let place = decided.iter().position(|entry| entry.position == from);
        let place = place.ok_or_else(|| WebsiteError::not_found(staff))?;
        let decision = decided.swap_remove(place);
        decided.retain(|entry| entry.position > from);
        Ok(Self {
            decision,
            next: decided.into_iter().min_by_key(|entry| entry.position),
        })
    }

    fn to(&self) -> Option<Position> {
        self.next.as_ref().map(|next| next.position)
    }

    /// The last position at which the audience was as before.
    fn before(&self) -> Position {
        Position(self.decision.position.0.saturating_sub(1))
    }
}

/// Shows it, some codes at a time.
pub(super) async fn show(
    State(api): State<Shared>,
    Path(name): Path<String>,
    asked: Asked<Wanted>,
) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, .. } = asked;
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    let audience = find(&api, &staff, &name).await?;
    let from = position(&staff, &wanted.from)?;
    let after = wanted.after.as_deref().map(|after| position(&staff, after)).transpose()?;
    let stretch = Stretch::find(&api, &staff, &name, from).await?;
    let touched = Touched::begin(
        &api.application,
        staff.principal(),
        audience.name.clone(),
        Moment::Position(from),
        stretch.to().map(Moment::Position),
        Some(Moment::Position(stretch.before())),
    );
    let touched = touched.await.map_err(refused)?;
    let found = touched.after(&api.application, after, ON_A_PAGE).await;
    let found = found.map_err(refused)?;
    let mut page = Page::of(&staff, Section::Audiences, "section-audiences");
    page.title = page.t1("audience-touched.title", "value", &audience.name);
    let until = stretch.next.as_ref().map(|next| next.at);
    let path = path(&audience.name);
    let mut thing = ThingPage::new(&page)
        .lead(page.t("audience-touched.lead"))
        .fact("decision-audience", Cell::link(path.clone(), audience.name.to_string()))
        .fact("decision-from", Cell::time(&page, stretch.decision.at))
        .fact("decision-until", Cell::time_or(&page, until, "touched-now"));
    if let Some(last) = found.last().filter(|_| found.len() == ON_A_PAGE as usize) {
        let next = format!("{path}/touched?from={from}&after={}", last.position);
        thing = thing.act(Act::new(&page, next, "list-next"));
    }
    let csv = format!("{path}/touched.csv?from={from}");
    let thing = thing.act(Act::second(&page, csv, "export-csv"));
    let heads = [
        "field-code",
        "touched-scans",
        "touched-won",
        "touched-would",
        "touched-elsewhere",
        "touched-untold",
        "touched-ways",
    ];
    let table = Table::new(&page, "touched-codes", &heads, "touched-none").rows(found.iter().map(|touched| row(&page, touched)));
    Ok(thing.part("codes", "touched-codes", table.html()).answer())
}

fn row(page: &Page, touched: &TouchedCode) -> Vec<Cell> {
    let count = |number: u64| Cell::text(number_of(number));
    let ways = touched.ways.iter().map(|way| {
        let (was, instead) = (said(page.texts(), &way.given), said(page.texts(), &way.instead));
        format!("{} × {was} → {instead}", number_of(way.scans))
    });
    vec![
        Cell::CodeLink {
            path: format!("/admin/codes/{}", touched.code),
            text: touched.code.to_string(),
        },
        count(touched.scans),
        count(touched.won),
        count(touched.would_win),
        count(touched.elsewhere),
        // What cannot be compared, for whatever cause.
        count(touched.untold + touched.disagreements),
        Cell::Lines(ways.collect()),
    ]
}

/// What a visitor got.
fn said(texts: &Texts, given: &Given) -> String {
    let title = given.title.as_deref().unwrap_or_default();
    match (&given.url, given.kind) {
        (Some(url), _) => url.to_string(),
        (None, "page") => texts.text("target-page", &[("value", title)]),
        (None, "menu") => texts.text("target-menu", &[("value", title)]),
        (None, "successor") => texts.text("tried-successor", &[("value", title)]),
        (None, _) => texts.text("target-none", &[]),
    }
}

/// All of it, as a file.
pub(super) async fn export(
    State(api): State<Shared>,
    Path(name): Path<String>,
    asked: Asked<Wanted>,
) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, .. } = asked;
    let audience = find(&api, &staff, &name).await?.name;
    let from = position(&staff, &wanted.from)?;
    let stretch = Stretch::find(&api, &staff, &name, from).await?;
    let asked = AskedByRest::between(from, stretch.to(), stretch.before());
    let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static("text/csv"))]);
    let name = format!("attachment; filename=\"touched-{audience}.csv\"");
    let exported = touched_by_audience(State(api), reading(&staff), Named(audience), headers, Parameters(asked)).await;
    let exported = exported.map_err(|problem| WebsiteError::problem(&staff, problem))?;
    Ok(([(header::CONTENT_DISPOSITION, name)], exported).into_response())
}
