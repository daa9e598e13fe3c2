//! Versions, levels and runs, against the tables of the standard.

use super::*;

const LEVELS: [Level; 4] = [Level::L, Level::M, Level::Q, Level::H];

fn encode(content: &str, level: Option<Level>) -> (u8, Level) {
    let symbol = Symbol::encode(content, level).expect("it fits");
    (symbol.version(), symbol.level())
}

/// ISO/IEC 18004, table 7: alphanumeric characters that a version holds at L, M, Q and H. These are the versions between
/// which something changes besides the size (9/10 and 26/27: the length of a count), the first and the last.
const CAPACITY: [(u8, [usize; 4]); 9] = [
    (1, [25, 20, 16, 10]),
    (2, [47, 38, 29, 20]),
    (3, [77, 61, 47, 35]),
    (4, [114, 90, 67, 50]),
    (9, [335, 262, 189, 143]),
    (10, [395, 311, 221, 174]),
    (26, [1990, 1542, 1094, 864]),
    (27, [2132, 1637, 1172, 910]),
    (40, [4296, 3391, 2420, 1852]),
];

#[test]
fn a_version_holds_what_the_standard_says_and_not_one_more() {
    for (version, capacities) in CAPACITY {
        for (level, capacity) in LEVELS.into_iter().zip(capacities) {
            assert_eq!(encode(&"A".repeat(capacity), Some(level)), (version, level));
            let next = Symbol::encode(&"A".repeat(capacity + 1), Some(level));
            match version {
                40 => assert_eq!(next.err(), Some(ArtworkError::TooLong { level })),
                _ => assert_eq!(next.expect("it fits").version(), version + 1),
            }
        }
    }
}

#[test]
fn a_code_takes_the_version_of_its_length_in_alphanumeric_mode() {
    // 23 characters; in byte mode L would need version 2 and Q version 3 (table 7).
    let content = "HTTPS://Q.GENT/7K3M9QXT";
    for (level, version) in LEVELS.into_iter().zip([1, 2, 2, 3]) {
        assert_eq!(encode(content, Some(level)), (version, level));
        let capacity = |version: u8| CAPACITY[usize::from(version) - 1].1[level as usize];
        assert!(content.len() <= capacity(version) && (version == 1 || content.len() > capacity(version - 1)));
    }
}

#[test]
fn without_a_level_the_smallest_version_at_m_is_raised_as_far_as_it_goes() {
    let by_length = [
        (10, (1, Level::H)),
        (11, (1, Level::Q)),
        (16, (1, Level::Q)),
        (17, (1, Level::M)),
        (20, (1, Level::M)),
        (21, (2, Level::Q)),
        (23, (2, Level::Q)),
        (30, (2, Level::M)),
        (39, (3, Level::Q)),
    ];
    for (length, expected) in by_length {
        assert_eq!(encode(&"A".repeat(length), None), expected, "{length} characters");
    }
}

#[test]
fn without_a_level_a_text_that_needs_l_is_too_long() {
    let content = "A".repeat(4296);
    assert_eq!(
        Symbol::encode(&content, None).err(),
        Some(ArtworkError::TooLong { level: Level::M })
    );
    assert_eq!(encode(&content, Some(Level::L)), (40, Level::L));
}

#[test]
fn runs_are_the_dark_modules() {
    let symbol = Symbol::encode("7K3M9QXT", None).expect("it fits");
    let mut dark = 0;
    for Run { x, y, length } in symbol.runs() {
        let start = usize::from(y) * 21 + usize::from(x);
        let end = start + usize::from(length);
        assert!(symbol.modules[start..end].iter().all(|&module| module == Color::Dark));
        assert!(x == 0 || symbol.modules[start - 1] == Color::Light);
        assert!(x + length == 21 || symbol.modules[end] == Color::Light);
        dark += usize::from(length);
    }
    assert_eq!(dark, symbol.modules.iter().filter(|&&module| module == Color::Dark).count());
    // The finder pattern at the upper left (ISO/IEC 18004, 6.3.3).
    let corner: Vec<Run> = symbol.runs().filter(|run| run.y == 1 && run.x < 8).collect();
    assert_eq!(corner, [Run { x: 0, y: 1, length: 1 }, Run { x: 6, y: 1, length: 1 }]);
}
