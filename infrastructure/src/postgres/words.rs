//! A search in the language of `tsquery`.

use signpost_projections::words::words;

/// Every word must occur, each may be the beginning of one. `None` when there is nothing to look for.
pub(crate) fn searched(q: &str) -> Option<String> {
    // Letters and digits alone: nothing in it can be taken for an operator.
    let terms: Vec<String> = words(q).iter().map(|word| format!("'{word}':*")).collect();
    (!terms.is_empty()).then(|| terms.join(" & "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_never_taken_for_the_search_language() {
        assert_eq!(searched("Oak béNch").as_deref(), Some("'oak':* & 'bench':*"));
        assert_eq!(searched("a' | !b:*").as_deref(), Some("'a':* & 'b':*"));
        assert_eq!(searched(" * - "), None);
    }
}
