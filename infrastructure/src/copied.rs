//! Tables that are copied as a whole, and scans cut where some are missing: what both SQL stores do alike.

use signpost_application::{
    ports::{StoreError, copying::Table},
    record::ScanRecord,
};

/// Rows of a table copied at a time.
pub(crate) const ROWS: u32 = 5_000;

/// What a column holds.
#[derive(Clone, Copy)]
pub(crate) enum Column {
    Text(&'static str),
    Number(&'static str),
    /// Microseconds since 1970.
    Time(&'static str),
    /// In hexadecimal on the way, since JSON has no bytes.
    Bytes(&'static str),
}
use Column::{Bytes, Number, Text, Time};

impl Column {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Text(name) | Number(name) | Time(name) | Bytes(name) => name,
        }
    }
}

/// Its name, the columns of its key, and the others.
pub(crate) fn layout(table: Table) -> (&'static str, &'static [Column], &'static [Column]) {
    match table {
        Table::SealKeys => ("seal_keys", &[Number("number")], &[Text("key"), Time("since")]),
        Table::Seals => ("seals", &[Number("position")], &[Text("note"), Time("sealed_at")]),
        Table::Names => ("names", &[Text("principal")], &[Text("name")]),
        Table::Accounts => (
            "accounts",
            &[Text("login")],
            &[Text("principal"), Text("password"), Number("changed_at")],
        ),
        Table::Subjects => ("subjects", &[Text("issuer"), Text("subject")], &[Text("principal")]),
        Table::TokenUses => ("token_uses", &[Text("principal")], &[Number("used_at")]),
        Table::KeptMonths => ("kept_months", &[Text("month")], &[Number("through")]),
        Table::KeptDays => ("kept_days", &[Number("day"), Text("code")], &[Bytes("total"), Bytes("parts")]),
        Table::KeptVisits => (
            "kept_visits",
            &[Number("day"), Number("visitor"), Number("place")],
            &[Bytes("visits")],
        ),
    }
}

/// Whether the store itself refuses that anything is taken from it.
pub(crate) fn is_append_only(table: Table) -> bool {
    matches!(table, Table::SealKeys | Table::Seals)
}

/// What is wrong when rows of such a table are not taken in.
pub(crate) fn not_added(table: Table, error: &StoreError) -> StoreError {
    let (name, ..) = layout(table);
    StoreError::Failed(format!(
        "the table {name} of the target does not take what the source has; if the target was in use before, copy into an empty one ({error})"
    ))
}

/// The names of columns, with commas between.
pub(crate) fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name()).collect::<Vec<_>>().join(", ")
}

/// What `value` gives for every place, with commas between.
pub(crate) fn values(columns: &[Column], value: impl Fn(usize, Column) -> String) -> String {
    let values: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(place, column)| value(place, *column))
        .collect();
    values.join(", ")
}

/// Scans in order, cut where positions are missing.
pub(crate) fn runs(scans: &[ScanRecord]) -> impl Iterator<Item = &[ScanRecord]> {
    scans.chunk_by(|one, next| one.position + 1 == next.position)
}

/// The next offset of every node that these scans name.
pub(crate) fn marks(scans: &[ScanRecord]) -> impl Iterator<Item = (i64, u64)> {
    let mut marks = std::collections::BTreeMap::new();
    for scan in scans {
        let mark = marks.entry(scan.node).or_insert(0);
        *mark = (scan.offset + 1).max(*mark);
    }
    marks.into_iter()
}
