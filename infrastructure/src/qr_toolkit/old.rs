//! A code as the toolkit has it, and what it is here.
//!
//! Every address that it answered leads to the same place: the slug is the code's id, the UUID, with and without its hyphens, an alias. What it did per
//! mode is what `QRCodeDetails` of its `views.py` does and its templates show.

use serde::Deserialize;
use signpost_application::ports::tables::Row;
use signpost_domain::{
    identifier::UnitName,
    language::Language,
    target::{LONGEST_LABEL, Link, MenuItem, PageContent, Target},
};

use super::{
    calls::OldCall,
    markdown::{from_html, from_text},
};

/// The tag of codes whose links called other systems. The calls are kept with the code, and not made here yet.
const CALLED: &str = "qr-toolkit-api-call";

/// A code, in the words of the toolkit's `QRCodeSerializer`.
#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct Old {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) uuid: String,
    #[serde(rename = "short_uuid")]
    pub(super) slug: Option<String>,
    pub(super) basic_info: String,
    #[serde(rename = "kiosk_introduction")]
    pub(super) introduction: Option<String>,
    pub(super) mode: String,
    pub(super) department: Option<i64>,
    #[serde(rename = "urls")]
    pub(super) links: Vec<OldLink>,
}

/// A link of one.
#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct OldLink {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) url: String,
    pub(super) priority: f64,
    pub(super) visible: Option<bool>,
    /// Which the API does not tell.
    #[serde(skip)]
    pub(super) calls: Vec<OldCall>,
}

impl Old {
    /// The row that imports it, under the module's headings; `unit` is what its department became.
    pub(super) fn row(&self, unit: Option<&UnitName>, language: &Language) -> Row {
        let aliases = [self.uuid.replace('-', ""), hyphened(&self.uuid)];
        let tags = if self.mode == "api_call" { CALLED } else { "" };
        let cells = [
            self.slug.clone().unwrap_or_default(),
            aliases.join(" "),
            self.title.trim().to_owned(),
            unit.map(ToString::to_string).unwrap_or_default(),
            tags.to_owned(),
            // What cannot be is said in the cell's place, so that the row is refused with it.
            self.target(language).unwrap_or_else(|what| what),
            self.calls(),
        ];
        Row {
            number: u64::try_from(self.id).unwrap_or_default(),
            cells: cells.into(),
        }
    }

    /// Where it led, as the cell of a table.
    fn target(&self, language: &Language) -> Result<String, String> {
        // As the toolkit shows them; of the same priority, the older one first, which it leaves to its database.
        let mut links: Vec<&OldLink> = self.links.iter().collect();
        links.sort_by(|one, other| other.priority.total_cmp(&one.priority).then(one.id.cmp(&other.id)));
        let visible: Vec<&OldLink> = links.iter().copied().filter(|link| link.visible == Some(true)).collect();
        let title = Some(self.title.trim()).filter(|title| !title.is_empty());
        let title = title.or(self.slug.as_deref()).unwrap_or(&self.uuid);
        let title: String = title.chars().take(LONGEST_LABEL).collect();
        let target = match (self.mode.as_str(), links.first()) {
            // Visible or not: a redirect goes to the first there is.
            ("redirect", Some(first)) => return Ok(first.url.trim().to_owned()),
            ("kiosk" | "api_call", Some(_)) => {
                let introduction = self.introduction.as_deref().filter(|_| self.mode == "kiosk");
                let introduction = introduction.unwrap_or_default().trim();
                if introduction.is_empty() && !visible.is_empty() {
                    menu(&title, &visible, language)?
                } else {
                    page(title, from_text(introduction), &visible, language)?
                }
            }
            _ => page(title, from_html(&self.basic_info)?, &[], language)?,
        };
        serde_json::to_string(&target).map_err(|error| error.to_string())
    }
}

impl OldLink {
    fn label(&self) -> String {
        let name = Some(self.name.trim()).filter(|name| !name.is_empty());
        name.unwrap_or(self.url.trim()).chars().take(LONGEST_LABEL).collect()
    }

    fn url<T: std::str::FromStr<Err: std::fmt::Display>>(&self) -> Result<T, String> {
        let url = self.url.trim();
        url.parse().map_err(|error| format!("{url}: {error}"))
    }
}

/// A UUID as it is usually written; SQLite has it without hyphens.
fn hyphened(uuid: &str) -> String {
    let digits = uuid.replace('-', "");
    let parts = [
        digits.get(..8),
        digits.get(8..12),
        digits.get(12..16),
        digits.get(16..20),
        digits.get(20..),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("-")
}

fn menu(title: &str, links: &[&OldLink], language: &Language) -> Result<Target, String> {
    let item = |link: &&OldLink| {
        Ok(MenuItem {
            label: [(language.clone(), link.label())].into_iter().collect(),
            url: link.url()?,
        })
    };
    Ok(Target::Menu {
        heading: [(language.clone(), title.to_owned())].into_iter().collect(),
        items: links.iter().map(item).collect::<Result<_, String>>()?,
    })
}

fn page(title: String, body: String, links: &[&OldLink], language: &Language) -> Result<Target, String> {
    let link = |link: &&OldLink| {
        Ok(Link {
            label: link.label(),
            url: link.url()?,
        })
    };
    let page = PageContent {
        title,
        body,
        links: links.iter().map(link).collect::<Result<_, String>>()?,
    };
    Ok(Target::Page {
        content: [(language.clone(), page)].into_iter().collect(),
    })
}
