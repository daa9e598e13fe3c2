//! `/admin/people/{id}/accounts/{account}`: what somebody who signs in may do, another password for them, and the end of it.

use axum::{extract::State, response::Response};
use signpost_application::{
    commands::{Expectation, change_password::renew_password, close_account::close_account},
    ports::StoreError,
    queries::tokens::Holding,
};

use super::{
    grants,
    held::{Held, Question},
    secret::SecretPage,
    table::{Cell, Table},
};
use crate::{
    Shared,
    website::{Page, Path, Posted, Section, Staff, WebsiteError, draft::Fields, field::Field},
};

/// Somebody's accounts in a table.
pub(super) async fn table(api: &Shared, page: &Page, accounts: &[Holding]) -> Result<Table, StoreError> {
    let heads = ["login", "token-state", "grants", "account-opened", "account-acts"];
    let mut rows = vec![];
    for account in accounts {
        let record = &account.record;
        let kept = api.identity.accounts.of(&record.id).await?;
        let is_open = record.revoked_at.is_none();
        let path = format!("/admin/people/{}", record.id);
        // Who signs in elsewhere has no password here.
        let acts = [
            ("grants", "change-grants", true),
            ("password", "account-password", kept.is_some()),
            ("close", "account-close", true),
        ];
        let acts = acts.into_iter().filter(|(.., is_there)| is_open && *is_there);
        rows.push(vec![
            kept.map_or_else(
                || Cell::Code(record.id.to_string()),
                |kept| Cell::text(kept.login.to_string()),
            ),
            Cell::Standing {
                kind: if is_open { "good" } else { "over" },
                text: page.t(if is_open { "account-open" } else { "account-closed" }),
            },
            Cell::Lines(grants::listed(page.texts(), &record.grants)),
            Cell::time(page, record.issued_at),
            Cell::Links(acts.map(|(act, key, _)| (format!("{path}/{act}"), page.t(key))).collect()),
        ]);
    }
    Ok(Table::new(page, "person-accounts", &heads, "person-accounts-none").rows(rows))
}

/// Asks what somebody may do.
pub(super) async fn ask_grants(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Response, WebsiteError> {
    Held::account(&api, &staff, &id).await?.ask_grants("account-grants").await
}

/// Changes it.
pub(super) async fn change(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    Held::account(&api, &staff, &id)
        .await?
        .change_grants("account-grants", &fields)
        .await
}

/// Asks whether somebody is to get another password.
pub(super) async fn ask_password(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Response, WebsiteError> {
    let question = Question {
        act: "password",
        button: "account-password",
        reason: None,
    };
    Ok(Held::account(&api, &staff, &id).await?.ask("account-password-new", &question))
}

/// Gives somebody another password, and shows it once.
pub(super) async fn renew(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, .. }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let account = Held::account(&api, &staff, &id).await?;
    let renewed = renew_password(&api.application, &api.identity, &staff.caller, &account.holding.record.id).await;
    let password = renewed.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    let page = Page::of(&staff, Section::People, "password-secret");
    Ok(SecretPage::new(&page, "password-secret", &password, &account.shown_at).answer())
}

/// Asks whether an account is to be closed.
pub(super) async fn ask_close(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let question = Question {
        act: "close",
        button: "account-close",
        reason: Some(Field::reason(&staff)),
    };
    Ok(Held::account(&api, &staff, &id).await?.ask("account-close-this", &question))
}

/// Closes it.
pub(super) async fn close(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, .. }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let account = Held::account(&api, &staff, &id).await?;
    let id = &account.holding.record.id;
    let closed = close_account(&api.application, &api.identity, &staff.caller, id, Expectation::Any).await;
    closed.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    Ok(account.done("done-closed"))
}
