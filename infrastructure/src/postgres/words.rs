//! What full-text search takes for a word, the same as the embedded store: runs of letters and digits, without case or accents.
//!
//! The words are cut here and not by PostgreSQL's own parser, which reads `BENCH-1` as a word and a negative number and a
//! web address as one single word, so that nobody would find them by a part.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Letters of a word that are looked at; an index entry holds 2 KiB.
const LONGEST: usize = 200;

fn words(text: &str) -> impl Iterator<Item = String> {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let plain = plain.to_lowercase();
    let words: Vec<String> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LONGEST).collect())
        .collect();
    words.into_iter()
}

/// The words that something is found by.
pub(crate) fn indexed(text: &str) -> Vec<String> {
    words(text).collect::<BTreeSet<_>>().into_iter().collect()
}

/// A search in the language of `tsquery`: every word must occur, each may be the beginning of one. `None` when there is
/// nothing to look for.
pub(crate) fn searched(q: &str) -> Option<String> {
    // Letters and digits alone: nothing in it can be taken for an operator.
    let terms: Vec<String> = words(q).map(|word| format!("'{word}':*")).collect();
    (!terms.is_empty()).then(|| terms.join(" & "))
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

    #[test]
    fn what_people_type_is_never_taken_for_the_search_language() {
        assert_eq!(searched("Oak béNch").as_deref(), Some("'oak':* & 'bench':*"));
        assert_eq!(searched("a' | !b:*").as_deref(), Some("'a':* & 'b':*"));
        assert_eq!(searched(" * - "), None);
    }
}
