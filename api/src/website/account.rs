//! `/admin/account`: what one may do, where one is signed in, and one's password.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::{
    commands::change_password::change_own_password,
    ports::{StoreError, sessions::Session},
    queries::session::sessions_of,
};

use super::{Faults, Page, Posted, Section, Staff, Text, WebsiteError, done, render};
use crate::Shared;

#[derive(Template)]
#[template(path = "website/account.html")]
struct AccountPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    roles: Vec<String>,
    /// `None` where one signs in elsewhere.
    login: Option<String>,
    sessions: Vec<Session>,
    faults: &'a Faults,
}

/// Shows it.
pub(super) async fn show(State(api): State<Shared>, staff: Staff) -> Response {
    page(&api, &staff, StatusCode::OK, &Faults::default()).await
}

/// What somebody may do, in words.
pub(super) fn roles(page: &Page, staff: &Staff) -> Vec<String> {
    let grants = staff.principal().grants.iter();
    let words = grants.map(|grant| {
        let role = page.t(&format!("role-{}", grant.role));
        match &grant.unit {
            None => role,
            Some(unit) => page.t2("role-of-unit", ("role", &role), ("unit", unit)),
        }
    });
    words.collect()
}

async fn page(api: &Shared, staff: &Staff, status: StatusCode, faults: &Faults) -> Response {
    let id = &staff.principal().id;
    let read = async {
        let account = api.identity.accounts.of(id).await?;
        let sessions = sessions_of(&api.application, &api.identity, id).await?;
        Ok::<_, StoreError>((account, sessions))
    };
    let (account, sessions) = match read.await {
        Ok(read) => read,
        Err(error) => return WebsiteError::refused(staff, error.into()).into_response(),
    };
    let page = Page::of(staff, Section::Account, "section-account");
    let template = AccountPage {
        roles: roles(&page, staff),
        page: &page,
        staff,
        login: account.map(|account| account.login.to_string()),
        sessions,
        faults,
    };
    render(status, &page, &template)
}

#[derive(Deserialize)]
pub(super) struct NewPassword {
    present: String,
    password: String,
    again: String,
}

/// Changes one's password.
pub(super) async fn change_password(State(api): State<Shared>, Posted { staff, form }: Posted<NewPassword>) -> Response {
    let texts = staff.texts();
    if form.password != form.again {
        let faults = Faults::one("again", texts.text("password-again.differs", &[]));
        return page(&api, &staff, StatusCode::UNPROCESSABLE_ENTITY, &faults).await;
    }
    let (id, session) = (&staff.principal().id, &staff.session.digest);
    let changed = change_own_password(&api.application, &api.identity, id, session, &form.present, &form.password);
    match changed.await.map_err(Faults::of) {
        Ok(()) => done(&api, "/admin/account", &Text::new("done-password")),
        Err(Ok(faults)) => {
            let said = |field: &str| Faults::one(field, texts.text(&format!("password-{field}.wrong"), &[]));
            let faults = if faults.has("present") { said("present") } else { said("new") };
            page(&api, &staff, StatusCode::UNPROCESSABLE_ENTITY, &faults).await
        }
        Err(Err(refusal)) => WebsiteError::refused(&staff, refusal).into_response(),
    }
}
