//! New rows into a table by COPY in its binary format (PostgreSQL's manual, COPY, "Binary Format"): for rows that are known to be new. It spares
//! the server a search for each row before it is written, and the arrays of a whole batch.

use serde::Serialize;
use signpost_application::ports::StoreError;
use sqlx::{PgConnection, postgres::PgCopyIn};

use super::{failed, unreadable};

/// What every COPY begins with: a signature, no flags, no extension.
const BEGIN: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What every COPY ends with, in the place of a number of columns.
const END: i16 = -1;
/// The length of a value that is none.
const NULL: i32 = -1;
/// The version of its format that a `jsonb` begins with.
const JSON: u8 = 1;
/// Bytes sent at once: the server writes them while the next are put together.
const PART: usize = 256 * 1024;

/// A COPY under way.
pub(super) struct Copy<'c> {
    sink: PgCopyIn<&'c mut PgConnection>,
    columns: i16,
    bytes: Vec<u8>,
}

impl<'c> Copy<'c> {
    /// Begins `statement`, which takes rows of so many columns.
    pub(super) async fn begin(connection: &'c mut PgConnection, statement: &str, columns: i16) -> Result<Self, StoreError> {
        let copy = connection.copy_in_raw(statement).await.map_err(failed)?;
        let mut bytes = Vec::with_capacity(PART + PART / 4);
        bytes.extend_from_slice(BEGIN);
        Ok(Self {
            sink: copy,
            columns,
            bytes,
        })
    }

    /// Begins a row, whose values follow in the order of the columns.
    pub(super) async fn row(&mut self) -> Result<Values<'_>, StoreError> {
        if self.bytes.len() >= PART {
            self.sink.send(self.bytes.as_slice()).await.map_err(failed)?;
            self.bytes.clear();
        }
        self.bytes.extend_from_slice(&self.columns.to_be_bytes());
        Ok(Values(&mut self.bytes))
    }

    /// Ends it.
    pub(super) async fn end(mut self) -> Result<(), StoreError> {
        self.bytes.extend_from_slice(&END.to_be_bytes());
        self.sink.send(self.bytes.as_slice()).await.map_err(failed)?;
        self.sink.finish().await.map_err(failed)?;
        Ok(())
    }
}

/// The values of a row.
pub(super) struct Values<'r>(&'r mut Vec<u8>);

impl Values<'_> {
    fn value(self, length: usize, bytes: &[&[u8]]) -> Self {
        let length = i32::try_from(length).expect("no value is as large as 2 GiB: the server refuses half of that");
        self.0.extend_from_slice(&length.to_be_bytes());
        for part in bytes {
            self.0.extend_from_slice(part);
        }
        self
    }

    /// An `integer`.
    pub(super) fn integer(self, value: i32) -> Self {
        self.value(4, &[&value.to_be_bytes()])
    }

    /// A `bigint`.
    pub(super) fn bigint(self, value: i64) -> Self {
        self.value(8, &[&value.to_be_bytes()])
    }

    /// A `boolean`.
    pub(super) fn boolean(self, value: bool) -> Self {
        self.value(1, &[&[u8::from(value)]])
    }

    /// A `text`.
    pub(super) fn text(self, value: &str) -> Self {
        self.bytes(value.as_bytes())
    }

    /// A `bytea`.
    pub(super) fn bytes(self, value: &[u8]) -> Self {
        self.value(value.len(), &[value])
    }

    /// A `text`, if there is one.
    pub(super) fn optional(self, value: Option<&str>) -> Self {
        if let Some(value) = value {
            return self.text(value);
        }
        self.0.extend_from_slice(&NULL.to_be_bytes());
        self
    }

    /// A `jsonb`.
    pub(super) fn json(self, value: &impl Serialize) -> Result<Self, StoreError> {
        let text = serde_json::to_vec(value).map_err(unreadable)?;
        Ok(self.value(text.len() + 1, &[&[JSON], &text]))
    }

    /// A `tsvector` of words without places, which are given in the order of their bytes, each once.
    pub(super) fn words<'w>(self, words: impl ExactSizeIterator<Item = &'w str>) -> Self {
        let count = i32::try_from(words.len()).expect("no text has so many words: a tsvector is at most a MiB");
        let mut bytes = count.to_be_bytes().to_vec();
        for word in words {
            bytes.extend_from_slice(word.as_bytes());
            // The end of the word, and of places none.
            bytes.extend_from_slice(&[0, 0, 0]);
        }
        self.bytes(&bytes)
    }
}
