use std::fs;

use proptest::{collection::vec, prelude::*};

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// In room and in a file that grows, from any place on, and opened again in between.
    #[test]
    fn what_is_written_past_the_cache_is_what_a_reader_finds_and_behind_it_are_zeros(
        before in vec(any::<u8>(), 0..9_000),
        room in prop_oneof![Just(0_usize), 20_000..40_000_usize],
        writes in vec(prop_oneof![8 => vec(any::<u8>(), 1..6_000), 1 => vec(any::<u8>(), 60_000..200_000)], 1..12),
        opened_again: prop::sample::Index,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("segment");
        let mut expected = before.clone();
        fs::write(&path, [before, vec![0; room]].concat()).unwrap();
        let mut direct = Direct::open(&path, expected.len() as u64).unwrap();
        for (n, bytes) in writes.iter().enumerate() {
            if n == opened_again.index(writes.len()) {
                direct = Direct::open(&path, expected.len() as u64).unwrap();
            }
            direct.write(bytes, expected.len() as u64).unwrap();
            expected.extend(bytes);
            let found = fs::read(&path).unwrap();
            prop_assert!(found.starts_with(&expected));
            prop_assert!(found[expected.len()..].iter().all(|byte| *byte == 0));
        }
    }
}
