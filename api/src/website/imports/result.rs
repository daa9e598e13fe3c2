//! The table of results: the rows that were sent, and what came of each in the words of whoever sent them.

use axum::{extract::State, response::Response};
use signpost_application::commands::imports::{Outcome, Refused};

use crate::{
    Shared,
    resolver::pages::UiLanguage,
    rest::{
        extract::{Named, Nothing, Parameters},
        imports::{Tell, result::import_result},
    },
    website::{Path, Staff, WebsiteError, lists::decisions::reading, texts::Texts},
};

/// Says what came of a row to somebody who reads this language.
pub(super) fn in_words(api: &Shared, language: UiLanguage) -> Tell {
    let api = api.clone();
    Box::new(move |outcome| told(api.website.words.of(language), outcome))
}

fn told(texts: &Texts, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done { deed, id } => {
            let word = texts.text(&format!("import-row-{}", deed.as_str()), &[]);
            id.as_ref().map_or_else(|| word.clone(), |id| format!("{word} {id}"))
        }
        Outcome::Refused(faults) => {
            let faults: Vec<String> = faults.iter().map(|fault| wrong(texts, fault)).collect();
            texts.text("refused-row-refused", &[("one", &faults.join("; "))])
        }
    }
}

fn wrong(texts: &Texts, fault: &Refused) -> String {
    let what = texts.said(&fault.what).to_string();
    match &fault.column {
        Some(column) => texts.text("refused-row-column", &[("one", column), ("two", &what)]),
        None => what,
    }
}

/// Answers with it.
pub(super) async fn download(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let result = import_result(State(api), reading(&staff), Named(id), Parameters(Nothing {})).await;
    result.map_err(|problem| WebsiteError::problem(&staff, problem))
}
