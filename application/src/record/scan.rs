//! A scan as it is stored.

use super::RecordError;

/// The first byte of every encoding; that of a decision begins with a brace.
const VERSION: u8 = 1;

/// An entry of the scan log. The numbers mean what the schema says; a text that is `None` is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the scan log, which the schema and `Scan` explain")]
pub struct ScanRecord {
    pub position: u64,
    pub node: i64,
    pub offset: u64,
    pub at: i64,
    pub as_of: u64,
    pub visitor: u64,
    pub outcome: u8,
    pub platform: u8,
    pub robot: bool,
    pub code: String,
    pub cause: String,
    pub language: Option<String>,
    pub country: Option<String>,
    pub referrer: Option<String>,
    pub item: Option<u16>,
}

impl ScanRecord {
    /// Its bytes: its fields in the order of the struct, numbers with the highest byte first.
    pub fn encoding(&self) -> Result<Vec<u8>, RecordError> {
        let mut out = Vec::with_capacity(128);
        out.push(VERSION);
        out.extend(self.position.to_be_bytes());
        out.extend(self.node.to_be_bytes());
        out.extend(self.offset.to_be_bytes());
        out.extend(self.at.to_be_bytes());
        out.extend(self.as_of.to_be_bytes());
        out.extend(self.visitor.to_be_bytes());
        out.extend([self.outcome, self.platform, self.robot.into()]);
        write_text("code", &self.code, &mut out)?;
        write_text("cause", &self.cause, &mut out)?;
        for (name, text) in [
            ("language", &self.language),
            ("country", &self.country),
            ("referrer", &self.referrer),
        ] {
            out.push(text.is_some().into());
            if let Some(text) = text {
                write_text(name, text, &mut out)?;
            }
        }
        out.push(self.item.is_some().into());
        out.extend(self.item.map(u16::to_be_bytes).into_iter().flatten());
        Ok(out)
    }
}

fn write_text(name: &'static str, text: &str, out: &mut Vec<u8>) -> Result<(), RecordError> {
    let length = u16::try_from(text.len()).map_err(|_| RecordError::Long(name))?;
    out.extend(length.to_be_bytes());
    out.extend(text.as_bytes());
    Ok(())
}
