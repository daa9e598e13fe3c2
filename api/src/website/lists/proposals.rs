//! `/admin/proposals`: what counts when another person approves it.

use std::collections::BTreeMap;

use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::{
    authority::Action,
    commands::proposals::{approve, reject, withdraw},
    ports::{
        Paging,
        proposals::{ProposalFilter, ProposalStanding},
    },
    queries::proposals::{Told, proposal, proposals},
    refusal::{Fault, Refusal},
};
use signpost_domain::{
    decision::{Actor, Position, Reason},
    identifier::{NameError, PrincipalId, ProposalId},
    proposal::Intent,
};

use super::{
    asked::Asked,
    called,
    list::{Act, ListPage, ON_A_PAGE},
    names,
    table::{Cell, Table},
    thing::ThingPage,
};
use crate::{
    Shared,
    website::{
        Page, Path, Posted, Section, Staff, Text, WebsiteError, done,
        draft::Fields,
        field::Field,
        form_page::{Again, FormPage},
        texts::Texts,
        words,
    },
};

/// Which ones.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    status: Option<String>,
    unit: Option<String>,
    cursor: Option<String>,
}

fn standing(page: &Page, standing: ProposalStanding) -> Cell {
    let (kind, key) = match standing {
        ProposalStanding::Open => ("waits", "proposal-open"),
        ProposalStanding::Outdated => ("over", "proposal-outdated"),
        ProposalStanding::Approved => ("good", "proposal-approved"),
        ProposalStanding::Rejected => ("bad", "proposal-rejected"),
        ProposalStanding::Withdrawn => ("over", "proposal-withdrawn"),
    };
    Cell::Standing { kind, text: page.t(key) }
}

/// What would be different, or was, in sentences.
fn sentences(texts: &Texts, told: &Told) -> Vec<String> {
    match &told.record.proposed.change {
        Intent::Codes { making, .. } => vec![words::deed_in_a_line(texts, &making.deed)],
        _ => told.changes.iter().map(|change| words::change(texts, change)).collect(),
    }
}

/// What it is about.
fn about(page: &Page, told: &Told) -> Cell {
    match told.record.proposed.change.based_on() {
        None => Cell::text(page.t("proposal-many")),
        Some((subject, _)) => {
            let (kind, id) = (subject.kind(), subject.id().to_owned());
            match kind {
                "code" | "unit" | "audience" => Cell::CodeLink {
                    path: format!("/admin/{kind}s/{id}"),
                    text: id,
                },
                _ => Cell::Code(id),
            }
        }
    }
}

/// Lists them.
pub(super) async fn list(State(api): State<Shared>, asked: Asked<Wanted>) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, query } = asked;
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    let fault = |name: &str, what: String| refused(Refusal::Invalid(vec![Fault::new(name, what)]));
    let by_word = |word: &str| ProposalStanding::ALL.into_iter().find(|standing| standing.as_str() == word);
    let unit = wanted.unit.as_deref().map(str::parse).transpose();
    let filter = ProposalFilter {
        standing: wanted.status.as_deref().and_then(by_word),
        unit: unit.map_err(|error: NameError| fault("unit", error.to_string()))?,
        code: None,
    };
    if wanted
        .cursor
        .as_deref()
        .is_some_and(|cursor| cursor.parse::<Position>().is_err())
    {
        return Err(WebsiteError::not_found(&staff));
    }
    let paging = Paging {
        limit: ON_A_PAGE,
        cursor: wanted.cursor.clone(),
    };
    let found = proposals(&api.application, staff.principal(), &filter, &paging)
        .await
        .map_err(refused)?;
    let names = names(&api, &staff).await?;
    let page = Page::of(&staff, Section::Proposals, "section-proposals");
    let row = |told: &Told| {
        let record = &told.record;
        vec![
            Cell::link(
                format!("/admin/proposals/{}", record.id),
                sentences(page.texts(), told).join("; "),
            ),
            about(&page, told),
            standing(&page, record.standing),
            Cell::text(called(&page, &names, &record.actor.to_string())),
            Cell::time(&page, record.at),
        ]
    };
    let heads = ["proposal-what", "proposal-about", "token-state", "proposal-by", "proposal-at"];
    let table = Table::new(&page, "section-proposals", &heads, "proposals-none").rows(found.items.iter().map(row));
    let mut standings = vec![(String::new(), page.t("list-any"))];
    standings.extend(ProposalStanding::ALL.map(|word| {
        let text = match standing(&page, word) {
            Cell::Standing { text, .. } => text,
            _ => String::new(),
        };
        (word.as_str().to_owned(), text)
    }));
    let fields = vec![
        Field::choice(
            "status",
            page.t("token-state"),
            wanted.status.as_deref().unwrap_or_default(),
            standings,
        ),
        Field::line("unit", page.t("proposal-unit"), wanted.unit.as_deref().unwrap_or_default()),
    ];
    let next = found.next.map(|cursor| ("cursor", cursor));
    let list = ListPage::new(&page, &table).lead("proposals-lead").fields(fields);
    Ok(list
        .parts(&super::without(&query, "cursor"), wanted.cursor.is_none(), next)
        .answer())
}

/// The proposal that a path names.
async fn find(api: &Shared, staff: &Staff, id: &str) -> Result<Told, WebsiteError> {
    let id: ProposalId = id.parse().map_err(|_| WebsiteError::not_found(staff))?;
    let found = proposal(&api.application, staff.principal(), &id).await;
    found.map_err(|refusal| WebsiteError::refused(staff, refusal))
}

