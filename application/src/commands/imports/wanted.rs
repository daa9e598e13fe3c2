//! What a row wants its code to be.
//!
//! A cell that says what an export of the code would say there asks for nothing. So what a spreadsheet left alone stays as it is, even what could not be
//! typed into a cell.

use signpost_domain::{
    code::{Asset, Code, KeptCall, Location, check_calls},
    identifier::{CodeId, Tag},
    target::Target,
};

use super::mapping::Mapping;
use crate::columns::{Column, in_a_cell, plain};

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowFault {
    /// In which column, where it is in one.
    pub(super) column: Option<Column>,
    /// What is wrong, and what is allowed.
    pub(super) what: String,
}

impl RowFault {
    pub(super) fn in_column(column: Column, what: impl Into<String>) -> Self {
        Self {
            column: Some(column),
            what: what.into(),
        }
    }
}

/// The code that a row asks for, where it is `now` (or would be new); or everything that is wrong with the row.
pub(super) fn wanted(mapping: &Mapping, cells: &[String], now: &Code) -> Result<Code, Vec<RowFault>> {
    let mut code = now.clone();
    let mut faults = Vec::new();
    for (column, cell) in mapping.cells(cells) {
        let cell = plain(cell);
        if asks_for_nothing(column, cell, now) {
            continue;
        }
        if let Err(what) = set(&mut code, column, cell.trim()) {
            faults.push(RowFault::in_column(column, what));
        }
    }
    code.tags.sort();
    code.tags.dedup();
    let nothing = Asset {
        reference: None,
        description: None,
        location: None,
    };
    if code.asset != now.asset && code.asset == Some(nothing) {
        code.asset = None;
    }
    if faults.is_empty() { Ok(code) } else { Err(faults) }
}

fn asks_for_nothing(column: Column, cell: &str, now: &Code) -> bool {
    let shown = column.of_code(now);
    if column == Column::Version || *shown == *cell {
        return true;
    }
    // Spreadsheets write line ends as they like, and leave out spaces at the edges.
    let is_same = |one: &str, other: &str| one.trim().replace("\r\n", "\n") == other.trim().replace("\r\n", "\n");
    // What was too long for a cell comes back as it was cut.
    if is_same(&shown, cell) || is_same(&in_a_cell(&shown), cell) {
        return true;
    }
    // A new code has no standing yet that a table could change.
    column == Column::Status && !now.minted && matches!(cell.trim(), "" | "active" | "unassigned")
}

/// Columns come in their order, so the target is there when it is asked what it passes on.
fn set(code: &mut Code, column: Column, cell: &str) -> Result<(), String> {
    let text = (!cell.is_empty()).then(|| cell.to_owned());
    match column {
        Column::Label => code.label = text,
        Column::Unit => {
            let unit = text.map(|unit| unit.parse()).transpose();
            code.unit = unit.map_err(|error| format!("{error}"))?;
        }
        Column::Tags => code.tags = tags(cell)?,
        Column::Target => code.configuration.target = target(cell, code.configuration.target.as_ref())?,
        Column::ForwardQuery => {
            let forward = !cell.is_empty() && yes_or_no(cell)?;
            match &mut code.configuration.target {
                Some(Target::Redirect { forward_query, .. }) => *forward_query = forward,
                _ if forward => return Err("only a redirect passes the query on; leave this empty for others".into()),
                _ => {}
            }
        }
        Column::Reference => asset(code).reference = text,
        Column::Description => asset(code).description = text,
        Column::Address => place(code, |location| location.address = text),
        Column::Latitude => {
            let degrees = degrees(cell)?;
            place(code, |location| location.latitude = degrees);
        }
        Column::Longitude => {
            let degrees = degrees(cell)?;
            place(code, |location| location.longitude = degrees);
        }
        Column::Aliases => {
            let aliases = aliases(cell)?;
            if let Some(gone) = code.aliases.iter().find(|alias| !aliases.contains(alias)) {
                return Err(format!("{gone} leads to this code for good; an alias is never taken away"));
            }
            code.aliases = aliases;
        }
        Column::Calls => code.calls = calls(cell)?,
        Column::Status => {
            let now = Column::Status.of_code(code);
            return Err(format!(
                "a table does not change the standing of a code, which is {now}; suspend, resume or retire it by itself"
            ));
        }
        Column::Id | Column::Version | Column::Url | Column::Batch | Column::MintedAt | Column::ChangedAt => {}
    }
    Ok(())
}

fn asset(code: &mut Code) -> &mut Asset {
    code.asset.get_or_insert(Asset {
        reference: None,
        description: None,
        location: None,
    })
}

fn place(code: &mut Code, change: impl FnOnce(&mut Location)) {
    let asset = asset(code);
    let mut location = asset.location.take().unwrap_or(Location {
        address: None,
        latitude: None,
        longitude: None,
    });
    change(&mut location);
    let is_nowhere = location.address.is_none() && location.latitude.is_none() && location.longitude.is_none();
    asset.location = (!is_nowhere).then_some(location);
}

