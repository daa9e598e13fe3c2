//! What full-text search takes for a word: runs of letters and digits, without case or accents.
//!
//! The words are cut here and not by PostgreSQL's own parser, which reads `BENCH-1` as a word and a negative number and a
//! web address as one single word, so that nobody would find them by a part.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Letters of a word that are looked at; an index entry holds 2 KiB.
const LONGEST: usize = 200;

/// The words of a text, in their order.
pub fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    plain
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LONGEST).collect())
        .collect()
}

/// The words that something is found by.
pub fn indexed(text: &str) -> Vec<String> {
    words(text).into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_neither_case_nor_accents_nor_marks() {
        assert_eq!(
            indexed("BENCH-1 Bénch\nhttps://example.org/a"),
            ["1", "a", "bench", "example", "https", "org"]
        );
    }
}
