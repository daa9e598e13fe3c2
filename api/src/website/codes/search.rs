//! `/admin/codes`: instant search, and a choice of codes to be changed together.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::{
    authority::Action,
    ports::{
        Page as PageOf, Paging,
        catalogue::{CodeFilter, CodeRecord, Standing},
    },
    queries::{codes::codes, units::units},
    refusal::Fault,
};
use url::form_urlencoded::Serializer;

use crate::{
    Shared,
    website::{Faults, Page, Query, Section, Staff, WebsiteError, field::Field, render, texts::Texts, words},
};

/// Codes on a page.
const ON_A_PAGE: u32 = 50;
/// Units that are offered by name; of more, the rest are typed.
const MOST_UNITS: u32 = 500;

/// What is looked for, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::website) struct Wanted {
    q: String,
    unit: String,
    tag: String,
    status: String,
    host: String,
    batch: String,
    audience: String,
    cursor: String,
}

impl Wanted {
    /// Each field that was filled in, by its name.
    pub(in crate::website) fn fields(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("q", &self.q),
            ("unit", &self.unit),
            ("tag", &self.tag),
            ("status", &self.status),
            ("host", &self.host),
            ("batch", &self.batch),
            ("audience", &self.audience),
        ];
        let filled = all.into_iter().map(|(name, text)| (name, text.trim()));
        filled.filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The filter, and what is wrong with it.
    pub(in crate::website) fn filter(&self) -> (CodeFilter, Faults) {
        let mut filter = CodeFilter::default();
        let mut faults = vec![];
        for (name, text) in self.fields() {
            let read = match name {
                "unit" => text.parse().map(|unit| filter.unit = Some(unit)).is_ok(),
                "tag" => text.parse().map(|tag| filter.tag = Some(tag)).is_ok(),
                "audience" => text.parse().map(|audience| filter.audience = Some(audience)).is_ok(),
                "status" => {
                    filter.standing = Standing::ALL.into_iter().find(|standing| standing.as_str() == text);
                    filter.standing.is_some()
                }
                _ => {
                    let text = text.replace('\0', "");
                    match name {
                        "host" => filter.host = Some(text.to_ascii_lowercase()),
                        "batch" => filter.batch = Some(text),
                        _ => filter.q = Some(text),
                    }
                    true
                }
            };
            if !read {
                faults.push(Fault::new(name, format!("{text:?} is no name that this can have")));
            }
        }
        (filter, faults.into_iter().collect())
    }

    /// What was searched for, as a query.
    pub(in crate::website) fn query(&self) -> String {
        Serializer::new(String::new()).extend_pairs(self.fields()).finish()
    }
}

#[derive(Template)]
#[template(path = "website/codes/search.html")]
struct SearchPage<'a> {
    page: &'a Page,
    wanted: &'a Wanted,
    fields: Vec<Field>,
    lines: Vec<Line<'a>>,
    next: Option<String>,
    may_change: bool,
}

/// A code in a line.
struct Line<'a> {
    record: &'a CodeRecord,
    standing: Standing,
    leads_to: String,
}

/// Shows what is found.
pub(super) async fn show(
    State(api): State<Shared>,
    staff: Staff,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebsiteError> {
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    let page = Page::of(&staff, Section::Codes, "section-codes");
    let (filter, faults) = wanted.filter();
    let cursor = Some(wanted.cursor.clone()).filter(|cursor| !cursor.is_empty());
    let paging = Paging {
        limit: ON_A_PAGE,
        cursor,
    };
    let found = if faults.is_empty() {
        codes(&api.application, staff.principal(), &filter, &paging)
            .await
            .map_err(refused)?
    } else {
        PageOf {
            items: vec![],
            next: None,
        }
    };
    let line = |record| line(page.texts(), record);
    let next = found.next.map(|cursor| {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(wanted.fields()).append_pair("cursor", &cursor);
        format!("/admin/codes?{}", query.finish())
    });
    let template = SearchPage {
        fields: fields(&api, &staff, &page, &wanted, &faults).await?,
        lines: found.items.iter().map(line).collect(),
        next,
        may_change: staff.principal().must_somewhere(Action::ChangeCodes).is_ok(),
        wanted: &wanted,
        page: &page,
    };
    Ok(render(StatusCode::OK, &page, &template).into_response())
}

fn line<'a>(texts: &Texts, record: &'a CodeRecord) -> Line<'a> {
    let configuration = &record.code.configuration;
    let leads_to = match (&configuration.target, configuration.rules.first()) {
        (None, Some(first)) => words::rule(texts, first),
        (target, _) => words::target(texts, target.as_ref()),
    };
    Line {
        record,
        standing: Standing::of(&record.code),
        leads_to,
    }
}

async fn fields(api: &Shared, staff: &Staff, page: &Page, wanted: &Wanted, faults: &Faults) -> Result<Vec<Field>, WebsiteError> {
    let paging = Paging {
        limit: MOST_UNITS,
        cursor: None,
    };
    let known = units(&api.application, staff.principal(), &paging).await;
    let known = known.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
    let mut names: Vec<(String, String)> = known
        .items
        .into_iter()
        .map(|unit| (unit.name.to_string(), unit.label))
        .collect();
    if !wanted.unit.is_empty() && !names.iter().any(|(name, _)| *name == wanted.unit) {
        names.push((wanted.unit.clone(), wanted.unit.clone()));
    }
    names.insert(0, (String::new(), page.t("search-any")));
    let mut standings = vec![(String::new(), page.t("search-any"))];
    standings.extend(Standing::ALL.map(|standing| {
        let word = standing.as_str();
        (word.to_owned(), page.t(&format!("standing-{word}")))
    }));
    let fields = [
        Field::choice("status", page.t("field-status"), &wanted.status, standings),
        Field::choice("unit", page.t("field-unit"), &wanted.unit, names),
        Field::line("tag", page.t("field-tag"), &wanted.tag),
        Field::line("host", page.t("field-host"), &wanted.host),
        Field::line("batch", page.t("field-batch"), &wanted.batch),
        Field::line("audience", page.t("decision-audience"), &wanted.audience),
    ];
    Ok(fields.map(|field| field.with(faults, page.texts())).into())
}
