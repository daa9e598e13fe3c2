//! `/admin/tokens`: by what programs are recognised, and people who call the REST API.

use axum::{extract::State, response::Response};
use jiff::Timestamp;
use serde::Deserialize;
use signpost_application::{
    commands::{
        Expectation,
        issue_token::{NewToken, issue_token},
        revoke_token::revoke,
    },
    ports::Paging,
    queries::tokens::{Holding, part, tokens},
};

use super::{
    asked::Asked,
    grants,
    held::{Held, Question},
    list::{Act, ListPage, ON_A_PAGE},
    secret::SecretPage,
    table::{Cell, Table},
    thing::ThingPage,
};
use crate::{
    Shared,
    website::{
        Faults, Page, Path, Posted, Section, Staff, WebsiteError,
        draft::Fields,
        field::Field,
        form_page::{Again, FormPage},
        texts::Texts,
        wall_clock::NO_DAY,
    },
};

const NEW: &str = "/admin/token";

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

/// Shows one.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let found = Held::token(&api, &staff, &id).await?;
    let (page, token) = (found.page("token-title"), &found.holding);
    let now = api.application.clock.now();
    let record = &token.record;
    let name = token.name.clone().unwrap_or_else(|| page.t("person-forgotten"));
    let mut thing = ThingPage::new(&page)
        .fact("token-of", Cell::link(format!("/admin/people/{}", token.person), name))
        .fact("token-state", standing(&page, token, now))
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
        .reason()
        .answer(again.status))
}

/// Issues it, and shows it once.
pub(super) async fn issue(
    State(api): State<Shared>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let read = grants::read(&fields).and_then(|grants| Ok((grants, until_the_end_of(staff.texts(), fields.text("expires_at"))?)));
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

/// The end of a day, as browsers send one.
fn until_the_end_of(texts: &Texts, day: &str) -> Result<Option<Timestamp>, Faults> {
    if day.is_empty() {
        return Ok(None);
    }
    let end = texts.clock.end_of(day);
    let end = end.ok_or_else(|| Faults::one("expires_at", NO_DAY))?;
    Ok(Some(end))
}

/// Asks for what one is to be for.
pub(super) async fn ask_grants(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Response, WebsiteError> {
    Held::token(&api, &staff, &id).await?.ask_grants("token-grants").await
}

/// Changes what one is for.
pub(super) async fn change(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    Held::token(&api, &staff, &id)
        .await?
        .change_grants("token-grants", &fields)
        .await
}

/// Asks whether it is to be revoked.
pub(super) async fn ask_revoke(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Response, WebsiteError> {
    let question = Question {
        act: "revoke",
        button: "token-revoke",
        reason: Some(Field::reason(&staff)),
    };
    Ok(Held::token(&api, &staff, &id).await?.ask("token-revoke-this", &question))
}

/// Revokes it.
pub(super) async fn end(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, .. }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let token = Held::token(&api, &staff, &id).await?;
    let revoked = revoke(&api.application, &staff.caller, &token.holding.record.id, Expectation::Any).await;
    revoked.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    Ok(token.done("done-revoked"))
}
