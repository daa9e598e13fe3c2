//! Splits a text into stretches of one mode each (ISO/IEC 18004, 7.4) so that it takes the fewest bits possible.
//!
//! The `qrcode` crate can split too, but not for us. It joins stretches greedily from the left, so `https://stad.gent/Q/7K3M9QXT`
//! goes in byte mode to its end and often needs the next larger symbol. And it takes some pairs of UTF-8 bytes for Shift JIS and
//! puts them in Kanji mode, which readers show as another text.

use qrcode::Version;
use qrcode::optimize::Segment;
use qrcode::types::Mode;

/// Kanji mode is left out: Rust's text is UTF-8, never Shift JIS.
const MODES: [Mode; 3] = [Mode::Numeric, Mode::Alphanumeric, Mode::Byte];

/// More than any text costs, and far from overflow.
const IMPOSSIBLE: usize = usize::MAX / 2;

/// The shortest way to write `content` in a symbol of this version, which decides how long the head of a stretch is.
///
/// Costs are counted in sixths of a bit, because three digits share 10 bits and two alphanumeric characters 11; a stretch ends
/// on a whole bit.
pub(super) fn shortest(version: Version, content: &[u8]) -> Vec<Segment> {
    let heads = MODES.map(|mode| 6 * (version.mode_bits_count() + mode.length_bits_count(version)));
    // For each mode, what all bytes so far cost if the last of them is in that mode.
    let mut costs = heads;
    // For each byte and each mode that it may be in, the mode of the byte before it.
    let mut previous = Vec::with_capacity(content.len());
    for &byte in content {
        let steps = [0, 1, 2].map(|mode| {
            let change = |from: usize| {
                if from == mode {
                    costs[from]
                } else {
                    costs[from].next_multiple_of(6) + heads[mode]
                }
            };
            let from = cheapest([0, 1, 2].map(change));
            (change(from), from)
        });
        costs = [0, 1, 2].map(|mode| sixths(MODES[mode], byte).map_or(IMPOSSIBLE, |cost| steps[mode].0 + cost));
        previous.push(steps.map(|(_, from)| from));
    }

    let mut mode = cheapest(costs);
    let mut modes = Vec::with_capacity(content.len());
    for before in previous.iter().rev() {
        modes.push(MODES[mode]);
        mode = before[mode];
    }
    modes.reverse();
    let mut end = 0;
    let stretch = |alike: &[Mode]| {
        let begin = end;
        end += alike.len();
        Segment {
            mode: alike[0],
            begin,
            end,
        }
    };
    modes.chunk_by(PartialEq::eq).map(stretch).collect()
}

fn cheapest(costs: [usize; 3]) -> usize {
    (0..3).min_by_key(|&mode| costs[mode]).unwrap_or_default()
}

fn sixths(mode: Mode, byte: u8) -> Option<usize> {
    match mode {
        Mode::Numeric => byte.is_ascii_digit().then_some(20),
        Mode::Alphanumeric => (byte.is_ascii_digit() || byte.is_ascii_uppercase() || b" $%*+-./:".contains(&byte)).then_some(33),
        Mode::Byte => Some(48),
        Mode::Kanji => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VERSION: Version = Version::Normal(4);

    fn bits(segments: &[Segment]) -> usize {
        segments.iter().map(|segment| segment.encoded_len(VERSION)).sum()
    }

    /// The length of the best of all ways to split, by trying the last stretch at every place.
    fn fewest_bits(content: &[u8]) -> usize {
        let mut fewest = vec![0];
        for end in 1..=content.len() {
            let with_last_stretch = |begin: usize| {
                let allowed = |mode: &&Mode| content[begin..end].iter().all(|&byte| sixths(**mode, byte).is_some());
                let mode = MODES.iter().find(allowed).copied().unwrap_or(Mode::Byte);
                fewest[begin] + Segment { mode, begin, end }.encoded_len(VERSION)
            };
            fewest.push((0..end).map(with_last_stretch).min().expect("0..end has at least one place"));
        }
        fewest[content.len()]
    }

    #[test]
    fn a_code_in_capitals_is_one_alphanumeric_stretch() {
        let content = b"HTTPS://Q.GENT/7K3M9QXT";
        let whole = Segment {
            mode: Mode::Alphanumeric,
            begin: 0,
            end: content.len(),
        };
        assert_eq!(shortest(VERSION, content), [whole]);
        // Mode (4 bits), count (9), eleven pairs (11 each) and a single one (6).
        assert_eq!(bits(&[whole]), 4 + 9 + 11 * 11 + 6);
    }

    #[test]
    fn a_code_after_small_letters_is_still_alphanumeric() {
        let url = Segment {
            mode: Mode::Byte,
            begin: 0,
            end: 19,
        };
        let slash_and_id = Segment {
            mode: Mode::Alphanumeric,
            begin: 19,
            end: 28,
        };
        assert_eq!(shortest(VERSION, b"https://stad.gent/q/7K3M9QXT"), [url, slash_and_id]);
    }

    #[test]
    fn text_beyond_ascii_is_in_byte_mode() {
        // E2 80 93, of which the first two bytes are also a character in Shift JIS.
        assert_eq!(
            shortest(VERSION, "–".as_bytes()),
            [Segment {
                mode: Mode::Byte,
                begin: 0,
                end: 3
            }]
        );
    }

    #[test]
    fn nothing_takes_no_stretch() {
        assert_eq!(shortest(VERSION, b""), []);
    }

    #[test]
    fn a_stretch_ends_on_a_whole_bit() {
        // Ten digits take 33 1/3 bits, so 34; with the fraction they would seem to be worth a stretch of their own.
        let content = b"A1111111111AAAa";
        assert_eq!(bits(&shortest(VERSION, content)), 110);
        assert_eq!(fewest_bits(content), 110);
    }

    #[test]
    fn a_stretch_has_a_mode_of_its_own_exactly_where_that_is_shorter() {
        let kinds = ["1", "A", "a"];
        for (first, middle, last) in (0..27).map(|n| (kinds[n / 9], kinds[n / 3 % 3], kinds[n % 3])) {
            for (before, length, after) in (0..224).map(|n| (n / 56, n / 4 % 14, n % 4)) {
                let content = first.repeat(before) + &middle.repeat(length) + &last.repeat(after);
                let segments = shortest(VERSION, content.as_bytes());
                assert_eq!(bits(&segments), fewest_bits(content.as_bytes()), "{content}: {segments:?}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn no_other_split_is_shorter(
            content in "(HTTPS://Q.GENT/|https://stad.gent/q/)?[A-Z0-9_-]{0,50}|([A-Z]{1,9}[a-z]{0,2}[0-9]{1,11}[a-z]{0,2}){0,5}",
        ) {
            let segments = shortest(VERSION, content.as_bytes());
            prop_assert_eq!(bits(&segments), fewest_bits(content.as_bytes()));
            let joined: String = segments.iter().map(|segment| &content[segment.begin..segment.end]).collect();
            prop_assert_eq!(joined, content);
        }
    }
}
