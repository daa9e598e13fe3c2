//! What a scan leads to.

use serde::{Deserialize, Serialize};

use crate::{
    language::Localised,
    unit::HostPolicy,
    url::{Host, HttpUrl, HttpUrlError},
};

/// Links on a page and items in a menu, at most.
pub const MOST_LINKS: usize = 30;
/// Versions of a page in different languages, at most.
pub const MOST_LANGUAGES: usize = 30;
/// Characters in a title, label or heading, at most.
pub const LONGEST_LABEL: usize = 200;
/// Characters in the text of a page, at most.
pub const LONGEST_BODY: usize = 20_000;

/// What a scan leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Target {
    /// A page elsewhere.
    Redirect {
        /// Where to.
        url: HttpUrl,
        /// Whether the query of the scanned address is passed on.
        #[serde(default)]
        forward_query: bool,
    },
    /// Information that Signpost shows itself.
    Page {
        /// The page, by language.
        content: Localised<PageContent>,
    },
    /// Several purposes, of which the visitor chooses one.
    Menu {
        /// What stands above the choice, by language.
        #[serde(default, skip_serializing_if = "Localised::is_empty")]
        heading: Localised<String>,
        /// What can be chosen, in this order.
        items: Vec<MenuItem>,
    },
}

/// A page in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageContent {
    /// Title, plain text.
    pub title: String,
    /// Text, Markdown without raw HTML.
    #[serde(default)]
    pub body: String,
    /// Links below the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

/// A labelled link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: HttpUrl,
}

/// One purpose in a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MenuItem {
    /// What it says, by language.
    pub label: Localised<String>,
    /// Where it leads.
    pub url: HttpUrl,
}

/// Why a target is not accepted, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct TargetError {
    /// JSON pointer (RFC 6901) below the target.
    pub pointer: String,
    /// What is wrong and what is allowed.
    pub what: String,
}

impl Target {
    /// The word for this kind of target in JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Redirect { .. } => "redirect",
            Self::Page { .. } => "page",
            Self::Menu { .. } => "menu",
        }
    }

    /// Every address in it with its JSON pointer, those inside Markdown excepted.
    pub fn urls(&self) -> Vec<(String, &HttpUrl)> {
        match self {
            Self::Redirect { url, .. } => vec![("/url".to_owned(), url)],
            Self::Page { content } => content
                .iter()
                .flat_map(|(language, page)| {
                    page.links
                        .iter()
                        .enumerate()
                        .map(move |(n, link)| (format!("/content/{language}/links/{n}/url"), &link.url))
                })
                .collect(),
            Self::Menu { items, .. } => items
                .iter()
                .enumerate()
                .map(|(n, item)| (format!("/items/{n}/url"), &item.url))
                .collect(),
        }
    }

    /// The same target with what points to host `from` on host `to` instead. Links inside Markdown stay as they are.
    pub fn with_host_moved(&self, from: &Host, to: &Host) -> Result<Self, HttpUrlError> {
        let mut moved = self.clone();
        let urls: Vec<&mut HttpUrl> = match &mut moved {
            Self::Redirect { url, .. } => vec![url],
            Self::Page { content } => content
                .values_mut()
                .flat_map(|page| page.links.iter_mut().map(|link| &mut link.url))
                .collect(),
            Self::Menu { items, .. } => items.iter_mut().map(|item| &mut item.url).collect(),
        };
        for url in urls.into_iter().filter(|url| url.host() == from.as_str()) {
            *url = url.on_host(to)?;
        }
        Ok(moved)
    }

    /// Everything that is wrong with it: lengths, counts, and hosts that `policy` does not allow.
    pub fn check(&self, policy: &HostPolicy) -> Vec<TargetError> {
        let mut errors = Vec::new();
        match self {
            Self::Redirect { .. } => {}
            Self::Page { content } => {
                count(&mut errors, "/content", content.len(), MOST_LANGUAGES, "languages");
                for (language, page) in content {
                    let at = format!("/content/{language}");
                    label(&mut errors, format!("{at}/title"), &page.title);
                    if page.body.chars().count() > LONGEST_BODY {
                        let what = format!("a page's text has {LONGEST_BODY} characters at most");
                        errors.push(TargetError {
                            pointer: format!("{at}/body"),
                            what,
                        });
                    }
                    if page.links.len() > MOST_LINKS {
                        let what = format!("a page has {MOST_LINKS} links at most");
                        errors.push(TargetError {
                            pointer: format!("{at}/links"),
                            what,
                        });
                    }
                    for (n, link) in page.links.iter().enumerate() {
                        label(&mut errors, format!("{at}/links/{n}/label"), &link.label);
                    }
                }
            }
            Self::Menu { heading, items } => {
                for (language, text) in heading {
                    label(&mut errors, format!("/heading/{language}"), text);
                }
                count(&mut errors, "/items", items.len(), MOST_LINKS, "items");
                for (n, item) in items.iter().enumerate() {
                    count(
                        &mut errors,
                        &format!("/items/{n}/label"),
                        item.label.len(),
                        MOST_LANGUAGES,
                        "languages",
                    );
                    for (language, text) in &item.label {
                        label(&mut errors, format!("/items/{n}/label/{language}"), text);
                    }
                }
            }
        }
        for (pointer, url) in self.urls() {
            if let Err(what) = policy.permits(url.host()) {
                errors.push(TargetError {
                    pointer,
                    what: what.to_string(),
                });
            }
        }
        errors
    }
}

fn label(errors: &mut Vec<TargetError>, pointer: String, text: &str) {
    if text.trim().is_empty() || text.chars().count() > LONGEST_LABEL {
        errors.push(TargetError {
            pointer,
            what: format!("give a text of 1 to {LONGEST_LABEL} characters"),
        });
    }
}

fn count(errors: &mut Vec<TargetError>, pointer: &str, number: usize, most: usize, what: &str) {
    if number == 0 || number > most {
        errors.push(TargetError {
            pointer: pointer.to_owned(),
            what: format!("give 1 to {most} {what}"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(json: &str) -> Target {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_targets_of_the_contract_are_read_and_written_the_same() {
        for json in [
            r#"{"type":"redirect","url":"https://example.org/","forward_query":true}"#,
            r#"{"type":"page","content":{"nl":{"title":"T","body":"B","links":[{"label":"L","url":"https://example.org/"}]}}}"#,
            r#"{"type":"menu","heading":{"nl":"H"},"items":[{"label":{"nl":"A"},"url":"https://example.org/"}]}"#,
        ] {
            assert_eq!(serde_json::to_string(&target(json)).unwrap(), json);
        }
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        let policy = HostPolicy::only(vec!["gent.be".parse().unwrap()]);
        let menu = target(
            r#"{"type":"menu","heading":{"nl":" "},"items":[{"label":{},"url":"https://gent.be/"},{"label":{"nl":"A"},"url":"https://evil.example/"}]}"#,
        );
        let pointers: Vec<_> = menu.check(&policy).into_iter().map(|error| error.pointer).collect();
        assert_eq!(pointers, ["/heading/nl", "/items/0/label", "/items/1/url"]);
        let page = target(r#"{"type":"page","content":{}}"#);
        assert_eq!(page.check(&policy)[0].pointer, "/content");
    }
}
