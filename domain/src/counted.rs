//! Numbers of things in English sentences, for the command line, programs and the record. Pages have texts of their own, in which each language counts as it does.

use std::fmt;

/// So many of a thing, such as `1 row` and `2 rows`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    count: u64,
    thing: &'static str,
}

/// So many of a thing whose plural ends in an s.
pub fn counted(count: u64, thing: &'static str) -> Counted {
    Counted { count, thing }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, thing } = self;
        let plural = if *count == 1 { "" } else { "s" };
        write!(f, "{count} {thing}{plural}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_thing_is_one_and_all_other_numbers_are_many() {
        let rows = [0, 1, 2, 11, 21].map(|count| counted(count, "row").to_string());
        assert_eq!(rows, ["0 rows", "1 row", "2 rows", "11 rows", "21 rows"]);
    }
}