fn tags(cell: &str) -> Result<Vec<Tag>, String> {
    let words = cell.split([',', ';', ' ', '\n', '\t']).filter(|word| !word.is_empty());
    words.map(|word| word.parse().map_err(|error| format!("{error}"))).collect()
}

/// Ids with commas, semicolons or spaces between them.
pub(super) fn aliases(cell: &str) -> Result<Vec<CodeId>, String> {
    let words = cell.split([',', ';', ' ', '\n', '\t']).filter(|word| !word.is_empty());
    words
        .map(|word| word.parse().map_err(|error| format!("{word}: {error}")))
        .collect()
}

fn target(cell: &str, now: Option<&Target>) -> Result<Option<Target>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    if cell.starts_with('{') {
        let target = serde_json::from_str(cell);
        return target
            .map(Some)
            .map_err(|error| format!("this is no target in JSON: {error}"));
    }
    let url = cell.parse().map_err(|error| format!("{error}"))?;
    let forward_query = matches!(now, Some(Target::Redirect { forward_query: true, .. }));
    Ok(Some(Target::Redirect { url, forward_query }))
}

fn calls(cell: &str) -> Result<Vec<KeptCall>, String> {
    if cell.is_empty() {
        return Ok(vec![]);
    }
    let calls: Vec<KeptCall> = serde_json::from_str(cell).map_err(|error| {
        let beginning: String = cell.chars().take(200).collect();
        format!("these are no calls in JSON: {error}: {beginning}")
    })?;
    check_calls(&calls)?;
    Ok(calls)
}

fn degrees(cell: &str) -> Result<Option<f64>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    // Half of Europe writes a comma.
    let degrees = cell
        .replace(',', ".")
        .parse::<f64>()
        .ok()
        .filter(|degrees| degrees.is_finite());
    degrees
        .map(Some)
        .ok_or_else(|| format!("{cell:?} is no number of degrees, such as 51.0543"))
}

fn yes_or_no(cell: &str) -> Result<bool, String> {
    match cell.to_lowercase().as_str() {
        "yes" | "true" | "1" | "ja" | "oui" | "waar" | "vrai" | "wahr" | "x" => Ok(true),
        "no" | "false" | "0" | "nee" | "nej" | "non" | "onwaar" | "faux" | "falskt" | "falsk" => Ok(false),
        _ => Err(format!("{cell:?} is neither yes nor no")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(headings: &[&str], cells: &[&str], now: &Code) -> Result<Code, Vec<RowFault>> {
        let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mapping = Mapping::read(&texts(headings), &[]).unwrap();
        wanted(&mapping, &texts(cells), now)
    }

    fn bench() -> Code {
        let mut code = Code {
            minted: true,
            label: Some("=Bench\r\n7 ".into()),
            tags: vec!["oak".parse().unwrap()],
            ..Code::default()
        };
        code.configuration.target = Some(Target::Redirect {
            url: "https://gent.be/a".parse().unwrap(),
            forward_query: true,
        });
        code
    }

    #[test]
    fn what_a_spreadsheet_left_alone_stays_as_it_is() {
        let headings = ["label", "tags", "target", "forward_query", "status", "latitude", "version"];
        let same = ["'=Bench\n7", "oak", "https://gent.be/a", "yes", "active", "", "99"];
        assert_eq!(read(&headings, &same, &bench()), Ok(bench()));
        let moved = read(&["target"], &["https://gent.be/b"], &bench()).unwrap();
        assert_eq!(Column::ForwardQuery.of_code(&moved), "yes", "what has no column stays");
        let emptied = read(&["label", "tags"], &["", ""], &bench()).unwrap();
        assert_eq!((emptied.label, emptied.tags), (None, vec![]));
    }

    #[test]
    fn each_cell_that_cannot_be_is_named_by_its_column() {
        let headings = ["tags", "target", "latitude", "forward_query", "status", "unit", "calls"];
        let faults = read(
            &headings,
            &["a!", "ftp://x", "north", "perhaps", "retired", "Ä", "[{}]"],
            &bench(),
        )
        .unwrap_err();
        let columns: Vec<&str> = faults.iter().filter_map(|fault| fault.column).map(Column::name).collect();
        assert_eq!(
            columns,
            ["unit", "tags", "target", "forward_query", "latitude", "calls", "status"]
        );
    }

    #[test]
    fn a_place_is_put_together_and_goes_when_its_parts_go() {
        let placed = read(
            &["address", "latitude", "longitude"],
            &["Botermarkt", "51,05", "3.7"],
            &Code::default(),
        )
        .unwrap();
        let location = placed.asset.as_ref().and_then(|asset| asset.location.as_ref()).unwrap();
        assert_eq!((location.latitude, location.longitude), (Some(51.05), Some(3.7)));
        let gone = read(&["address", "latitude", "longitude"], &["", "", ""], &placed).unwrap();
        assert_eq!(gone.asset, None);
    }
}
