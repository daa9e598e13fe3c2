//! Comma-separated values (RFC 4180): a row has the fields of what it is written from, in their order. The `csv` crate's own way from a
//! structure to a row has no place for values inside of values.

use std::borrow::Cow;

use csv::Writer;
use serde::{
    Serialize, Serializer,
    ser::{Error as _, Impossible, SerializeMap, SerializeStruct},
};
use serde_json::{Error, Value};
use signpost_application::columns::neutralised;

/// Columns in which anything may stand. A spreadsheet that opens the file must not compute it; whoever wants it to the last character takes JSON lines.
const WRITTEN_BY_PEOPLE: [&str; 1] = ["reason"];

/// Writes rows, after a header with the names of the first row's fields if asked.
pub(super) fn write_rows<V: Serialize>(views: &[V], header: bool, out: &mut Vec<u8>) -> Result<(), Error> {
    let mut row = Row {
        writer: Writer::from_writer(out),
        written: Written::Names,
        is_by_people: false,
        scratch: vec![],
    };
    if let Some(first) = views.first().filter(|_| header) {
        first.serialize(&mut row)?;
    }
    row.written = Written::Values;
    views.iter().try_for_each(|view| view.serialize(&mut row))?;
    row.writer.flush().map_err(Error::custom)
}

/// What is written of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    Names,
    Values,
}

/// What writes a row.
struct Row<'a> {
    writer: Writer<&'a mut Vec<u8>>,
    written: Written,
    /// Whether people wrote what stands in this column.
    is_by_people: bool,
    /// A name or a value as JSON.
    scratch: Vec<u8>,
}

impl Row<'_> {
    /// Begins a column.
    fn name(&mut self, name: &str) -> Result<(), Error> {
        self.is_by_people = WRITTEN_BY_PEOPLE.contains(&name);
        match self.written {
            Written::Names => self.writer.write_field(name).map_err(Error::custom),
            Written::Values => Ok(()),
        }
    }

    /// Writes what stands in it.
    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        if self.written == Written::Names {
            return Ok(());
        }
        self.scratch.clear();
        serde_json::to_writer(&mut self.scratch, value)?;
        let cell = cell(&self.scratch)?;
        let written = if self.is_by_people {
            let text = std::str::from_utf8(&cell).map_err(Error::custom)?;
            self.writer.write_field(&*neutralised(text))
        } else {
            self.writer.write_field(&*cell)
        };
        written.map_err(Error::custom)
    }

    fn end(&mut self) -> Result<(), Error> {
        self.writer.write_record(None::<&[u8]>).map_err(Error::custom)
    }
}

/// What a cell says: nothing for what is none, and nested values as JSON, since a spreadsheet has no other place for them.
fn cell(json: &[u8]) -> Result<Cow<'_, [u8]>, Error> {
    match json {
        b"null" => Ok(Cow::Borrowed(b"")),
        // What has no escapes stands there as it is.
        [b'"', plain @ .., b'"'] if !plain.contains(&b'\\') => Ok(Cow::Borrowed(plain)),
        [b'"', ..] => serde_json::from_slice(json).map(|text: String| Cow::Owned(text.into_bytes())),
        json => Ok(Cow::Borrowed(json)),
    }
}

impl SerializeStruct for &mut Row<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.name(name)?;
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        Row::end(self)
    }
}

impl SerializeMap for &mut Row<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Error> {
        match serde_json::to_value(name)? {
            Value::String(name) => self.name(&name),
            _ => Err(no_row()),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.value(value)
    }

    fn end(self) -> Result<(), Error> {
        Row::end(self)
    }
}

fn no_row() -> Error {
    Error::custom("only what has fields is a row")
}

/// What has no fields is no row.
macro_rules! no_rows {
    ($($method:ident($($argument:ty),*) -> $ok:ty;)+) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$ok, Error> {
            Err(no_row())
        })+
    };
}

type No = Impossible<(), Error>;

impl Serializer for &mut Row<'_> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = No;

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Error> {
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Error> {
        Ok(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(no_row())
    }

    no_rows! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_seq(Option<usize>) -> No;
        serialize_tuple(usize) -> No;
        serialize_tuple_struct(&'static str, usize) -> No;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> No;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> No;
    }
}
