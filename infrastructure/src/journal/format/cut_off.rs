//! Tells a write that was cut off from damage, where the last segment cannot be read further.
//!
//! Nobody was answered for a batch that was being written when the process or the power went. A batch that was whole once holds scans
//! that were answered. What tells them apart is what is not there: where a write was cut off, bytes are missing, or are zeros that stand where nothing
//! was written yet. The prefix says how long a batch is, and so do its scans; only one of the two may be doubted for that.

use signpost_domain::scan::NodeId;

use super::{BEFORE_SCANS, PREFIX, Version, header_as};

/// More zeros in a row than any batch has: at most 28, in a scan of the first microsecond of 1970 by nobody as of nothing.
const HOLE: usize = 32;
/// More zeros than any batch ends with: at most 4, for the first item and the first rule.
const UNWRITTEN: usize = 8;

/// Longer than any batch that was ever written: 4,096 scans of less than a KiB.
const LONGEST_WRITTEN: usize = 4 << 20;

/// Whether `rest`, all of the last segment from the first byte on that begins no batch, is a batch that was being written.
pub(crate) fn is_cut_off(rest: &[u8]) -> bool {
    let Some(last) = rest.iter().rposition(|byte| *byte != 0) else {
        return true;
    };
    let Some((prefix, body)) = rest.split_first_chunk::<PREFIX>() else {
        return true;
    };
    if rest[..last].split(|byte| *byte != 0).any(|zeros| zeros.len() >= HOLE) {
        return true;
    }
    let length = u32::from_le_bytes([prefix[0], prefix[1], prefix[2], prefix[3]]) as usize;
    if !(BEFORE_SCANS..=LONGEST_WRITTEN).contains(&length) {
        // Nobody wrote that, unless it is what there is of a longer one.
        return last < 4;
    }
    let is_whole = |length: usize| length <= body.len() && (PREFIX + length).saturating_sub(last + 1) < UNWRITTEN;
    !is_whole(length) && !length_of_scans(body).is_some_and(is_whole)
}

/// How long a body is by the scans' own lengths, if as many as it says are there.
fn length_of_scans(body: &[u8]) -> Option<usize> {
    let count = u32::from_le_bytes(body.get(8..BEFORE_SCANS)?.try_into().ok()?);
    let mut rest = &body[BEFORE_SCANS..];
    for _ in 0..count {
        let (length, scan) = rest.split_first_chunk()?;
        let length = usize::from(u16::from_le_bytes(*length));
        // No scan takes no bytes.
        rest = scan.get(length..).filter(|_| length > 0)?;
    }
    (count > 0).then_some(body.len() - rest.len())
}

/// Whether `bytes`, a whole segment that does not begin with a header, are a header that was being written.
pub(crate) fn is_header_cut_off(bytes: &[u8], node: NodeId, first: u64) -> bool {
    let begins = |version| header_as(version, node, first).starts_with(bytes);
    bytes.iter().all(|byte| *byte == 0) || begins(Version::First) || begins(Version::Second)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use signpost_domain::scan::{Cause, Outcome, Scan};

    use super::{
        super::{
            Found, header, read_batch,
            tests::{batch, scan},
        },
        *,
    };

    const VERSION: Version = Version::CURRENT;

    /// The scan with the most zeros, and one that ends with them.
    fn zeros() -> [Scan; 2] {
        let mut emptiest = scan(0);
        emptiest.at = jiff::Timestamp::UNIX_EPOCH;
        emptiest.visitor.0 = 0;
        emptiest.outcome = Outcome::ALL[0];
        emptiest.referrer = None;
        emptiest.language = None;
        let mut ending = emptiest.clone();
        (ending.cause, ending.item) = (Cause::Rule(0), Some(0));
        [emptiest, ending]
    }

    fn batches() -> impl Strategy<Value = Vec<u8>> {
        let scans = prop::collection::vec(
            prop_oneof![(0_u64..1_000_000).prop_map(scan), prop::sample::select(zeros().to_vec())],
            1..8,
        );
        (scans, prop_oneof![Just(0), any::<u64>()]).prop_map(|(scans, first)| batch(first, &scans))
    }

    #[test]
    fn a_batch_is_cut_off_wherever_it_ends_early() {
        let bytes = batch(7, &[scan(1), scan(2)]);
        for length in 1..bytes.len() {
            assert!(is_cut_off(&bytes[..length]), "{length}");
        }
    }

    #[test]
    fn what_was_not_written_may_be_zeros() {
        let bytes = batch(7, &[scan(1), scan(2), scan(3)]);
        for behind in [0, 1, 4_096] {
            assert!(is_cut_off(&vec![0; behind + 1]));
            for written in 1..bytes.len() - UNWRITTEN {
                let mut cut = bytes.clone();
                cut[written..].fill(0);
                cut.resize(bytes.len() + behind, 0);
                assert!(is_cut_off(&cut), "{written} and {behind}");
            }
        }
        let mut hole = bytes;
        hole[40..40 + HOLE].fill(0);
        assert!(is_cut_off(&hole), "a block of the disk that was not written yet");
    }

    #[test]
    fn a_header_is_cut_off_or_was_never_written_or_is_damaged() {
        let whole = header(NodeId(5), 7);
        for length in 0..whole.len() {
            assert!(is_header_cut_off(&whole[..length], NodeId(5), 7));
        }
        assert!(is_header_cut_off(&[0; 30], NodeId(5), 7));
        for place in 0..8 {
            let mut damaged = whole;
            damaged[place] ^= 1;
            assert!(!is_header_cut_off(&damaged, NodeId(5), 7));
            assert!(!is_header_cut_off(&damaged[..20], NodeId(5), 7));
        }
    }

    proptest! {
        #[test]
        fn a_whole_batch_with_one_byte_changed_is_damaged_whatever_stands_behind(
            bytes in batches(), place: prop::sample::Index, change in 1_u8.., behind in prop_oneof![Just(0), 1_usize..10_000],
        ) {
            let mut bytes = bytes;
            let place = place.index(bytes.len());
            bytes[place] ^= change;
            bytes.resize(bytes.len() + behind, 0);
            prop_assert_eq!(read_batch(VERSION, &bytes), Found::Torn);
            prop_assert!(!is_cut_off(&bytes), "byte {}", place);
        }
    }
}
