//! A scan as `/api/v1/scans` gives it: all that is in its record, in words.

use jiff::Timestamp;
use serde::Deserialize;
use signpost_application::record::ScanRecord;
use signpost_domain::{scan::Outcome, visit::Platform};

use super::Exported;
use crate::stored::{outcome_number, platform_number};

/// The same in a line of JSON and in a row.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    position: u64,
    node: String,
    offset: u64,
    at: Timestamp,
    code: String,
    as_of: u64,
    outcome: String,
    cause: String,
    platform: String,
    language: Option<String>,
    country: Option<String>,
    robot: bool,
    visitor: String,
    referrer: Option<String>,
    item: Option<u16>,
}

impl TryFrom<Line> for ScanRecord {
    type Error = String;

    fn try_from(line: Line) -> Result<Self, String> {
        let known = Outcome::ALL.into_iter().find(|known| known.as_str() == line.outcome);
        let outcome = known.ok_or_else(|| format!("{:?} is no outcome", line.outcome))?;
        let known = Platform::ALL.into_iter().find(|known| known.as_str() == line.platform);
        let platform = known.ok_or_else(|| format!("{:?} is no platform", line.platform))?;
        Ok(Self {
            position: line.position,
            node: hexadecimal(&line.node)?.cast_signed(),
            offset: line.offset,
            at: line.at.as_microsecond(),
            as_of: line.as_of,
            visitor: hexadecimal(&line.visitor)?,
            outcome: outcome_number(outcome),
            platform: platform_number(platform),
            robot: line.robot,
            code: line.code,
            cause: line.cause,
            language: line.language,
            country: line.country,
            referrer: line.referrer,
            item: line.item,
        })
    }
}

fn hexadecimal(digits: &str) -> Result<u64, String> {
    let is_as_written = digits.len() == 16 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = is_as_written.then(|| u64::from_str_radix(digits, 16).ok()).flatten();
    number.ok_or_else(|| format!("{digits:?} are not 16 hexadecimal digits"))
}

impl Exported for ScanRecord {
    type Line = Line;
    type Row = Line;
}
