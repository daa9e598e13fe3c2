//! Rows as bytes: numbers of as many bytes as they need (LEB128), texts after their length. The same counts are always the same bytes.

use std::str::FromStr;

/// Why bytes are not a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a row of the statistics is damaged: {0}; signpost projections rebuild usage makes it anew")]
pub struct Damaged(pub String);

/// Bytes being written.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Writes a number, seven bits a byte, the lowest first.
    pub fn number(&mut self, number: impl Into<u64>) {
        let mut rest = number.into();
        while rest >= 0x80 {
            self.0.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push((rest & 0x7f) as u8);
    }

    /// Writes how many there are of something.
    pub fn length(&mut self, length: usize) {
        self.number(length as u64);
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    /// What was written.
    pub fn done(self) -> Vec<u8> {
        self.0
    }
}

#[cold]
fn too_large(number: u64) -> Damaged {
    Damaged(format!("{number} is too large here"))
}

/// Bytes being read.
#[derive(Debug)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Reads from the beginning.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a number, which must be of the wanted size.
    pub fn number<T: TryFrom<u64>>(&mut self) -> Result<T, Damaged> {
        // Nearly all are of one byte.
        if let [byte @ ..0x80, rest @ ..] = self.0 {
            self.0 = rest;
            return T::try_from((*byte).into()).map_err(|_| too_large((*byte).into()));
        }
        let (mut number, mut shift) = (0_u64, 0);
        loop {
            let (byte, rest) = self.0.split_first().ok_or_else(|| Damaged("it ends too early".to_owned()))?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte & 0x80 == 0 {
                return T::try_from(number).map_err(|_| too_large(number));
            }
            shift += 7;
        }
    }

    /// Reads `count` numbers, if each of them is of one byte, as nearly all are; otherwise none is read.
    pub fn small(&mut self, count: usize) -> Option<&'a [u8]> {
        let (numbers, rest) = self.0.split_at_checked(count)?;
        numbers.is_ascii().then(|| {
            self.0 = rest;
            numbers
        })
    }

    /// Reads how many there are of something; not more than there are bytes left.
    pub fn length(&mut self) -> Result<usize, Damaged> {
        let length = self.number()?;
        if length > self.0.len() {
            return Err(Damaged("it ends too early".to_owned()));
        }
        Ok(length)
    }

    /// Reads a text that says something.
    pub fn text<T: FromStr<Err: std::fmt::Display>>(&mut self) -> Result<T, Damaged> {
        let length = self.length()?;
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        let text = std::str::from_utf8(text).map_err(|error| Damaged(error.to_string()))?;
        text.parse().map_err(|error: T::Err| Damaged(error.to_string()))
    }
}
