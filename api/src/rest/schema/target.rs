//! Targets on the wire.

use std::collections::BTreeMap;

use serde::Deserialize;
use signpost_domain::{
    language::{Language, Localised},
    target::{Link, MenuItem, PageContent, Target},
};
use utoipa::ToSchema;

use super::Faults;

/// What a scan leads to.
#[derive(ToSchema)]
#[schema(as = Target)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(dead_code, reason = "describes the domain's Target, where OpenAPI is not known")]
pub(crate) enum TargetSchema {
    /// A page elsewhere.
    Redirect {
        /// Absolute `http` or `https` address without credentials, 2,048 characters at most, on a host that the unit allows.
        #[schema(example = "https://example.org/benches/7")]
        url: String,
        /// Whether the query of the scanned address is passed on.
        #[schema(default = false)]
        forward_query: Option<bool>,
    },
    /// Information that Signpost shows itself.
    Page {
        /// The page, by language tag.
        content: BTreeMap<String, PageBody>,
    },
    /// Several purposes, of which the visitor chooses one.
    Menu {
        /// What stands above the choice, by language tag.
        heading: Option<BTreeMap<String, String>>,
        /// What can be chosen, in this order.
        items: Vec<ItemBody>,
    },
}

/// A target as it is sent: every field of every type, so that a fault can be told with its place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TargetBody {
    #[serde(rename = "type")]
    kind: Kind,
    url: Option<String>,
    forward_query: Option<bool>,
    content: Option<BTreeMap<String, PageBody>>,
    heading: Option<BTreeMap<String, String>>,
    items: Option<Vec<ItemBody>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Redirect,
    Page,
    Menu,
}

/// A page in one language.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PageContent)]
pub(crate) struct PageBody {
    /// Title, plain text.
    title: String,
    /// Text in Markdown; raw HTML is not taken as HTML.
    #[serde(default)]
    body: String,
    /// Links below the text.
    #[serde(default)]
    links: Vec<LinkBody>,
}

/// A labelled link.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Link)]
pub(crate) struct LinkBody {
    /// What it says.
    label: String,
    /// Where it leads.
    url: String,
}

/// One purpose in a menu.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MenuItem)]
pub(crate) struct ItemBody {
    /// What it says, by language tag.
    label: BTreeMap<String, String>,
    /// Where it leads.
    url: String,
}

impl TargetBody {
    /// Reads the target that stands at `pointer`.
    pub(crate) fn read(self, pointer: &str, faults: &mut Faults) -> Option<Target> {
        let given = [
            ("url", self.url.is_some(), Kind::Redirect),
            ("forward_query", self.forward_query.is_some(), Kind::Redirect),
            ("content", self.content.is_some(), Kind::Page),
            ("heading", self.heading.is_some(), Kind::Menu),
            ("items", self.items.is_some(), Kind::Menu),
        ];
        for (field, given, kind) in given {
            if given && kind != self.kind {
                faults.add(
                    format!("{pointer}/{field}"),
                    format!("a target of type {} has no {field}", self.kind.word()),
                );
            }
        }
        let mut missing = |field: &str| {
            faults.add(
                format!("{pointer}/{field}"),
                format!("a target of type {} needs {field}", self.kind.word()),
            );
        };
        match self.kind {
            Kind::Redirect => {
                let Some(url) = self.url else {
                    missing("url");
                    return None;
                };
                let url = faults.parse(&format!("{pointer}/url"), &url)?;
                Some(Target::Redirect {
                    url,
                    forward_query: self.forward_query.unwrap_or(false),
                })
            }
            Kind::Page => {
                let Some(content) = self.content else {
                    missing("content");
                    return None;
                };
                let content = localised(&format!("{pointer}/content"), content, faults, PageBody::read)?;
                Some(Target::Page { content })
            }
            Kind::Menu => {
                let Some(items) = self.items else {
                    missing("items");
                    return None;
                };
                let heading = localised(
                    &format!("{pointer}/heading"),
                    self.heading.unwrap_or_default(),
                    faults,
                    |text, _, _| Some(text),
                );
                let items: Vec<_> = items
                    .into_iter()
                    .enumerate()
                    .map(|(n, item)| item.read(&format!("{pointer}/items/{n}"), faults))
                    .collect();
                Some(Target::Menu {
                    heading: heading?,
                    items: items.into_iter().collect::<Option<_>>()?,
                })
            }
        }
    }
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Redirect => "redirect",
            Self::Page => "page",
            Self::Menu => "menu",
        }
    }
}

/// Reads every version; all are read, so that every fault is found.
fn localised<B, T>(
    pointer: &str,
    versions: BTreeMap<String, B>,
    faults: &mut Faults,
    read: impl Fn(B, &str, &mut Faults) -> Option<T>,
) -> Option<Localised<T>> {
    let versions: Vec<Option<(Language, T)>> = versions
        .into_iter()
        .map(|(tag, body)| {
            let at = format!("{pointer}/{tag}");
            let language = faults.parse(&at, &tag);
            let value = read(body, &at, faults);
            Some((language?, value?))
        })
        .collect();
    versions.into_iter().collect()
}

impl PageBody {
    fn read(self, pointer: &str, faults: &mut Faults) -> Option<PageContent> {
        let links: Vec<Option<Link>> = self
            .links
            .into_iter()
            .enumerate()
            .map(|(n, link)| {
                let url = faults.parse(&format!("{pointer}/links/{n}/url"), &link.url)?;
                Some(Link { label: link.label, url })
            })
            .collect();
        Some(PageContent {
            title: self.title,
            body: self.body,
            links: links.into_iter().collect::<Option<_>>()?,
        })
    }
}

impl ItemBody {
    fn read(self, pointer: &str, faults: &mut Faults) -> Option<MenuItem> {
        let label = localised(&format!("{pointer}/label"), self.label, faults, |text, _, _| Some(text));
        let url = faults.parse(&format!("{pointer}/url"), &self.url);
        Some(MenuItem {
            label: label?,
            url: url?,
        })
    }
}
