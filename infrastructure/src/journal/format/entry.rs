//! One scan as bytes. All numbers are little-endian.
//!
//! ```text
//! entry    = at:i64 as_of:u64 visitor:u64 outcome:u8 platform:u8 present:u8 code:text cause
//!            language:text? country:2? referrer:text? item:u16?
//! text     = length:u8 bytes
//! cause    = 0 | 1 | 2 audience:text | 3 rule:u16       status, default, an audience, a rule's own condition
//! present  = bits: 1 robot, 2 language, 4 country, 8 referrer, 16 item
//! ```
//!
//! `at` is in microseconds since 1970; outcome and platform are the numbers that the scan logs store. A scan takes some 60 bytes, a
//! fifth of what it took as JSON, and is read back without looking for names.

use jiff::Timestamp;
use signpost_domain::{
    decision::Position,
    scan::{Cause, Scan},
    visit::Visitor,
};

use crate::stored::{outcome, outcome_number, platform, platform_number};

const ROBOT: u8 = 1;
const LANGUAGE: u8 = 2;
const COUNTRY: u8 = 4;
const REFERRER: u8 = 8;
const ITEM: u8 = 16;

/// Appends a scan.
pub(super) fn write(bytes: &mut Vec<u8>, scan: &Scan) {
    bytes.extend_from_slice(&scan.at.as_microsecond().to_le_bytes());
    bytes.extend_from_slice(&scan.as_of.0.to_le_bytes());
    bytes.extend_from_slice(&scan.visitor.0.to_le_bytes());
    let present = [
        (scan.robot, ROBOT),
        (scan.language.is_some(), LANGUAGE),
        (scan.country.is_some(), COUNTRY),
        (scan.referrer.is_some(), REFERRER),
        (scan.item.is_some(), ITEM),
    ];
    let present = present.iter().filter(|(is, _)| *is).fold(0, |bits, (_, bit)| bits | bit);
    bytes.extend_from_slice(&[outcome_number(scan.outcome), platform_number(scan.platform), present]);
    text(bytes, scan.code.as_str());
    match &scan.cause {
        Cause::Status => bytes.push(0),
        Cause::Default => bytes.push(1),
        Cause::Audience(name) => {
            bytes.push(2);
            text(bytes, name.as_str());
        }
        Cause::Rule(place) => {
            bytes.push(3);
            bytes.extend_from_slice(&place.to_le_bytes());
        }
    }
    if let Some(language) = &scan.language {
        text(bytes, language.as_str());
    }
    if let Some(country) = &scan.country {
        bytes.extend_from_slice(country.as_str().as_bytes());
    }
    if let Some(referrer) = &scan.referrer {
        text(bytes, referrer);
    }
    if let Some(item) = scan.item {
        bytes.extend_from_slice(&item.to_le_bytes());
    }
}

/// Ids, names, languages and hosts are shorter than this by their types, or where they are read; should one not be, its beginning is
/// kept rather than a scan lost.
fn text(bytes: &mut Vec<u8>, text: &str) {
    let text = &text[..text.floor_char_boundary(usize::from(u8::MAX))];
    bytes.push(u8::try_from(text.len()).expect("cut to what fits"));
    bytes.extend_from_slice(text.as_bytes());
}

/// Reads a scan; `None` when these bytes are none.
pub(super) fn read(bytes: &[u8]) -> Option<Scan> {
    let mut rest = Rest(bytes);
    let at = Timestamp::from_microsecond(i64::from_le_bytes(rest.array()?)).ok()?;
    let as_of = Position(u64::from_le_bytes(rest.array()?));
    let visitor = Visitor(u64::from_le_bytes(rest.array()?));
    let [outcome_number, platform_number, present] = rest.array()?;
    let code = rest.text()?.parse().ok()?;
    let cause = match rest.array()? {
        [0] => Cause::Status,
        [1] => Cause::Default,
        [2] => Cause::Audience(rest.text()?.parse().ok()?),
        [3] => Cause::Rule(u16::from_le_bytes(rest.array()?)),
        _ => return None,
    };
    let has = |bit| present & bit != 0;
    let scan = Scan {
        at,
        code,
        as_of,
        outcome: outcome(outcome_number.into()).ok()?,
        cause,
        platform: platform(platform_number.into()).ok()?,
        language: if has(LANGUAGE) {
            Some(rest.text()?.parse().ok()?)
        } else {
            None
        },
        country: if has(COUNTRY) {
            Some(std::str::from_utf8(&rest.array::<2>()?).ok()?.parse().ok()?)
        } else {
            None
        },
        robot: has(ROBOT),
        visitor,
        referrer: if has(REFERRER) { Some(rest.text()?.to_owned()) } else { None },
        item: if has(ITEM) {
            Some(u16::from_le_bytes(rest.array()?))
        } else {
            None
        },
    };
    rest.0.is_empty().then_some(scan)
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }

    fn text(&mut self) -> Option<&'a str> {
        let [length] = self.array()?;
        let (text, rest) = self.0.split_at_checked(length.into())?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use signpost_domain::{scan::Outcome, visit::Platform};

    use super::*;

    fn scans() -> impl Strategy<Value = Scan> {
        let causes = prop_oneof![
            Just(Cause::Status),
            Just(Cause::Default),
            "[a-z][a-z0-9-]{0,59}".prop_map(|name| Cause::Audience(name.parse().unwrap())),
            any::<u16>().prop_map(Cause::Rule),
        ];
        let what = (
            "[A-Z0-9_-]{4,50}",
            any::<u64>(),
            0..Outcome::ALL.len(),
            causes,
            0..Platform::ALL.len(),
        );
        let who = (
            prop::option::of("[a-z]{2,3}(-[A-Z]{2})?"),
            prop::option::of("[A-Z]{2}"),
            any::<bool>(),
            any::<u64>(),
            prop::option::of("[a-z.]{1,253}"),
            any::<Option<u16>>(),
        );
        // To the year 9999, the last that a timestamp knows, and from before 1970.
        let at = -62_135_596_800_000_000..253_402_000_000_000_000_i64;
        (at, what, who).prop_filter_map("reserved words are no codes", |(at, what, who)| {
            Some(Scan {
                at: Timestamp::from_microsecond(at).unwrap(),
                code: what.0.parse().ok()?,
                as_of: Position(what.1),
                outcome: Outcome::ALL[what.2],
                cause: what.3,
                platform: Platform::ALL[what.4],
                language: who.0.map(|tag| tag.parse().unwrap()),
                country: who.1.map(|country| country.parse().unwrap()),
                robot: who.2,
                visitor: Visitor(who.3),
                referrer: who.4,
                item: who.5,
            })
        })
    }

    proptest! {
        #[test]
        fn a_scan_is_read_back_and_nothing_shorter_or_longer_is(scan in scans()) {
            let mut bytes = Vec::new();
            write(&mut bytes, &scan);
            prop_assert_eq!(read(&bytes), Some(scan));
            prop_assert_eq!(read(&bytes[..bytes.len() - 1]), None);
            bytes.push(0);
            prop_assert_eq!(read(&bytes), None);
        }
    }

    #[test]
    fn a_host_longer_than_any_is_cut_between_characters() {
        let mut bytes = Vec::new();
        text(&mut bytes, &"é".repeat(200));
        assert_eq!(bytes.len(), 1 + 254);
    }
}
