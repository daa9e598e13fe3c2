//! Pages as a browser without scripts reads them, and their forms as it sends them.

use scraper::{Html, Selector};

use super::Seat;
use crate::support::Answer;

/// The text of every element that fits.
pub(super) fn texts(answer: &Answer, css: &str) -> Vec<String> {
    let selector = Selector::parse(css).unwrap();
    let document = Html::parse_document(&answer.text());
    let found = document.select(&selector);
    found
        .map(|element| {
            element
                .text()
                .collect::<String>()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

/// Every field of the forms on a page, as a browser would send them, with some answered otherwise.
pub(super) fn filled(answer: &Answer, form: &str, answers: &[(&str, &str)]) -> Vec<(String, String)> {
    let selector = Selector::parse(&format!("{form} input, {form} textarea, {form} select")).unwrap();
    let chosen = Selector::parse("option[selected]").unwrap();
    let document = Html::parse_document(&answer.text());
    let mut pairs: Vec<(String, String)> = vec![];
    for element in document.select(&selector) {
        let of = |name: &str| element.value().attr(name);
        let Some(name) = of("name") else { continue };
        let value = match element.value().name() {
            "select" => element
                .select(&chosen)
                .next()
                .and_then(|option| option.value().attr("value"))
                .unwrap_or_default()
                .to_owned(),
            "textarea" => element.text().collect(),
            _ if of("type") == Some("checkbox") && of("checked").is_none() => continue,
            _ => of("value").unwrap_or_default().to_owned(),
        };
        pairs.push((name.to_owned(), value));
    }
    pairs.retain(|(name, _)| answers.iter().all(|(answered, _)| answered != name));
    pairs.extend(answers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    pairs
}

/// Sends a form of a page.
pub(super) fn send(seat: &mut Seat, page: &Answer, form: &str, to: &str, answers: &[(&str, &str)]) -> Answer {
    let fields = filled(page, form, answers);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    seat.post(to, &fields)
}
