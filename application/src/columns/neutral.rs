//! Texts that a spreadsheet would take for formulas: made harmless on their way out, and themselves again on their way in.
//!
//! Whoever may name a code could otherwise have a program run by whoever opens an export. What spreadsheets compute is never computed here: of a
//! workbook the value is read that stands in it, and in CSV a formula is a text.

use std::borrow::Cow;

/// What stands before a text to say that it is one.
const MARK: char = '\'';

/// Whether a spreadsheet might compute it.
fn is_formula(text: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        // A negative number is no danger, and should stay one.
        Some('-') => !characters.as_str().starts_with(|c: char| c.is_ascii_digit()) || text.parse::<f64>().is_err(),
        Some('=' | '+' | '@' | '\t' | '\r' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}') => true,
        _ => false,
    }
}

/// A text that no spreadsheet computes.
pub fn neutralised(text: &str) -> Cow<'_, str> {
    // What has marks of its own gets one more, so that taking one off gives back what it was.
    if is_formula(text.trim_start_matches(MARK)) {
        format!("{MARK}{text}").into()
    } else {
        text.into()
    }
}

/// The text that was meant: without the mark, and without what Excel's users write to keep leading zeros, `="007"`.
pub fn plain(cell: &str) -> &str {
    if let Some(text) = cell
        .strip_prefix(MARK)
        .filter(|text| is_formula(text.trim_start_matches(MARK)))
    {
        return text;
    }
    let quoted = cell.strip_prefix("=\"").and_then(|text| text.strip_suffix('"'));
    quoted.filter(|text| !text.contains('"')).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_marked_and_numbers_are_not() {
        for formula in [
            "=1+1",
            "+32 9 266",
            "@SUM(A1)",
            "-A1",
            "\t=1",
            "-1+cmd|' /C calc'!A0",
            "'=1",
            "-",
            "-inf",
            "＝1",
        ] {
            assert_eq!(neutralised(formula), format!("'{formula}"));
        }
        for harmless in ["", "-3.7", "007", "it's", "'quoted'", "a=b"] {
            assert_eq!(neutralised(harmless), harmless);
        }
        assert_eq!(plain("=\"007\""), "007");
    }

    proptest! {
        #[test]
        fn whatever_is_exported_comes_back_as_it_was(text in "['=+@\t-]{0,4}[ -~]{0,6}") {
            let written = neutralised(&text).into_owned();
            prop_assert!(!is_formula(&written));
            // Texts in that one notation of Excel's begin with a formula's sign, so they are marked.
            prop_assert_eq!(plain(&written), text);
        }
    }
}
