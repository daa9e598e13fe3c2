//! Whether somebody answers where codes lead.

use signpost_application::ports::links::{LinkAnswer, LinkCheck};

use super::Texts;
use crate::website::Page;

/// What came of asking an address.
pub(crate) fn answer(texts: &Texts, answer: LinkAnswer) -> String {
    let status = answer.status().map(|status| status.to_string()).unwrap_or_default();
    texts.text(&format!("link-{}", answer.as_str()), &[("value", &status)])
}

/// The same in a sentence, with its time.
pub(crate) fn link(page: &Page, check: &LinkCheck) -> String {
    let (came, url) = (answer(page.texts(), check.answer), check.url.as_str());
    let values = [("name", url), ("value", came.as_str())];
    if let Some(failing) = check.failing.filter(|_| check.is_dead()) {
        let since = page.t1("link-dead-since", "value", &page.time(failing.since));
        return format!("{} {since}", page.texts().text("link-dead", &values));
    }
    let asked = page.t1("link-asked-at", "value", &page.time(check.checked_at));
    format!("{} {asked}", page.texts().text("link-asked", &values))
}
