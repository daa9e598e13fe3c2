//! The journal's bytes. All numbers are little-endian.
//!
//! ```text
//! segment = header batch*
//! header  = magic:8 node:i64 first:u64                first: offset of the segment's first scan
//! batch   = length:u32 crc:u32 body                   length and CRC-32 (ISO-HDLC) of the body
//! body    = first:u64 count:u32 scan{count}           first: offset of the batch's first scan
//! scan    = length:u16 bytes                          one scan, as [`entry`] says
//! ```
//!
//! The magic is `SGNPOST2`. In segments of `SGNPOST1` a scan is JSON; they are read as before and not written any more.

mod cut_off;
mod entry;

pub(crate) use self::cut_off::{is_cut_off, is_header_cut_off};

use signpost_domain::scan::{NodeId, Scan};

/// How the scans of a segment are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// As JSON.
    First,
    /// As bytes.
    Second,
}

impl Version {
    /// The one that is written.
    pub const CURRENT: Self = Self::Second;

    /// First bytes of a segment.
    fn magic(self) -> &'static [u8; 8] {
        match self {
            Self::First => b"SGNPOST1",
            Self::Second => b"SGNPOST2",
        }
    }
}

/// Length of a segment's header.
pub const HEADER: usize = 24;
/// Length of what stands before a batch's body.
pub const PREFIX: usize = 8;
/// Length of what stands in a body before its scans.
const BEFORE_SCANS: usize = 12;
/// Longest body accepted when reading; a damaged length must not make us ask for gigabytes.
const LONGEST_BODY: usize = 64 << 20;

/// What the bytes at some place turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A whole batch: its first offset, its scans, and its length with the prefix.
    Batch {
        /// Offset of the first scan.
        first: u64,
        /// The scans.
        scans: Vec<Scan>,
        /// Length in bytes, prefix included.
        length: usize,
    },
    /// The segment ends here, or there is room behind: no batch begins with eight zeros.
    End,
    /// Bytes that are no batch.
    Torn,
}

/// A segment's header.
pub fn header(node: NodeId, first: u64) -> [u8; HEADER] {
    header_as(Version::CURRENT, node, first)
}

fn header_as(version: Version, node: NodeId, first: u64) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    header[..8].copy_from_slice(version.magic());
    header[8..16].copy_from_slice(&node.0.to_le_bytes());
    header[16..].copy_from_slice(&first.to_le_bytes());
    header
}

/// Reads a header: how scans are written there, whose they are, and the offset of the first. `None` when these bytes are none.
pub fn read_header(bytes: &[u8]) -> Option<(Version, NodeId, u64)> {
    let node = i64::from_le_bytes(bytes.get(8..16)?.try_into().ok()?);
    let first = u64::from_le_bytes(bytes.get(16..24)?.try_into().ok()?);
    let version = [Version::First, Version::Second]
        .into_iter()
        .find(|version| bytes.starts_with(version.magic()))?;
    Some((version, NodeId(node), first))
}

/// A batch that scans are added to one by one.
#[derive(Debug)]
pub struct Batch {
    bytes: Vec<u8>,
    count: u32,
}

impl Batch {
    /// An empty one, in memory that was used before.
    pub fn begin(mut bytes: Vec<u8>) -> Self {
        bytes.clear();
        bytes.resize(PREFIX + BEFORE_SCANS, 0);
        Self { bytes, count: 0 }
    }

    /// Adds a scan.
    pub fn add(&mut self, scan: &Scan) {
        let at = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 2]);
        entry::write(&mut self.bytes, scan);
        let length = u16::try_from(self.bytes.len() - at - 2).expect("every part of a scan is bounded far below 64 KiB");
        self.bytes[at..at + 2].copy_from_slice(&length.to_le_bytes());
        self.count += 1;
    }

    /// How many scans are in it.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// All of it as it stands in a segment, its first scan being at offset `first`.
    pub fn finish(mut self, first: u64) -> Vec<u8> {
        self.bytes[PREFIX..PREFIX + 8].copy_from_slice(&first.to_le_bytes());
        self.bytes[PREFIX + 8..PREFIX + BEFORE_SCANS].copy_from_slice(&self.count.to_le_bytes());
        let body = &self.bytes[PREFIX..];
        let (length, crc) = (u32::try_from(body.len()).expect("batches are bounded"), crc32fast::hash(body));
        self.bytes[..4].copy_from_slice(&length.to_le_bytes());
        self.bytes[4..PREFIX].copy_from_slice(&crc.to_le_bytes());
        self.bytes
    }
}

