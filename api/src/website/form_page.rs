//! A page that is one form: what it is about, its fields, and what was wrong with what was sent.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use signpost_application::{commands::Decided, refusal::Refusal};

use super::{Faults, Page, Staff, Text, WebsiteError, done, field::Field, render};
use crate::Shared;

/// A page that is one form.
#[derive(Template)]
#[template(path = "website/form.html")]
pub(crate) struct FormPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    /// Where it is sent to.
    action: &'a str,
    /// Where one goes instead of sending it.
    back: &'a str,
    lead: Option<String>,
    hidden: Vec<(&'static str, String)>,
    /// The rows, as HTML.
    rows: Vec<String>,
    /// What stands in it, in a sentence.
    sentence: Option<String>,
    /// What its button says.
    act: String,
    is_danger: bool,
    /// Whether what is asked depends on what was answered.
    is_growing: bool,
    /// Why nothing was done, where no field is to blame.
    wrong: Option<String>,
    faults: &'a Faults,
}

impl<'a> FormPage<'a> {
    pub(crate) fn new(page: &'a Page, staff: &'a Staff, action: &'a str, back: &'a str, faults: &'a Faults) -> Self {
        Self {
            page,
            staff,
            action,
            back,
            lead: None,
            hidden: vec![],
            rows: vec![],
            sentence: None,
            act: page.t("save"),
            is_danger: false,
            is_growing: false,
            wrong: None,
            faults,
        }
    }

    /// What it is about, in a sentence.
    pub(crate) fn lead(mut self, lead: String) -> Self {
        self.lead = Some(lead);
        self
    }

    /// A value that is sent without being asked.
    pub(crate) fn hidden(mut self, name: &'static str, value: &str) -> Self {
        self.hidden.push((name, value.to_owned()));
        self
    }

    /// A row.
    pub(crate) fn row(mut self, field: Field) -> Self {
        self.rows
            .push(field.with(self.faults, self.page.texts()).render().unwrap_or_default());
        self
    }

    /// A row that asks why.
    pub(crate) fn reason(self) -> Self {
        let reason = Field::reason(self.staff);
        self.row(reason)
    }

    /// Rows that were made elsewhere.
    pub(crate) fn html(mut self, html: String) -> Self {
        self.rows.push(html);
        self
    }

    /// What stands above the rows that follow.
    pub(crate) fn heading(self, key: &str) -> Self {
        let heading = format!("<h2>{}</h2>", self.page.t(key));
        self.html(heading)
    }

    /// What stands in the form so far, in a sentence.
    pub(crate) fn sentence(mut self, sentence: String) -> Self {
        self.sentence = Some(sentence);
        self
    }

    /// What its button says.
    pub(crate) fn act(mut self, act: String) -> Self {
        self.act = act;
        self
    }

    /// What it does cannot be taken back.
    pub(crate) fn danger(mut self) -> Self {
        self.is_danger = true;
        self
    }

    /// What it asks depends on what was answered.
    pub(crate) fn growing(mut self) -> Self {
        self.is_growing = true;
        self
    }

    /// Why nothing was done, where no field is to blame.
    pub(crate) fn wrong(mut self, wrong: Option<String>) -> Self {
        self.wrong = wrong;
        self
    }

    /// Answers with it.
    pub(crate) fn answer(self, status: StatusCode) -> Response {
        render(status, self.page, &self)
    }
}

/// Why a form is shown again.
pub(crate) struct Again {
    pub(crate) status: StatusCode,
    pub(crate) faults: Faults,
    /// Where no field is to blame.
    pub(crate) wrong: Option<String>,
}

impl Again {
    /// It was not sent yet.
    pub(crate) fn first() -> Self {
        Self {
            status: StatusCode::OK,
            faults: Faults::default(),
            wrong: None,
        }
    }

    /// Something is wrong with what was sent.
    pub(crate) fn faulty(faults: Faults) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            faults,
            wrong: None,
        }
    }

    /// What a use case refused, where sending it otherwise may help.
    pub(crate) fn of(staff: &Staff, refusal: Refusal) -> Result<Self, WebsiteError> {
        let status = match refusal {
            Refusal::VersionMismatch { .. } => StatusCode::PRECONDITION_FAILED,
            Refusal::LostRace => StatusCode::CONFLICT,
            Refusal::AlreadyMinted(_) => {
                return Ok(Self {
                    status: StatusCode::CONFLICT,
                    ..Self::faulty(Faults::one("id", refusal.to_string()))
                });
            }
            other => {
                return Faults::of(other)
                    .map(Self::faulty)
                    .map_err(|refusal| WebsiteError::refused(staff, refusal));
            }
        };
        Ok(Self {
            status,
            faults: Faults::default(),
            wrong: Some(staff.texts().text("wrong-version", &[])),
        })
    }
}

/// Answers that something was done, or that it was proposed where another person must approve it.
pub(crate) fn concluded<T>(api: &Shared, decided: &Decided<T>, path: &str, key: &str) -> Response {
    let key = match decided {
        Decided::Done(_) => key,
        Decided::Proposed(_) => "done-proposed",
    };
    done(api, path, &Text::new(key)).into_response()
}
