//! Asking the addresses that codes lead to, one after the other. Nothing is decided by it.

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use signpost_domain::{identifier::CodeId, url::HttpUrl};

use crate::{
    Application,
    ports::{
        Paging, StoreError,
        catalogue::CodeFilter,
        links::{Failing, LinkAnswer, LinkAsker, LinkCheck},
    },
    queries::links::{believed_since, leading, links_in},
};

/// Codes read at once.
const PART: u32 = 200;
/// Codes kept with an address that fails.
const SOME: usize = 20;
/// What fails is asked again after this part of the usual time.
const SOONER: i32 = 24;

/// One round past all codes.
#[derive(Default)]
pub struct Round {
    cursor: Option<String>,
    is_read: bool,
    waiting: VecDeque<(HttpUrl, CodeId)>,
    known: BTreeMap<HttpUrl, LinkCheck>,
    /// Where nobody is asked any more in this round, and what is known of everything there, if anything.
    resting: BTreeMap<String, Option<LinkAnswer>>,
}

/// What a step of a round came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// An address was asked.
    Asked(LinkCheck),
    /// Nobody was asked; the next step can follow at once.
    Passed,
    /// Every code was passed.
    Over,
}

/// Scheme, host and port.
fn origin(url: &HttpUrl) -> &str {
    let url = url.as_str();
    let begin = url.find("://").map_or(0, |at| at + 3);
    let end = url[begin..].find(['/', '?', '#']).map_or(url.len(), |at| begin + at);
    &url[..end]
}

impl Round {
    /// Goes on: asks at most one address, if it was not asked for `every`.
    pub async fn step(
        &mut self,
        application: &Application,
        asker: &dyn LinkAsker,
        every: SignedDuration,
    ) -> Result<Step, StoreError> {
        if let Some((url, code)) = self.waiting.pop_front() {
            return self.look_at(application, asker, every, url, code).await;
        }
        if self.is_read {
            application.links.forget(believed_since(application.clock.now())).await?;
            return Ok(Step::Over);
        }
        self.read_on(application).await?;
        Ok(Step::Passed)
    }

    async fn read_on(&mut self, application: &Application) -> Result<(), StoreError> {
        let paging = Paging {
            limit: PART,
            cursor: self.cursor.take(),
        };
        let part = application.catalogue.codes(&CodeFilter::default(), &paging).await?;
        self.is_read = part.next.is_none();
        self.cursor = part.next;
        // Asking ourselves would be a scan.
        let own = format!("{}/", application.public_url);
        for record in &part.items {
            let links = links_in(record, &*application.markdown).into_iter();
            let links = links.filter(|url| !url.as_str().starts_with(&own));
            self.waiting.extend(links.map(|url| (url, record.id.clone())));
        }
        let mut urls: Vec<HttpUrl> = self.waiting.iter().map(|(url, _)| url.clone()).collect();
        urls.sort();
        urls.dedup();
        let known = application.links.of(&urls).await?;
        self.known = known.into_iter().map(|check| (check.url.clone(), check)).collect();
        Ok(())
    }

    async fn look_at(
        &mut self,
        application: &Application,
        asker: &dyn LinkAsker,
        every: SignedDuration,
        url: HttpUrl,
        code: CodeId,
    ) -> Result<Step, StoreError> {
        let now = application.clock.now();
        let before = self.known.get(&url);
        if let Some(before) = before.filter(|before| !is_due(before, every, now)) {
            if before.failing.is_some() && before.codes.len() < SOME && !before.codes.contains(&code) {
                let mut check = before.clone();
                check.codes.push(code);
                application.links.keep(&check).await?;
                self.known.insert(url, check);
            }
            return Ok(Step::Passed);
        }
        let resting = self.resting.get(origin(&url)).copied();
        let answer = match resting {
            Some(None) => return Ok(Step::Passed),
            Some(Some(answer)) => answer,
            None => asker.ask(&url).await,
        };
        match answer {
            // Nothing else there can be reached either.
            LinkAnswer::Unreachable => _ = self.resting.insert(origin(&url).to_owned(), Some(answer)),
            // Too many requests, or too much to do.
            LinkAnswer::Status(429 | 503) => _ = self.resting.insert(origin(&url).to_owned(), None),
            _ => {}
        }
        let failed_before = before.and_then(|before| before.failing);
        let failing = answer.fails().then(|| Failing {
            since: failed_before.map_or(now, |failing| failing.since),
            times: failed_before.map_or(1, |failing| failing.times.saturating_add(1)),
        });
        let mut codes = vec![];
        if failing.is_some() {
            let others = before.map_or(&[][..], |before| &before.codes);
            codes = leading(application, &url, others)
                .await?
                .into_iter()
                .map(|record| record.id)
                .collect();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let check = LinkCheck {
            url: url.clone(),
            answer,
            checked_at: now,
            failing,
            codes,
        };
        application.links.keep(&check).await?;
        self.known.insert(url, check.clone());
        Ok(match resting {
            Some(_) => Step::Passed,
            None => Step::Asked(check),
        })
    }
}

fn is_due(check: &LinkCheck, every: SignedDuration, now: Timestamp) -> bool {
    let wait = if check.failing.is_some() { every / SOONER } else { every };
    now.duration_since(check.checked_at) >= wait
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_ends_where_the_path_begins() {
        for (url, found) in [
            ("https://gent.be:8443/a://b", "https://gent.be:8443"),
            ("http://gent.be/?x#y", "http://gent.be"),
            ("http://[2001:db8::1]/", "http://[2001:db8::1]"),
        ] {
            assert_eq!(origin(&url.parse().unwrap()), found);
        }
    }
}
