//! Which column of a table stands for what.

use std::collections::BTreeMap;

use crate::{
    columns::{Column, RESULT},
    refusal::Fault,
};

/// Characters of headings that are said again.
const MOST_SAID: usize = 200;

/// Which column of a table stands for what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Mapping {
    places: BTreeMap<Column, usize>,
    headings: Vec<String>,
    /// Headings of columns that are not looked at.
    pub(super) ignored: Vec<String>,
}

impl Mapping {
    /// Reads headings: a column has its own name, or the one that is given for it.
    pub(super) fn read(headings: &[String], given: &[(Column, String)]) -> Result<Self, Vec<Fault>> {
        let mut mapping = Self {
            headings: headings.to_vec(),
            ..Self::default()
        };
        let mut faults = Vec::new();
        let mut named = vec![None; headings.len()];
        for (column, heading) in given {
            let is_it = |other: &&str| other.trim().eq_ignore_ascii_case(heading.trim());
            if let Some(place) = headings.iter().map(String::as_str).position(|other| is_it(&other)) {
                named[place] = Some(*column);
            } else {
                let what = format!(
                    "no column of the table is headed {heading:?}; they are headed {}",
                    headings.join(", ")
                );
                faults.push(Fault::new("columns", what));
            }
        }
        let is_given = |column: &Column| given.iter().any(|(given, _)| given == column);
        let mut printed = None;
        for (place, heading) in headings.iter().enumerate() {
            let own = heading.parse().ok().filter(|column| !is_given(column));
            match named[place].or(own) {
                Some(Column::Url) => printed = Some(heading),
                Some(column) if column.only_tells() => {}
                Some(column) => {
                    if mapping.places.insert(column, place).is_some() {
                        faults.push(Fault::new(
                            "columns",
                            format!("two columns stand for {column}; name one of them otherwise"),
                        ));
                    }
                }
                None if heading.trim().is_empty() || heading.trim().eq_ignore_ascii_case(RESULT) => {}
                None => mapping.ignored.push(heading.clone()),
            }
        }
        // Whoever has no target beside it may well mean that by it.
        if let Some(heading) = printed
            && !mapping.places.contains_key(&Column::Target)
        {
            mapping.ignored.push(heading.clone());
        }
        if faults.is_empty() && mapping.places.is_empty() {
            let known: Vec<&str> = Column::ALL
                .iter()
                .filter(|column| !column.only_tells())
                .map(|column| column.name())
                .collect();
            let known = known.join(", ");
            let what = match headings {
                [whole] if whole.contains([',', ';', '\t']) => {
                    format!("all headings stand in one cell, {whole:?}: split it into columns, or import the CSV that it was")
                }
                _ => {
                    let headings = shortened(&headings.join(", "));
                    format!("none of the headings {headings} is known; name columns {known}, or say which is which")
                }
            };
            faults.push(Fault::new("columns", what));
        }
        if faults.is_empty() { Ok(mapping) } else { Err(faults) }
    }

    /// The cell of a row in a column; `None` where the table has no such column.
    pub(super) fn cell<'r>(&self, cells: &'r [String], column: Column) -> Option<&'r str> {
        let place = self.places.get(&column)?;
        Some(cells.get(*place).map_or("", String::as_str))
    }

    /// Every column but the id with its cell in a row.
    pub(super) fn cells<'r>(&self, cells: &'r [String]) -> impl Iterator<Item = (Column, &'r str)> {
        let cells = self
            .places
            .iter()
            .map(|(column, place)| (*column, cells.get(*place).map_or("", String::as_str)));
        cells.filter(|(column, _)| *column != Column::Id)
    }

    /// What stands above a column in the table.
    pub(super) fn heading(&self, column: Column) -> &str {
        self.places.get(&column).map_or(column.name(), |place| &self.headings[*place])
    }
}

/// A text of which so much is said that whoever wrote it knows which.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_SAID) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(headings: &[&str]) -> Vec<String> {
        headings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn columns_are_known_by_their_names_or_by_those_that_are_given() {
        let table = headings(&["Nummer", "Forward Query", "id", "colour", "url"]);
        let mapping = Mapping::read(&table, &[(Column::Id, "nummer".into())]).unwrap();
        let row = headings(&["A-1", "yes"]);
        assert_eq!(mapping.cell(&row, Column::Id), Some("A-1"));
        assert_eq!(mapping.cell(&row, Column::ForwardQuery), Some("yes"));
        assert_eq!(mapping.cell(&row, Column::Label), None);
        assert_eq!(mapping.heading(Column::Id), "Nummer");
        assert_eq!(mapping.ignored, ["id", "colour", "url"]);
    }

    #[test]
    fn what_a_code_is_printed_as_is_told_to_be_ignored_where_it_may_be_meant_as_a_target() {
        let ignored = |table: &[&str], given: &[(Column, String)]| Mapping::read(&headings(table), given).unwrap().ignored;
        assert_eq!(ignored(&["id", "url"], &[]), ["url"]);
        assert!(ignored(&["id", "url", "target"], &[]).is_empty());
        assert!(ignored(&["id", "url"], &[(Column::Target, "url".into())]).is_empty());
    }

    #[test]
    fn what_is_not_there_or_there_twice_is_named() {
        for (table, given, expected) in [
            (vec!["a", "b"], vec![(Column::Id, "c".to_owned())], "headed \"c\""),
            (vec!["label", "Label"], vec![], "two columns stand for label"),
            (vec!["naam"], vec![], "none of the headings"),
            (vec!["id;label"], vec![], "one cell, \"id;label\""),
        ] {
            let faults = Mapping::read(&headings(&table), &given).unwrap_err();
            assert!(faults[0].detail.contains(expected), "{faults:?}");
        }
    }
}
