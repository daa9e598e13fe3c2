//! `/admin/tokens`: by what programs are recognised, and people who call the REST API.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Deserialize;
use signpost_application::{
    commands::{
        Expectation,
        change_grants::change_grants,
        issue_token::{NewToken, issue_token},
        revoke_token::revoke,
    },
    ports::Paging,
    queries::tokens::{Holding, Kind, one, part, tokens},
};
use signpost_domain::identifier::PrincipalId;

use super::{
    asked::Asked,
    grants,
    list::{Act, ListPage, ON_A_PAGE},
    secret::SecretPage,
    table::{Cell, Table},
    thing::ThingPage,
};
use crate::{
    Shared,
    website::{
        Faults, Page, Posted, Section, Staff, Text, WebsiteError, done,
        draft::Fields,
        field::Field,
        form_page::{Again, FormPage},
    },
};

const NEW: &str = "/admin/tokens/new";

/// Which part of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    cursor: Option<String>,
}

/// What a token is good for now.
fn standing(page: &Page, holding: &Holding, now: Timestamp) -> Cell {
    let (kind, key) = match (holding.record.revoked_at, holding.record.counts(now)) {
        (Some(_), _) => ("over", "token-revoked"),
        (None, false) => ("over", "token-expired"),
        (None, true) => ("good", "token-active"),
    };
    let text = page.t(key);
    Cell::Standing { kind, text }
}

/// Tokens in a table.
pub(super) fn table(page: &Page, tokens: &[Holding], now: Timestamp) -> Table {
    let heads = ["token-of", "token-state", "grants", "token-used", "token-expires"];
    let row = |token: &Holding| {
        let name = token.name.clone().unwrap_or_else(|| page.t("person-forgotten"));
        vec![
            Cell::link(format!("/admin/tokens/{}", token.record.id), name),
            standing(page, token, now),
            Cell::Lines(grants::listed(page.texts(), &token.record.grants)),
            Cell::time_or(page, token.used_at, "token-unused"),
            Cell::time_or(page, token.record.expires_at, "token-endless"),
        ]
    };
    Table::new(page, "section-tokens", &heads, "tokens-none").rows(tokens.iter().map(row))
}

/// Lists them.
pub(super) async fn list(State(api): State<Shared>, asked: Asked<Wanted>) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, .. } = asked;
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    let all = tokens(&api.identity, staff.principal()).await.map_err(refused)?;
    let paging = Paging {
        limit: ON_A_PAGE,
        cursor: wanted.cursor,
    };
    let found = part(all, &paging, |token| token.record.id.as_str()).map_err(refused)?;
    let page = Page::of(&staff, Section::Tokens, "section-tokens");
    let table = table(&page, &found.items, api.application.clock.now());
    let next = found.next.map(|cursor| ("cursor", cursor));
    let list = ListPage::new(&page, &table).lead("tokens-lead");
    Ok(list
        .act_if(true, NEW, "token-new")
        .parts("", paging.cursor.is_none(), next)
        .answer())
}

/// The token that a path names.
async fn find(api: &Shared, staff: &Staff, id: &str) -> Result<(Holding, u64), WebsiteError> {
    let id: PrincipalId = id.parse().map_err(|_| WebsiteError::not_found(staff))?;
    let found = one(&api.application, &api.identity, staff.principal(), Kind::Token, &id).await;
    found.map_err(|refusal| WebsiteError::refused(staff, refusal))
}

fn page_of(staff: &Staff, key: &str, token: &Holding) -> Page {
    let mut page = Page::of(staff, Section::Tokens, "section-tokens");
    let name = token.name.as_deref().unwrap_or_else(|| token.record.id.as_str());
    page.title = page.t1(key, "value", &name);
    page
}

/// Shows one.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let (token, _) = find(&api, &staff, &id).await?;
    let page = page_of(&staff, "token-title", &token);
    let now = api.application.clock.now();
    let record = &token.record;
    let name = token.name.clone().unwrap_or_else(|| page.t("person-forgotten"));
    let mut thing = ThingPage::new(&page)
        .fact("token-of", Cell::link(format!("/admin/people/{}", token.person), name))
        .fact("token-state", standing(&page, &token, now))
        .fact("grants", Cell::Lines(grants::listed(page.texts(), &record.grants)))
        .fact("token-used", Cell::time_or(&page, token.used_at, "token-unused"))
        .fact("token-expires", Cell::time_or(&page, record.expires_at, "token-endless"))
        .fact("token-issued", Cell::time(&page, record.issued_at))
        .fact_if("token-revoked", record.revoked_at.map(|at| Cell::time(&page, at)))
        .fact("known-as", Cell::Code(record.id.to_string()));
    if record.revoked_at.is_none() {
        thing = thing
            .act(Act::new(&page, format!("/admin/tokens/{id}/grants"), "change-grants"))
            .act(Act::second(&page, format!("/admin/tokens/{id}/revoke"), "token-revoke"));
    }
    Ok(thing.answer())
}

/// Shows the form of a new one.
pub(super) async fn ask(State(api): State<Shared>, staff: Staff) -> Result<Response, WebsiteError> {
    form(&api, &staff, &Fields::default(), Again::first()).await
}