/// Reads what is at the beginning of `bytes`.
pub fn read_batch(version: Version, bytes: &[u8]) -> Found {
    if bytes.is_empty() || bytes.starts_with(&[0; PREFIX]) {
        return Found::End;
    }
    whole_batch(version, bytes).unwrap_or(Found::Torn)
}

fn whole_batch(version: Version, bytes: &[u8]) -> Option<Found> {
    let length = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let crc = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    if !(BEFORE_SCANS..=LONGEST_BODY).contains(&length) {
        return None;
    }
    let body = bytes.get(PREFIX..PREFIX + length)?;
    if crc32fast::hash(body) != crc {
        return None;
    }
    let first = u64::from_le_bytes(body.get(..8)?.try_into().ok()?);
    let count = u32::from_le_bytes(body.get(8..BEFORE_SCANS)?.try_into().ok()?);
    let mut rest = &body[BEFORE_SCANS..];
    let mut scans = Vec::new();
    for _ in 0..count {
        let length = usize::from(u16::from_le_bytes(rest.get(..2)?.try_into().ok()?));
        let bytes = rest.get(2..2 + length)?;
        scans.push(match version {
            Version::First => serde_json::from_slice(bytes).ok()?,
            Version::Second => entry::read(bytes)?,
        });
        rest = &rest[2 + length..];
    }
    rest.is_empty().then_some(Found::Batch {
        first,
        scans,
        length: PREFIX + length,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;
    use signpost_domain::{
        decision::Position,
        scan::{Cause, Outcome},
        visit::{Platform, Visitor},
    };

    use super::*;

    pub(crate) fn scan(n: u64) -> Scan {
        Scan {
            at: Timestamp::from_microsecond(1_700_000_000_000_000 + n.cast_signed()).unwrap(),
            code: "BENCH-1".parse().unwrap(),
            as_of: Position(n),
            outcome: Outcome::Redirected,
            cause: Cause::Audience("staff".parse().unwrap()),
            platform: Platform::Android,
            language: Some("nl-BE".parse().unwrap()),
            country: None,
            robot: false,
            visitor: Visitor(u64::MAX - n),
            referrer: Some("example.org".into()),
            item: None,
        }
    }

    pub(crate) fn batch(first: u64, scans: &[Scan]) -> Vec<u8> {
        let mut batch = Batch::begin(Vec::new());
        for scan in scans {
            batch.add(scan);
        }
        batch.finish(first)
    }

    /// A batch as the first version wrote it.
    pub(crate) fn batch_of_the_first_version(first: u64, scans: &[Scan]) -> Vec<u8> {
        let mut body = first.to_le_bytes().to_vec();
        body.extend(u32::try_from(scans.len()).unwrap().to_le_bytes());
        for scan in scans {
            let json = serde_json::to_vec(scan).unwrap();
            body.extend(u16::try_from(json.len()).unwrap().to_le_bytes());
            body.extend(json);
        }
        let mut bytes = u32::try_from(body.len()).unwrap().to_le_bytes().to_vec();
        bytes.extend(crc32fast::hash(&body).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    proptest! {
        #[test]
        fn a_batch_is_read_back_and_any_shorter_or_changed_one_is_not(
            numbers in prop::collection::vec(0_u64..1_000_000, 1..20), first: u64, cut in 0.0_f64..1.0, flip in 0.0_f64..1.0,
        ) {
            let scans: Vec<Scan> = numbers.iter().map(|n| scan(*n)).collect();
            let bytes = batch(first, &scans);
            let length = bytes.len();
            prop_assert_eq!(read_batch(Version::CURRENT, &bytes), Found::Batch { first, scans, length });
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short array")]
            let place = |share: f64| ((length as f64 * share) as usize).clamp(1, length - 1);
            prop_assert_eq!(read_batch(Version::CURRENT, &bytes[..place(cut)]), Found::Torn);
            let mut bytes = bytes;
            bytes[place(flip)] ^= 1;
            prop_assert_eq!(read_batch(Version::CURRENT, &bytes), Found::Torn);
        }

        #[test]
        fn no_bytes_make_reading_panic(bytes: Vec<u8>) {
            read_batch(Version::CURRENT, &bytes);
            read_header(&bytes);
        }
    }
}
