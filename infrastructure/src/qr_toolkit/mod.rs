//! The database of the city of Ghent's own toolkit (PyPI `django-qr-toolkit-core` 4.3.2), as a table to be imported.
//!
//! Every address that it answered leads to the same place: the slug is the code's id, the UUID, with and without its hyphens, an alias. What it did per
//! mode is what `QRCodeDetails` of its `views.py` does and its templates show.

mod markdown;

use std::{collections::HashMap, path::Path};

use signpost_application::ports::tables::{Row, Table, TableError};
use signpost_domain::{
    identifier::UnitName,
    language::Language,
    target::{LONGEST_LABEL, Link, MenuItem, PageContent, Target},
};
use sqlx::{ColumnIndex, Connection, Database, Decode, PgConnection, SqliteConnection, Type, sqlite::SqliteConnectOptions};

use self::markdown::from_html;

const HEADINGS: [&str; 6] = ["id", "aliases", "label", "unit", "tags", "target"];
/// The tag of codes whose links called other systems, which is not done here yet.
const CALLED: &str = "qr-toolkit-api-call";

/// All codes of a toolkit.
pub struct QrToolkit {
    headings: Vec<String>,
    rows: std::vec::IntoIter<Row>,
    departments: Vec<(UnitName, String)>,
}

/// A code as the toolkit has it.
struct Old {
    id: i64,
    title: String,
    uuid: String,
    slug: String,
    basic_info: String,
    introduction: String,
    mode: String,
    department: String,
}

/// A link of one, in the order in which the toolkit shows them.
struct OldLink {
    name: String,
    url: String,
    is_visible: bool,
}

impl QrToolkit {
    /// Reads an SQLite file, or a PostgreSQL database by its URL. Its texts were of one language, which is `language` here.
    pub async fn read(database: &str, language: &Language) -> Result<Self, TableError> {
        let unreadable =
            |error: sqlx::Error| TableError::new(format!("this is no database of qr-toolkit that can be read: {error}"));
        let (codes, links) = if database.starts_with("postgres://") || database.starts_with("postgresql://") {
            let mut connection = PgConnection::connect(database).await.map_err(unreadable)?;
            let codes = sqlx::query(include_str!("statements/codes.sql"))
                .fetch_all(&mut connection)
                .await;
            let links = sqlx::query(include_str!("statements/links.sql"))
                .fetch_all(&mut connection)
                .await;
            (
                codes.map_err(unreadable)?.iter().map(code).collect(),
                links.map_err(unreadable)?.iter().map(link).collect(),
            )
        } else {
            let file = SqliteConnectOptions::new().filename(Path::new(database)).read_only(true);
            let mut connection = SqliteConnection::connect_with(&file).await.map_err(unreadable)?;
            let codes = sqlx::query(include_str!("statements/codes.sql"))
                .fetch_all(&mut connection)
                .await;
            let links = sqlx::query(include_str!("statements/links.sql"))
                .fetch_all(&mut connection)
                .await;
            (
                codes.map_err(unreadable)?.iter().map(code).collect(),
                links.map_err(unreadable)?.iter().map(link).collect(),
            )
        };
        Ok(Self::of(codes, links, language))
    }

    fn of(codes: Vec<Old>, links: Vec<(i64, OldLink)>, language: &Language) -> Self {
        let mut of_code: HashMap<i64, Vec<OldLink>> = HashMap::new();
        for (code, link) in links {
            of_code.entry(code).or_default().push(link);
        }
        let mut departments: Vec<(UnitName, String)> = Vec::new();
        let mut rows = Vec::with_capacity(codes.len());
        for old in codes {
            let unit = (!old.department.is_empty()).then(|| unit(&mut departments, &old.department));
            let links = of_code.remove(&old.id).unwrap_or_default();
            let target = target(&old, &links, language);
            let aliases = [old.uuid.replace('-', ""), hyphened(&old.uuid)];
            let tags = if old.mode == "api_call" { CALLED } else { "" };
            let cells = [
                old.slug,
                aliases.join(" "),
                old.title,
                unit.unwrap_or_default(),
                tags.to_owned(),
                target.unwrap_or_else(|what| what),
            ];
            rows.push(Row {
                number: u64::try_from(old.id).unwrap_or_default(),
                cells: cells.into(),
            });
        }
        Self {
            headings: HEADINGS.map(str::to_owned).into(),
            rows: rows.into_iter(),
            departments,
        }
    }

