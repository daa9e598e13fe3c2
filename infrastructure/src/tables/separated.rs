//! Texts with separators between cells (RFC 4180, and what programs make of it).

use std::{
    fs::File,
    io::{Chain, Cursor, Read},
};

use csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs_io::DecodeReaderBytes;
use signpost_application::ports::tables::{Form, Row, Table, TableError};

use super::{encoding::decoded, fitting, headings, unreadable};

/// Bytes that are looked at to find the separator.
const HEAD: usize = 64 << 10;
/// What stands between cells, the usual ones first.
const SEPARATORS: [u8; 4] = *b",;\t|";

type Text = Chain<Cursor<Vec<u8>>, DecodeReaderBytes<File, Vec<u8>>>;

/// A text with separators.
pub(super) struct Separated {
    reader: Reader<Text>,
    form: Form,
    headings: Vec<String>,
    record: StringRecord,
    /// Ends of lines within cells so far.
    within: u64,
    /// The number of the last record.
    number: u64,
    /// Whether a record is handed over before the end of its last line is counted, as with `\r\n`.
    is_early: bool,
}

impl Separated {
    pub(super) fn open(file: File) -> Result<Self, TableError> {
        let (mut text, is_marked) = decoded(file).map_err(|error| unreadable(&error))?;
        let mut head = Vec::with_capacity(HEAD);
        (&mut text)
            .take(HEAD as u64)
            .read_to_end(&mut head)
            .map_err(|error| unreadable(&error))?;
        let (named, separator) = separator(&head);
        head.drain(..named);
        let reader = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(Cursor::new(head).chain(text));
        let mut table = Self {
            reader,
            form: Form::Separated { separator, is_marked },
            headings: Vec::new(),
            record: StringRecord::new(),
            within: 0,
            number: 0,
            is_early: false,
        };
        let first = table.record()?.map(|(_, cells)| cells).unwrap_or_default();
        if first.iter().any(|heading| heading.contains(is_no_text)) {
            return Err(TableError::new("this is no table; give one, as CSV or .xlsx"));
        }
        table.headings = headings(first)?;
        Ok(table)
    }

    /// How it is written.
    pub(super) fn form(&self) -> Form {
        self.form
    }

    /// The next record that is not empty, with its number.
    fn record(&mut self) -> Result<Option<(u64, Vec<String>)>, TableError> {
        loop {
            let is_there = self.reader.read_record(&mut self.record);
            if !is_there.map_err(|error| TableError::new(format!("the table cannot be read on: {error}")))? {
                return Ok(None);
            }
            let breaks = self.record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
            self.within += breaks as u64;
            // Lines without anything are passed over, and count.
            let ended = (self.reader.position().line() - 1).saturating_sub(self.within);
            if self.number == 0 {
                self.is_early = ended == 0;
            }
            self.number = (ended + u64::from(self.is_early)).max(self.number + 1);
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some((self.number, self.record.iter().map(str::to_owned).collect())));
            }
        }
    }
}

impl Table for Separated {
    fn headings(&self) -> &[String] {
        &self.headings
    }

    fn next(&mut self) -> Result<Option<Row>, TableError> {
        let Some((number, cells)) = self.record()? else {
            return Ok(None);
        };
        let cells = fitting(number, cells, self.headings.len())?;
        Ok(Some(Row { number, cells }))
    }
}

/// Whether something is in a file that is no text, such as a picture.
fn is_no_text(character: char) -> bool {
    character.is_control() && !character.is_ascii_whitespace()
}

/// The separator of a text, and the length of the line that names it, where there is one: Excel writes and understands `sep=;`.
fn separator(head: &[u8]) -> (usize, u8) {
    let end = head.iter().position(|byte| *byte == b'\n').map_or(head.len(), |end| end + 1);
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator, rest @ ..] = &head[..end]
        && rest.iter().all(u8::is_ascii_whitespace)
    {
        return (end, *separator);
    }
    let mut counts = [0; SEPARATORS.len()];
    let mut is_quoted = false;
    for byte in head {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted && counts != [0; SEPARATORS.len()] => break,
            byte if !is_quoted => {
                if let Some(place) = SEPARATORS.iter().position(|separator| separator == byte) {
                    counts[place] += 1;
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    let place = counts.iter().position(|count| *count == most).unwrap_or_default();
    (0, SEPARATORS[place])
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: &[u8]) -> (Vec<String>, Vec<Row>) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let mut table = Separated::open(file.reopen().unwrap()).unwrap();
        let mut rows = Vec::new();
        while let Some(row) = table.next().unwrap() {
            rows.push(row);
        }
        (table.headings().to_vec(), rows)
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn what_is_no_text_is_no_table() {
        for bytes in [b"\x7fELF\x02\x01\x01\0\0\0,\0\0".as_slice(), b"GIF89a\x01\0\x01\0"] {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(bytes).unwrap();
            let error = Separated::open(file.reopen().unwrap()).err().unwrap().to_string();
            assert!(error.contains("no table"), "{error}");
        }
    }

    #[test]
    fn encodings_and_separators_are_recognised() {
        let text = "id;label\nA-1;\"Bücher, café €\"\n";
        let windows: Vec<u8> = text
            .chars()
            .map(|c| if c == '€' { 0x80 } else { u8::try_from(c).unwrap() })
            .collect();
        for bytes in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            utf16(&format!("\u{feff}{text}"), u16::to_le_bytes),
            utf16(&format!("\u{feff}{text}"), u16::to_be_bytes),
            utf16(text, u16::to_le_bytes),
            utf16(text, u16::to_be_bytes),
            windows,
            text.replace(';', "\t").into_bytes(),
            text.replace(';', "|").into_bytes(),
            format!("sep=;\r\n{text}").into_bytes(),
        ] {
            let (headings, rows) = read(&bytes);
            assert_eq!(headings, ["id", "label"], "{bytes:?}");
            assert_eq!(rows[0].cells, ["A-1", "Bücher, café €"], "{bytes:?}");
        }
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        let (_, rows) = read(b"id,label\r\n\r\nA-1,\"one\ntwo\"\r\n,\r\nA-2\r\n");
        let numbers: Vec<u64> = rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [3, 5]);
        assert_eq!(rows[1].cells, ["A-2"]);
    }

    #[test]
    fn a_character_between_two_parts_is_no_other_encoding() {
        let mut text = "id,label\nA-1,".to_owned().into_bytes();
        text.extend("é".repeat(100_000).into_bytes());
        assert_eq!(read(&text).1[0].cells[1].chars().count(), 100_000);
        text.push(0xe9);
        assert!(
            read(&text).1[0].cells[1].starts_with("Ã©"),
            "what ends in half a character is not UTF-8"
        );
    }

    #[test]
    fn a_row_with_more_cells_than_headings_is_named() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"id,label\nA-1,one, two\n").unwrap();
        let mut table = Separated::open(file.reopen().unwrap()).unwrap();
        assert!(table.next().unwrap_err().to_string().starts_with("row 2 has 3 cells"));
    }
}
