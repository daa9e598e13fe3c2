//! Turns a text into the modules of a symbol: choice of version and error correction level (ISO/IEC 18004).
//!
//! The `qrcode` crate encodes; this file decides how large and how safe, `segments` in which modes, `mask` under which mask.

use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};
use signpost_application::ports::artwork::{ArtworkError, Level};

use super::segments;

mod mask;
#[cfg(test)]
mod tests;

/// Says that bytes are UTF-8 (AIM ECI, assignment 26). Without it they are ISO 8859-1 by the standard, and zbar takes "café" for
/// Big5.
const UTF_8: u32 = 26;

/// A symbol without its quiet zone.
pub(super) struct Symbol {
    version: u8,
    level: Level,
    width: u8,
    /// Row by row from the top.
    modules: Vec<Color>,
}

/// Dark modules side by side, as many as there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Column of the leftmost one, counted from 0 at the left of the symbol.
    pub(super) x: u8,
    /// Row, counted from 0 at the top of the symbol.
    pub(super) y: u8,
    /// How many they are, at least 1.
    pub(super) length: u8,
}

impl Symbol {
    /// Encodes in the smallest version that holds the content: exactly at `level`, or else at `M` and then raised to the highest
    /// level that the same version has room for.
    pub(super) fn encode(content: &str, level: Option<Level>) -> Result<Self, ArtworkError> {
        let least = level.unwrap_or(Level::M);
        let (version, bits) = (1..=40)
            .find_map(|version| Some((version, encode_in(version, least, content)?)))
            .ok_or(ArtworkError::TooLong { level: least })?;
        let better: &[Level] = if level.is_none() { &[Level::H, Level::Q] } else { &[] };
        let (level, bits) = better
            .iter()
            .find_map(|&better| Some((better, encode_in(version, better, content)?)))
            .unwrap_or((least, bits));
        let width = 17 + 4 * version;
        let modules = if version <= mask::LARGEST {
            mask::modules(version, ec_level(level), bits)
        } else {
            QrCode::with_bits(bits, ec_level(level)).map(QrCode::into_colors)
        };
        Ok(Self {
            version,
            level,
            width,
            modules: modules.expect("versions 1 to 40 exist at every level"),
        })
    }

    pub(super) fn version(&self) -> u8 {
        self.version
    }

    pub(super) fn level(&self) -> Level {
        self.level
    }

    /// Modules along an edge, 21 to 177.
    pub(super) fn width(&self) -> u8 {
        self.width
    }

    /// Whether a module is dark; `x` and `y` must be less than [`width`](Self::width).
    pub(super) fn is_dark(&self, x: u8, y: u8) -> bool {
        self.modules[usize::from(y) * usize::from(self.width) + usize::from(x)] == Color::Dark
    }

    /// All dark modules, from left to right and from top to bottom.
    pub(super) fn runs(&self) -> impl Iterator<Item = Run> {
        self.modules.chunks(self.width.into()).zip(0..).flat_map(|(row, y)| {
            let mut end = 0;
            row.chunk_by(PartialEq::eq).filter_map(move |run| {
                let x = end;
                let length = u8::try_from(run.len()).expect("a row is at most 177 modules long");
                end += length;
                (run[0] == Color::Dark).then_some(Run { x, y, length })
            })
        })
    }
}

/// The content as the data of a symbol of this version and level, or `None` where it does not fit.
fn encode_in(version: u8, level: Level, content: &str) -> Option<Bits> {
    let version = Version::Normal(version.into());
    let mut bits = Bits::new(version);
    if !content.is_ascii() {
        bits.push_eci_designator(UTF_8).ok()?;
    }
    let segments = segments::shortest(version, content.as_bytes());
    bits.push_segments(content.as_bytes(), segments.into_iter()).ok()?;
    bits.push_terminator(ec_level(level)).ok()?;
    Some(bits)
}

fn ec_level(level: Level) -> EcLevel {
    match level {
        Level::L => EcLevel::L,
        Level::M => EcLevel::M,
        Level::Q => EcLevel::Q,
        Level::H => EcLevel::H,
    }
}
