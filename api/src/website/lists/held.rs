//! An account or a token: what somebody holds and can do something with. Pages that both have, and the question before what cannot be taken back.

use axum::{http::StatusCode, response::Response};
use signpost_application::{
    commands::{Expectation, change_grants::change_grants},
    queries::tokens::{Holding, Kind, one},
};
use signpost_domain::{access::Grant, identifier::PrincipalId};

use super::grants;
use crate::{
    Shared,
    website::{
        Faults, Page, Section, Staff, Text, WebsiteError, done,
        draft::Fields,
        field::Field,
        form_page::{Again, FormPage},
    },
};

/// One of them, and who asks.
pub(super) struct Held<'a> {
    api: &'a Shared,
    staff: &'a Staff,
    section: Section,
    pub(super) holding: Holding,
    version: u64,
    /// Its forms are below.
    path: String,
    /// Where it is shown.
    pub(super) shown_at: String,
}

impl<'a> Held<'a> {
    /// The account that a path names.
    pub(super) async fn account(api: &'a Shared, staff: &'a Staff, id: &str) -> Result<Self, WebsiteError> {
        let found = Self::find(api, staff, Section::People, Kind::Account, id).await?;
        let shown_at = format!("{}/{}", Section::People.path(), found.holding.person);
        Ok(Self { shown_at, ..found })
    }

    /// The token that a path names.
    pub(super) async fn token(api: &'a Shared, staff: &'a Staff, id: &str) -> Result<Self, WebsiteError> {
        Self::find(api, staff, Section::Tokens, Kind::Token, id).await
    }

    async fn find(api: &'a Shared, staff: &'a Staff, section: Section, kind: Kind, id: &str) -> Result<Self, WebsiteError> {
        let id: PrincipalId = id.parse().map_err(|_| WebsiteError::not_found(staff))?;
        let found = one(&api.application, &api.identity, staff.principal(), kind, &id).await;
        let (holding, version) = found.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
        let path = format!("{}/{}", section.path(), holding.record.id);
        Ok(Self {
            api,
            staff,
            section,
            holding,
            version,
            shown_at: path.clone(),
            path,
        })
    }

    /// A page about it; the text under `key` takes whose it is.
    pub(super) fn page(&self, key: &str) -> Page {
        let mut page = Page::of(self.staff, self.section, self.section.key());
        let name = self
            .holding
            .name
            .as_deref()
            .unwrap_or_else(|| self.holding.record.id.as_str());
        page.title = page.t1(key, "value", &name);
        page
    }

    /// Asks what it is to be for.
    pub(super) async fn ask_grants(&self, key: &str) -> Result<Response, WebsiteError> {
        let held = &self.holding.record.grants;
        self.grants_form(key, held, &self.version.to_string(), Again::first()).await
    }

    async fn grants_form(&self, key: &str, held: &[Grant], version: &str, again: Again) -> Result<Response, WebsiteError> {
        let (page, action) = (self.page(key), format!("{}/grants", self.path));
        Ok(FormPage::new(&page, self.staff, &action, &self.shown_at, &again.faults)
            .hidden("version", version)
            .wrong(again.wrong)
            .row(grants::field(self.api, self.staff, held).await?)
            .reason()
            .answer(again.status))
    }

    /// Changes what it is for.
    pub(super) async fn change_grants(&self, key: &str, fields: &Fields) -> Result<Response, WebsiteError> {
        let version = fields.text("version");
        let held = match grants::read(fields) {
            Ok(held) => held,
            Err(faults) => return self.grants_form(key, &[], version, Again::faulty(faults)).await,
        };
        let expected = version.parse().map_or(Expectation::Exists, Expectation::Version);
        let id = &self.holding.record.id;
        match change_grants(&self.api.application, &self.staff.caller, id, expected, &held).await {
            Ok(()) => Ok(self.done("done-grants")),
            Err(refusal) => {
                let again = Again::of(self.staff, refusal)?;
                self.grants_form(key, &held, version, again).await
            }
        }
    }

    /// Asks whether something is to be done with it.
    pub(super) fn ask(&self, key: &str, question: &Question<'_>) -> Response {
        question.ask(&self.page(key), self.staff, key, &self.path, &self.shown_at)
    }

    /// Answers that something was done with it.
    pub(super) fn done(&self, key: &str) -> Response {
        done(self.api, &self.shown_at, &Text::new(key))
    }
}

/// A question before something is done.
pub(super) struct Question<'a> {
    /// Below the path of what it is done with.
    pub(super) act: &'a str,
    /// The key of what its button says.
    pub(super) button: &'a str,
    /// Where it cannot be taken back, what is asked besides.
    pub(super) reason: Option<Field>,
}

impl Question<'_> {
    /// Asks it on a page; the text under `key` says in its `lead` what happens.
    pub(super) fn ask(&self, page: &Page, staff: &Staff, key: &str, path: &str, back: &str) -> Response {
        let (action, faults) = (format!("{path}/{}", self.act), Faults::default());
        let mut form = FormPage::new(page, staff, &action, back, &faults)
            .lead(page.t(&format!("{key}.lead")))
            .act(page.t(self.button));
        if let Some(reason) = &self.reason {
            form = form.danger().row(reason.clone());
        }
        form.answer(StatusCode::OK)
    }
}
