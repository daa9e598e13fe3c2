//! The journal's bytes. All numbers are little-endian.
//!
//! ```text
//! segment = header batch*
//! header  = "SGNPOST1" node:i64 first:u64             first: offset of the segment's first scan
//! batch   = length:u32 crc:u32 body                   length and CRC-32 (ISO-HDLC) of the body
//! body    = first:u64 count:u32 scan{count}           first: offset of the batch's first scan
//! scan    = length:u16 json                           one scan as JSON
//! ```
//!
//! A scan is kept as JSON for now: it is written once and read once, and whoever opens a journal after an accident can read
//! it with `strings`.

use signpost_domain::scan::{NodeId, Scan};

/// First bytes of a segment.
pub const MAGIC: &[u8; 8] = b"SGNPOST1";
/// Length of a segment's header.
pub const HEADER: usize = 24;
/// Length of what stands before a batch's body.
pub const PREFIX: usize = 8;
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
    /// The segment ends here.
    End,
    /// Bytes that are no batch. A batch that was being written when the process or the power went looks like this.
    Torn,
}

/// A segment's header.
pub fn header(node: NodeId, first: u64) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    header[..8].copy_from_slice(MAGIC);
    header[8..16].copy_from_slice(&node.0.to_le_bytes());
    header[16..].copy_from_slice(&first.to_le_bytes());
    header
}

/// Reads a header; `None` when these bytes are none.
pub fn read_header(bytes: &[u8]) -> Option<(NodeId, u64)> {
    let node = i64::from_le_bytes(bytes.get(8..16)?.try_into().ok()?);
    let first = u64::from_le_bytes(bytes.get(16..24)?.try_into().ok()?);
    bytes.starts_with(MAGIC).then_some((NodeId(node), first))
}

/// Appends a batch that begins at offset `first`.
pub fn write_batch<'a>(bytes: &mut Vec<u8>, first: u64, scans: impl ExactSizeIterator<Item = &'a Scan>) {
    let start = bytes.len();
    bytes.extend_from_slice(&[0; PREFIX]);
    bytes.extend_from_slice(&first.to_le_bytes());
    bytes.extend_from_slice(&u32::try_from(scans.len()).expect("batches are bounded").to_le_bytes());
    for scan in scans {
        let at = bytes.len();
        bytes.extend_from_slice(&[0; 2]);
        serde_json::to_writer(&mut *bytes, scan).expect("writing to memory does not fail, and scans have text keys only");
        let length = u16::try_from(bytes.len() - at - 2).expect("every part of a scan is bounded far below 64 KiB");
        bytes[at..at + 2].copy_from_slice(&length.to_le_bytes());
    }
    let body = &bytes[start + PREFIX..];
    let (length, crc) = (u32::try_from(body.len()).expect("batches are bounded"), crc32fast::hash(body));
    bytes[start..start + 4].copy_from_slice(&length.to_le_bytes());
    bytes[start + 4..start + 8].copy_from_slice(&crc.to_le_bytes());
}

/// Reads what is at the beginning of `bytes`.
pub fn read_batch(bytes: &[u8]) -> Found {
    if bytes.is_empty() {
        return Found::End;
    }
    whole_batch(bytes).unwrap_or(Found::Torn)
}

fn whole_batch(bytes: &[u8]) -> Option<Found> {
    let length = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let crc = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    if !(12..=LONGEST_BODY).contains(&length) {
        return None;
    }
    let body = bytes.get(PREFIX..PREFIX + length)?;
    if crc32fast::hash(body) != crc {
        return None;
    }
    let first = u64::from_le_bytes(body.get(..8)?.try_into().ok()?);
    let count = u32::from_le_bytes(body.get(8..12)?.try_into().ok()?);
    let mut rest = &body[12..];
    let mut scans = Vec::new();
    for _ in 0..count {
        let length = usize::from(u16::from_le_bytes(rest.get(..2)?.try_into().ok()?));
        scans.push(serde_json::from_slice(rest.get(2..2 + length)?).ok()?);
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

    proptest! {
        #[test]
        fn a_batch_is_read_back_and_any_shorter_or_changed_one_is_not(
            numbers in prop::collection::vec(0_u64..1_000_000, 1..20), first: u64, cut in 0.0_f64..1.0, flip in 0.0_f64..1.0,
        ) {
            let scans: Vec<Scan> = numbers.iter().map(|n| scan(*n)).collect();
            let mut bytes = Vec::new();
            write_batch(&mut bytes, first, scans.iter());
            let length = bytes.len();
            prop_assert_eq!(read_batch(&bytes), Found::Batch { first, scans, length });
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short array")]
            let place = |share: f64| ((length as f64 * share) as usize).clamp(1, length - 1);
            prop_assert_eq!(read_batch(&bytes[..place(cut)]), Found::Torn);
            bytes[place(flip)] ^= 1;
            prop_assert_eq!(read_batch(&bytes), Found::Torn);
        }

        #[test]
        fn no_bytes_make_reading_panic(bytes: Vec<u8>) {
            read_batch(&bytes);
            read_header(&bytes);
        }
    }
}
