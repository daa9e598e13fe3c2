//! Whether somebody answers where codes lead.

use jiff::{Timestamp, ToSpan};
use signpost_domain::{code::Status, identifier::CodeId, target::Target, url::HttpUrl};

use crate::{
    Application,
    authority::{Action, Principal},
    ports::{Page, Paging, StoreError, catalogue::CodeRecord, links::LinkCheck, markdown::Markdown},
    refusal::Refusal,
};

/// Days for which something is known of an address that was not asked again: long enough to come round to it however many there are.
pub const KNOWN_FOR: i64 = 31;
/// Dead addresses that are looked up until enough of them are led to by a code.
const LOOKED_UP: u32 = 500;

/// An address where nobody answers, and codes that lead there now.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadLink {
    /// What came of asking it.
    pub check: LinkCheck,
    /// Some of the codes, never none.
    pub codes: Vec<CodeRecord>,
}

/// The moment from which on what came of asking is still believed.
pub(crate) fn believed_since(now: Timestamp) -> Timestamp {
    now.checked_sub((24 * KNOWN_FOR).hours()).unwrap_or(Timestamp::MIN)
}

/// The addresses that a code leads to, if it leads anywhere now, each once and in the order of its targets: of a page those in its texts before those below.
pub fn links_in(record: &CodeRecord, markdown: &dyn Markdown) -> Vec<HttpUrl> {
    let configuration = &record.code.configuration;
    if configuration.status != Status::Active {
        return vec![];
    }
    let mut found: Vec<HttpUrl> = vec![];
    for target in configuration.targets() {
        let own = target.urls().into_iter().map(|(_, url)| url.clone());
        for url in in_texts(target, markdown).into_iter().chain(own) {
            if !found.contains(&url) {
                found.push(url);
            }
        }
    }
    found
}

/// The addresses in the texts of a page. Others that a text may have, to write a mail or to call somebody, nobody can ask.
fn in_texts(target: &Target, markdown: &dyn Markdown) -> Vec<HttpUrl> {
    let Target::Page { content } = target else {
        return vec![];
    };
    let links = content.values().flat_map(|page| markdown.links(&page.body));
    links.filter_map(|link| link.parse().ok()).collect()
}

/// Of these codes, those that lead to an address now.
pub(crate) async fn leading(application: &Application, url: &HttpUrl, codes: &[CodeId]) -> Result<Vec<CodeRecord>, StoreError> {
    let mut found = application.catalogue.these(codes).await?;
    found.retain(|record| links_in(record, &*application.markdown).contains(url));
    found.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(found)
}

/// The dead addresses that codes lead to, the latest to die first; `None` where no address was asked of late.
pub async fn dead_links(application: &Application, principal: &Principal, most: usize) -> Result<Option<Vec<DeadLink>>, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let since = believed_since(application.clock.now());
    let one = Paging { limit: 1, cursor: None };
    if application.links.list(false, &one).await?.items.is_empty() {
        return Ok(None);
    }
    let mut dead = vec![];
    for check in application.links.dead(since, LOOKED_UP).await? {
        let codes = leading(application, &check.url, &check.codes).await?;
        if !codes.is_empty() {
            dead.push(DeadLink { check, codes });
        }
        if dead.len() == most {
            break;
        }
    }
    Ok(Some(dead))
}

/// What is known of the addresses that a code leads to, in the order of its targets.
pub async fn links_of(application: &Application, principal: &Principal, record: &CodeRecord) -> Result<Vec<LinkCheck>, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let urls = links_in(record, &*application.markdown);
    let mut known = application.links.of(&urls).await?;
    let since = believed_since(application.clock.now());
    known.retain(|check| check.checked_at >= since);
    known.sort_by_key(|check| urls.iter().position(|url| *url == check.url));
    Ok(known)
}

/// All addresses that were asked, or the dead among them.
pub async fn links(
    application: &Application,
    principal: &Principal,
    only_dead: bool,
    paging: &Paging,
) -> Result<Page<LinkCheck>, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    Ok(application.links.list(only_dead, paging).await?)
}