async fn form(api: &Shared, staff: &Staff, fields: &Fields, again: Again) -> Result<Response, WebsiteError> {
    // Whoever may not is told at once, and not after filling it in.
    let known = tokens(&api.identity, staff.principal()).await;
    known.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
    let page = Page::of(staff, Section::Tokens, "token-new");
    let held = grants::read(fields).unwrap_or_default();
    Ok(FormPage::new(&page, staff, NEW, Section::Tokens.path(), &again.faults)
        .lead(page.t("token-new.lead"))
        .act(page.t("token-new.act"))
        .wrong(again.wrong)
        .row(Field::line("name", page.t("token-of"), fields.text("name")).hint(page.t("token-name.hint")))
        .row(grants::field(api, staff, &held).await?)
        .row(
            Field::typed("expires_at", page.t("token-expires"), fields.text("expires_at"), "date")
                .hint(page.t("token-expires.hint")),
        )
        .row(Field::reason(page.texts()))
        .answer(again.status))
}

/// Issues it, and shows it once.
pub(super) async fn issue(
    State(api): State<Shared>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let read = grants::read(&fields).and_then(|grants| Ok((grants, until_the_end_of(fields.text("expires_at"))?)));
    let (grants, expires_at) = match read {
        Ok(read) => read,
        Err(faults) => return form(&api, &staff, &fields, Again::faulty(faults)).await,
    };
    let new = NewToken {
        name: fields.text("name").to_owned(),
        grants,
        expires_at,
    };
    match issue_token(&api.application, &*api.identity.names, &staff.caller, &new).await {
        Ok(issued) => {
            let page = Page::of(&staff, Section::Tokens, "token-secret");
            let path = format!("/admin/tokens/{}", issued.id);
            Ok(SecretPage::new(&page, "token-secret", &issued.secret, &path).answer())
        }
        Err(refusal) => form(&api, &staff, &fields, Again::of(&staff, refusal)?).await,
    }
}

/// The end of a day, as browsers send one; in UTC, as all times of ours.
fn until_the_end_of(day: &str) -> Result<Option<Timestamp>, Faults> {
    if day.is_empty() {
        return Ok(None);
    }
    let day: Option<jiff::civil::Date> = day.parse().ok();
    let end = day.and_then(|day| day.tomorrow().ok()?.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok());
    let end = end.ok_or_else(|| Faults::one("expires_at", "give a day such as 2027-06-30"))?;
    Ok(Some(end.timestamp()))
}

/// Asks for what one is to be for.
pub(super) async fn ask_grants(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Response, WebsiteError> {
    let (token, version) = find(&api, &staff, &id).await?;
    let held = token.record.grants.clone();
    grants_form(&api, &staff, &token, &held, &version.to_string(), Again::first()).await
}

async fn grants_form(
    api: &Shared,
    staff: &Staff,
    token: &Holding,
    held: &[signpost_domain::access::Grant],
    version: &str,
    again: Again,
) -> Result<Response, WebsiteError> {
    let page = page_of(staff, "token-grants", token);
    let back = format!("/admin/tokens/{}", token.record.id);
    Ok(FormPage::new(&page, staff, &format!("{back}/grants"), &back, &again.faults)
        .hidden("version", version)
        .wrong(again.wrong)
        .row(grants::field(api, staff, held).await?)
        .row(Field::reason(page.texts()))
        .answer(again.status))
}

/// Changes what one is for.
pub(super) async fn change(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let (token, _) = find(&api, &staff, &id).await?;
    let version = fields.text("version");
    let held = match grants::read(&fields) {
        Ok(held) => held,
        Err(faults) => return grants_form(&api, &staff, &token, &[], version, Again::faulty(faults)).await,
    };
    let expected = version.parse().map_or(Expectation::Exists, Expectation::Version);
    match change_grants(&api.application, &staff.caller, &token.record.id, expected, &held).await {
        Ok(()) => Ok(done(&api, &format!("/admin/tokens/{id}"), &Text::new("done-grants"))),
        Err(refusal) => {
            let again = Again::of(&staff, refusal)?;
            grants_form(&api, &staff, &token, &held, version, again).await
        }
    }
}

/// Asks whether it is to be revoked.
pub(super) async fn ask_revoke(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Response, WebsiteError> {
    let (token, _) = find(&api, &staff, &id).await?;
    let page = page_of(&staff, "token-revoke-this", &token);
    let back = format!("/admin/tokens/{id}");
    let faults = Faults::default();
    Ok(FormPage::new(&page, &staff, &format!("{back}/revoke"), &back, &faults)
        .lead(page.t("token-revoke-this.lead"))
        .act(page.t("token-revoke"))
        .danger()
        .row(Field::reason(page.texts()))
        .answer(axum::http::StatusCode::OK))
}

/// Revokes it.
pub(super) async fn end(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, .. }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let (token, _) = find(&api, &staff, &id).await?;
    let revoked = revoke(&api.application, &staff.caller, &token.record.id, Expectation::Any).await;
    revoked.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    Ok(done(&api, &format!("/admin/tokens/{id}"), &Text::new("done-revoked")).into_response())
}
