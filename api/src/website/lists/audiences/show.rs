//! One audience: who belongs to it, which codes have rules for it, and what was decided on it.

use axum::{extract::State, response::Response};
use signpost_application::{
    authority::Action,
    ports::{
        Paging,
        catalogue::{CodeRecord, Standing},
        history::HistoryEntry,
    },
    queries::{
        audiences::{Users, users},
        history::history,
    },
    refusal::Refusal,
};
use signpost_domain::{audience::Audience, decision::Subject, identifier::AudienceName};

use super::{
    super::{
        called,
        list::{Act, ON_A_PAGE},
        names,
        table::{Cell, Table},
        thing::ThingPage,
    },
    find, may_change, path, who,
};
use crate::{
    Shared,
    website::{Page, Path, Section, Staff, WebsiteError, texts::Texts},
};

/// Decisions read at a time.
const AT_A_TIME: u32 = 200;

/// Shows it.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(name): Path<String>) -> Result<Response, WebsiteError> {
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    let audience = find(&api, &staff, &name).await?;
    let used = users(&api.application, staff.principal(), &audience.name).await;
    let used = used.map_err(refused)?;
    let decisions = decided(&api, &staff, &audience.name).await.map_err(refused)?;
    let names = names(&api, &staff).await?;
    let mut page = Page::of(&staff, Section::Audiences, "section-audiences");
    page.title = match &audience.definition {
        Some(definition) => definition.label.clone(),
        None => audience.name.to_string(),
    };
    let path = path(&audience.name);
    let (kind, standing) = match audience.definition {
        Some(_) => ("good", "audience-used"),
        None => ("over", "audience-withdrawn"),
    };
    let text = page.t(standing);
    let definition = audience.definition.as_ref();
    let mut thing = ThingPage::new(&page)
        .fact("unit-name", Cell::Code(audience.name.to_string()))
        .fact("token-state", Cell::Standing { kind, text })
        .fact_if(
            "audience-who",
            definition.map(|definition| Cell::text(who(page.texts(), &definition.condition))),
        )
        .fact("last-changed", Cell::time(&page, audience.changed_at))
        .fact(
            "audience-codes",
            Cell::link(format!("/admin/codes?audience={}", audience.name), used.count.to_string()),
        );
    if may_change(&staff) {
        thing = thing.act(Act::new(&page, format!("{path}/change"), "audience-change"));
        if definition.is_some() {
            thing = thing.act(Act::second(&page, format!("{path}/withdraw"), "audience-withdraw"));
        }
    }
    let about = format!("/admin/decisions?audience={}", audience.name);
    thing = thing.act(Act::second(&page, about, "audience-decisions"));
    if used.count > used.some.len() as u64 {
        let all = format!("/admin/codes?audience={}", audience.name);
        thing = thing.act(Act::second(&page, all, "audience-codes-all"));
    }
    let may_ask = [Action::ReadHistory, Action::ReadScans]
        .into_iter()
        .all(|action| staff.principal().must(action, None).is_ok());
    let rows = decisions.iter().take(ON_A_PAGE as usize).map(|entry| {
        let mut row = vec![
            Cell::text(page.t(&format!("decision-{}", entry.name))),
            Cell::text(said(page.texts(), entry)),
            Cell::text(called(&page, &names, &entry.actor)),
            Cell::time(&page, entry.at),
            Cell::text(entry.reason.clone().unwrap_or_default()),
        ];
        if may_ask {
            row.push(Cell::link(
                format!("{path}/touched?from={}", entry.position),
                page.t("audience-touched"),
            ));
        }
        row
    });
    let mut heads = vec!["decision-what", "audience-who", "decision-who", "decision-at", "decision-why"];
    heads.extend(may_ask.then_some("audience-touched"));
    let history = Table::new(&page, "its-decisions", &heads, "decisions-none").rows(rows);
    Ok(thing
        .part("codes", "audience-codes", codes(&page, &used).html())
        .part("decisions", "its-decisions", history.html())
        .answer())
}

/// Some of the codes that have rules for it.
fn codes(page: &Page, used: &Users) -> Table {
    let heads = ["field-code", "field-label", "field-status"];
    let row = |record: &CodeRecord| {
        let key = format!("standing-{}", Standing::of(&record.code).as_str());
        vec![
            Cell::CodeLink {
                path: format!("/admin/codes/{}/rules", record.id),
                text: record.id.to_string(),
            },
            Cell::text(record.code.label.clone().unwrap_or_default()),
            Cell::text(page.t(&key)),
        ]
    };
    Table::new(page, "audience-codes", &heads, "audience-codes-none").rows(used.some.iter().map(row))
}

/// All that was decided on it, the latest first.
pub(super) async fn decided(api: &Shared, staff: &Staff, name: &AudienceName) -> Result<Vec<HistoryEntry>, Refusal> {
    let subject = Subject::Audience(name.clone());
    let mut paging = Paging {
        limit: AT_A_TIME,
        cursor: None,
    };
    let mut found = vec![];
    loop {
        let page = history(&api.application, staff.principal(), &subject, &paging).await?;
        found.extend(page.items);
        if page.next.is_none() {
            found.reverse();
            return Ok(found);
        }
        paging.cursor = page.next;
    }
}

/// Who belonged to it after a decision, in words.
fn said(texts: &Texts, entry: &HistoryEntry) -> String {
    let after = entry.after.read::<Audience>().ok();
    let definition = after.and_then(|audience| audience.definition);
    definition.map_or_else(|| "–".to_owned(), |definition| who(texts, &definition.condition))
}
