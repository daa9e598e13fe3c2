//! `/admin/decisions`: all that was ever decided, and what can be looked for in it.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use signpost_application::{
    ports::history::{HistoryEntry, Order},
    queries::decisions::DecisionSearch,
};
use signpost_domain::decision::Position;

use super::{
    asked::Asked,
    called,
    list::{Act, ListPage, ON_A_PAGE},
    names,
    table::{Cell, Table},
};
use crate::{
    Shared,
    rest::{
        decisions::{Wanted, list_decisions},
        extract::{Parameters, Reading},
    },
    website::{Page, Path, Section, Staff, WebsiteError, field::Field},
};

/// The forms in which they are exported, with what a browser calls each.
const EXPORTS: [(&str, &str); 2] = [("csv", "text/csv"), ("jsonl", "application/jsonl")];

/// What is looked for, by names that the REST API has, with the keys of their texts and the type of the field.
const FIELDS: [(&str, &str, &str); 10] = [
    ("q", "decision-words", "search"),
    ("actor", "decision-actor", "text"),
    ("type", "decision-type", ""),
    ("code", "decision-code", "text"),
    ("unit", "decision-unit", "text"),
    ("audience", "decision-audience", "text"),
    ("host", "decision-host", "text"),
    ("url", "decision-url", "url"),
    ("from", "decision-from", "datetime-local"),
    ("until", "decision-until", "datetime-local"),
];

/// Lists them, the latest first.
pub(super) async fn list(State(api): State<Shared>, asked: Asked<Wanted>) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, query } = asked;
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    let problem = |problem| WebsiteError::problem(&staff, problem);
    let filter = wanted.filter().map_err(problem)?;
    let after: Option<Position> = wanted.after().map_err(problem)?;
    let search = DecisionSearch::begin(&api.application, staff.principal(), filter, Order::Newest).await;
    let search = search.map_err(refused)?;
    // One more than shown says whether there is a next page.
    let found = search.after(&api.application, after, ON_A_PAGE + 1).await;
    let mut found = found.map_err(refused)?;
    let more = found.len() > ON_A_PAGE as usize;
    found.truncate(ON_A_PAGE as usize);
    let names = names(&api, &staff).await?;
    let page = Page::of(&staff, Section::Decisions, "section-decisions");
    let what = |entry: &HistoryEntry| {
        let key = format!("decision-{}", entry.name);
        page.texts().find(&key, &[]).unwrap_or_else(|| entry.name.clone())
    };
    let row = |entry: &HistoryEntry| {
        vec![
            Cell::text(what(entry)),
            about(entry),
            Cell::text(called(&page, &names, &entry.actor)),
            Cell::time(&page, entry.at),
            Cell::text(entry.reason.clone().unwrap_or_default()),
            Cell::text(entry.position.to_string()),
        ]
    };
    let heads = [
        "decision-what",
        "decision-on",
        "decision-who",
        "decision-at",
        "decision-why",
        "decision-position",
    ];
    let table = Table::new(&page, "section-decisions", &heads, "decisions-none").rows(found.iter().map(row));
    let query = super::without(&query, "after");
    let next = found.last().filter(|_| more).map(|last| ("after", last.position.to_string()));
    let mut list = ListPage::new(&page, &table)
        .lead("decisions-lead")
        .fields(fields(&page, &query));
    for (ending, _) in EXPORTS {
        let key = if ending == "csv" { "export-csv" } else { "export-jsonl" };
        list = list.act(Act::second(&page, format!("/admin/decisions/export.{ending}?{query}"), key));
    }
    Ok(list.parts(&query, after.is_none(), next).answer())
}

/// What a decision is about, and where that is.
fn about(entry: &HistoryEntry) -> Cell {
    let id = entry.id.clone();
    let path = match entry.kind.as_str() {
        "code" => format!("/admin/codes/{id}"),
        "unit" => format!("/admin/units/{id}"),
        "audience" => format!("/admin/audiences/{id}"),
        "change" => format!("/admin/changes/{id}"),
        "batch" => format!("/admin/batches/{id}"),
        "design" => format!("/admin/designs/{id}"),
        "proposal" => format!("/admin/proposals/{id}"),
        _ => return Cell::Code(id),
    };
    Cell::CodeLink { path, text: id }
}

/// What is looked for, as it was typed.
fn fields(page: &Page, query: &str) -> Vec<Field> {
    let typed: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let value = |name: &str| {
        typed
            .iter()
            .find(|(found, _)| found == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let field = |(name, key, kind): (&'static str, &'static str, &'static str)| {
        let label = page.t(key);
        match kind {
            "" => Field::choice(name, label, value(name), types(page)),
            "datetime-local" => {
                let clock = &page.texts().clock;
                let typed = clock
                    .read(value(name))
                    .map_or_else(|| value(name).to_owned(), |at| clock.typed(at));
                Field::typed(name, label, &typed, kind).hint(page.texts().by_which_clock())
            }
            kind => Field::typed(name, label, value(name), kind),
        }
    };
    FIELDS.into_iter().map(field).collect()
}

/// Every type of decision that has a name.
fn types(page: &Page) -> Vec<(String, String)> {
    let named = |word: &&str| Some(((*word).to_owned(), page.texts().find(&format!("decision-{word}"), &[])?));
    let mut types: Vec<(String, String)> = super::DECISIONS.iter().filter_map(named).collect();
    types.sort_by(|one, other| one.1.cmp(&other.1));
    types.insert(0, (String::new(), page.t("list-any")));
    types
}

/// All that fit, as a file.
pub(super) async fn export(
    State(api): State<Shared>,
    Path(ending): Path<String>,
    asked: Asked<Wanted>,
) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, .. } = asked;
    let known = EXPORTS.iter().find(|(known, _)| ending == format!("export.{known}"));
    let Some(&(ending, media_type)) = known else {
        return Err(WebsiteError::not_found(&staff));
    };
    let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(media_type))]);
    let exported = list_decisions(State(api), reading(&staff), headers, Parameters(wanted)).await;
    let exported = exported.map_err(|problem| WebsiteError::problem(&staff, problem))?;
    let name = format!("attachment; filename=\"decisions.{ending}\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], exported).into_response())
}

/// Somebody who signed in, as the REST API knows who reads.
pub(in crate::website) fn reading(staff: &Staff) -> Reading {
    Reading(std::sync::Arc::new(staff.principal().clone()))
}