/// Shows one.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let told = find(&api, &staff, &id).await?;
    let names = names(&api, &staff).await?;
    let page = Page::of(&staff, Section::Proposals, "proposal-title");
    let record = &told.record;
    let text = |reason: Option<&Reason>| reason.cloned().map(String::from).map(Cell::Text);
    let who = |actor: &Actor| called(&page, &names, &actor.to_string());
    let units = record.proposed.units.iter();
    let units: Vec<String> = units
        .map(|unit| unit.as_ref().map_or_else(|| page.t("proposal-no-unit"), ToString::to_string))
        .collect();
    let mut thing = ThingPage::new(&page)
        .fact("proposal-about", about(&page, &told))
        .fact("token-state", standing(&page, record.standing))
        .fact("proposal-by", Cell::text(who(&record.actor)))
        .fact("proposal-at", Cell::time(&page, record.at))
        .fact_if("proposal-reason", text(record.reason.as_ref()))
        .fact("proposal-unit", Cell::Lines(units));
    if let Some(ended) = &record.ended {
        thing = thing
            .fact("proposal-ended-by", Cell::text(who(&ended.actor)))
            .fact("proposal-ended-at", Cell::time(&page, ended.at))
            .fact_if("proposal-ended-reason", text(ended.reason.as_ref()));
    }
    if let Some(change) = record.change() {
        let path = format!("/admin/changes/{change}");
        let text = change.to_string();
        thing = thing.fact("proposal-change", Cell::CodeLink { path, text });
    }
    let is_open = matches!(record.standing, ProposalStanding::Open | ProposalStanding::Outdated);
    let is_own = is_own(&api, &staff, &names, &record.actor.to_string());
    let verdicts: &[&str] = match (is_open, is_own, record.standing) {
        (false, ..) => &[],
        (true, true, _) => &["withdraw"],
        (true, false, ProposalStanding::Open) => &["approve", "reject"],
        (true, false, _) => &["reject"],
    };
    let may = staff.principal().must_somewhere(Action::Approve).is_ok();
    for verdict in verdicts.iter().filter(|verdict| may || **verdict == "withdraw") {
        let (path, key) = (format!("/admin/proposals/{id}/{verdict}"), act_key(verdict));
        thing = thing.act(if *verdict == "approve" {
            Act::new(&page, path, key)
        } else {
            Act::second(&page, path, key)
        });
    }
    let rows = sentences(page.texts(), &told)
        .into_iter()
        .map(|sentence| vec![Cell::text(sentence)]);
    let heads = ["proposal-what"];
    let table = Table::new(&page, "proposal-differences", &heads, "proposal-differences").rows(rows);
    Ok(thing.part("differences", "proposal-differences", table.html()).answer())
}

/// Whether somebody proposed it themselves, by whatever they hold.
fn is_own(api: &Shared, staff: &Staff, names: &BTreeMap<String, String>, actor: &str) -> bool {
    let own = staff.principal();
    let holder = actor
        .parse::<PrincipalId>()
        .ok()
        .and_then(|id| api.authenticator.account(&id));
    own.id.as_str() == actor
        || holder.is_some_and(|holder| holder.person == own.person)
        || names
            .get(actor)
            .is_some_and(|name| name.to_lowercase() == staff.name.to_lowercase())
}

fn act_key(verdict: &str) -> &'static str {
    match verdict {
        "approve" => "proposal-approve",
        "reject" => "proposal-reject",
        _ => "proposal-withdraw",
    }
}

/// Asks whether it is to be approved, rejected or withdrawn.
pub(super) async fn ask(
    State(api): State<Shared>,
    staff: Staff,
    Path((id, verdict)): Path<(String, String)>,
) -> Result<Response, WebsiteError> {
    if !["approve", "reject", "withdraw"].contains(&verdict.as_str()) {
        return Err(WebsiteError::not_found(&staff));
    }
    form(&api, &staff, &id, &verdict, Again::first()).await
}

async fn form(api: &Shared, staff: &Staff, id: &str, verdict: &str, again: Again) -> Result<Response, WebsiteError> {
    let told = find(api, staff, id).await?;
    let page = Page::of(staff, Section::Proposals, act_key(verdict));
    let back = format!("/admin/proposals/{id}");
    Ok(
        FormPage::new(&page, staff, &format!("{back}/{verdict}"), &back, &again.faults)
            .lead(sentences(page.texts(), &told).join("; "))
            .act(page.t(act_key(verdict)))
            .wrong(again.wrong)
            .reason()
            .answer(again.status),
    )
}

/// Does it.
pub(super) async fn end(
    State(api): State<Shared>,
    Path((id, verdict)): Path<(String, String)>,
    Posted { staff, .. }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let proposal: ProposalId = id.parse().map_err(|_| WebsiteError::not_found(&staff))?;
    let (application, caller) = (&api.application, &staff.caller);
    let (ended, said) = match verdict.as_str() {
        "approve" => (approve(application, caller, &proposal).await, "done-approved"),
        "reject" => (reject(application, caller, &proposal).await, "done-rejected"),
        "withdraw" => (withdraw(application, caller, &proposal).await, "done-withdrawn"),
        _ => return Err(WebsiteError::not_found(&staff)),
    };
    match ended {
        Ok(_) => Ok(done(&api, &format!("/admin/proposals/{id}"), &Text::new(said))),
        // A rejection without a reason.
        Err(refusal) => form(&api, &staff, &id, &verdict, Again::of(&staff, refusal)?).await,
    }
}
