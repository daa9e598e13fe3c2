//! Comma-separated values (RFC 4180) out of what is written as JSON anyway: a row has the fields of an object, in its order.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;
use signpost_application::columns::neutralised;

/// Columns in which anything may stand. A spreadsheet that opens the file must not compute it; whoever wants it to the last character takes JSON lines.
const WRITTEN_BY_PEOPLE: [&str; 1] = ["reason"];

/// Writes a JSON object as a row, after a header with the names of its fields if asked. Nothing is written of what is none.
pub(super) fn write_row(object: &[u8], header: bool, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    let Row(fields) = serde_json::from_slice(object)?;
    if header {
        for (place, (name, _)) in fields.iter().enumerate() {
            write_cell(place, name, out);
        }
        out.push(b'\n');
    }
    for (place, (name, value)) in fields.iter().enumerate() {
        let text = text(value)?;
        let is_written_by_people = WRITTEN_BY_PEOPLE.contains(&name.as_ref());
        write_cell(
            place,
            &if is_written_by_people {
                neutralised(&text)
            } else {
                Cow::Borrowed(&*text)
            },
            out,
        );
    }
    out.push(b'\n');
    Ok(())
}

/// What a cell says: nested values as JSON, since a spreadsheet has no other place for them.
fn text(value: &RawValue) -> Result<Cow<'_, str>, serde_json::Error> {
    match value.get() {
        "null" => Ok(Cow::Borrowed("")),
        json if json.starts_with('"') => match json.trim_matches('"') {
            // What has no escapes stands there as it is.
            plain if !plain.contains('\\') => Ok(Cow::Borrowed(plain)),
            _ => serde_json::from_str(json).map(Cow::Owned),
        },
        json => Ok(Cow::Borrowed(json)),
    }
}

fn write_cell(place: usize, text: &str, out: &mut Vec<u8>) {
    if place > 0 {
        out.push(b',');
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b',' | b'\n' | b'\r');
    if !text.as_bytes().iter().any(is_special) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    for (place, part) in text.split('"').enumerate() {
        if place > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part.as_bytes());
    }
    out.push(b'"');
}

/// An object's fields in the order in which they stand, unread.
struct Row<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Row<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Row<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'de>, A::Error> {
                let mut fields = Vec::with_capacity(16);
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Row(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}