    /// The units that its departments become, with their names for people.
    pub fn departments(&self) -> &[(UnitName, String)] {
        &self.departments
    }
}

impl Table for QrToolkit {
    fn headings(&self) -> &[String] {
        &self.headings
    }

    fn next(&mut self) -> Result<Option<Row>, TableError> {
        Ok(self.rows.next())
    }
}

fn code<'r, R: sqlx::Row>(row: &'r R) -> Old
where
    &'r str: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    for<'n> &'n str: ColumnIndex<R>,
    R::Database: Database,
{
    let text = |name: &str| row.get::<&str, _>(name).to_owned();
    Old {
        id: row.get("id"),
        title: text("title").trim().to_owned(),
        uuid: text("uuid"),
        slug: text("slug"),
        basic_info: text("basic_info"),
        introduction: text("introduction"),
        mode: text("mode"),
        department: text("department"),
    }
}

fn link<'r, R: sqlx::Row>(row: &'r R) -> (i64, OldLink)
where
    &'r str: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    i32: Decode<'r, R::Database> + Type<R::Database>,
    for<'n> &'n str: ColumnIndex<R>,
    R::Database: Database,
{
    let link = OldLink {
        name: row.get::<&str, _>("name").trim().to_owned(),
        url: row.get::<&str, _>("url").trim().to_owned(),
        is_visible: row.get::<i32, _>("visible") == 1,
    };
    (row.get("code"), link)
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

/// The unit of a department: its name in the letters that names of units have, and a number where another has the same.
fn unit(departments: &mut Vec<(UnitName, String)>, label: &str) -> String {
    if let Some((name, _)) = departments.iter().find(|(_, other)| other == label) {
        return name.to_string();
    }
    let letters = label.to_lowercase();
    let letters = letters
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect::<String>();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let mut base: String = words.join("-").chars().take(50).collect();
    if base.is_empty() {
        base = "department".to_owned();
    }
    let names = (1..).map(|n| if n == 1 { base.clone() } else { format!("{base}-{n}") });
    let free = names
        .filter_map(|name| name.parse::<UnitName>().ok())
        .find(|name| departments.iter().all(|(other, _)| other != name));
    let name = free.expect("letters, digits and hyphens make a name, and there are more numbers than departments");
    departments.push((name.clone(), label.to_owned()));
    name.to_string()
}

/// Where a code led, as the cell of a table; what cannot be is said in the cell's place, so that the row is refused with it.
fn target(old: &Old, links: &[OldLink], language: &Language) -> Result<String, String> {
    let title = if old.title.is_empty() { &old.slug } else { &old.title };
    let title: String = title.chars().take(LONGEST_LABEL).collect();
    let target = match old.mode.as_str() {
        // Visible or not: a redirect goes to the first there is.
        "redirect" if !links.is_empty() => return Ok(links[0].url.clone()),
        "kiosk" | "api_call" if !links.is_empty() => {
            let visible: Vec<&OldLink> = links.iter().filter(|link| link.is_visible).collect();
            let introduction = if old.mode == "kiosk" { old.introduction.trim() } else { "" };
            if introduction.is_empty() && !visible.is_empty() {
                menu(&title, &visible, language)?
            } else {
                page(title, markdown::from_text(introduction), &visible, language)?
            }
        }
        _ => page(title, from_html(&old.basic_info), &[], language)?,
    };
    serde_json::to_string(&target).map_err(|error| error.to_string())
}

fn label(link: &OldLink) -> String {
    let name = if link.name.is_empty() { &link.url } else { &link.name };
    name.chars().take(LONGEST_LABEL).collect()
}

fn menu(title: &str, links: &[&OldLink], language: &Language) -> Result<Target, String> {
    let item = |link: &&OldLink| {
        Ok(MenuItem {
            label: [(language.clone(), label(link))].into_iter().collect(),
            url: link.url.parse().map_err(|error| format!("{}: {error}", link.url))?,
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
            label: label(link),
            url: link.url.parse().map_err(|error| format!("{}: {error}", link.url))?,
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
