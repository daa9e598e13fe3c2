//! Pictures of codes: draws a QR symbol (ISO/IEC 18004) as SVG, PNG or PDF, within the limits in which phones can read it.
//!
//! A picture is made in three steps: `contrast` and the checks below refuse what no phone could read, `symbol` and `segments` turn
//! the text into modules, and `svg`, `png` or `pdf` lays these out as a file. The same request always gives the same bytes.
//!
//! What a code says, where pictures are kept and how labels share a sheet is not decided here.

mod contrast;
mod pdf;
mod png;
mod segments;
mod svg;
mod symbol;
#[cfg(test)]
mod tests;

use signpost_application::ports::artwork::{Artist, ArtworkError, Colour, Format, Picture, PictureRequest};

use self::symbol::Symbol;

/// Widest quiet zone, in modules: ten times what the standard asks for.
const MOST_MARGIN: u8 = 40;

/// Draws symbols with the `qrcode` crate's encoder and this module's own layout.
#[derive(Debug, Clone, Copy, Default)]
pub struct QrArtist;

impl Artist for QrArtist {
    fn draw(&self, content: &str, request: &PictureRequest) -> Result<Picture, ArtworkError> {
        if request.margin > MOST_MARGIN {
            return Err(ArtworkError::Margin { most: MOST_MARGIN });
        }
        contrast::check(request.dark, request.light)?;
        let symbol = Symbol::encode(content, request.level)?;
        let edge = u16::from(symbol.width()) + 2 * u16::from(request.margin);
        let drawing = Drawing {
            content,
            symbol: &symbol,
            margin: request.margin,
            edge,
            size: Limits::of(request.format, edge).check(request.size)?,
            dark: request.dark,
            light: request.light,
        };
        let (bytes, media_type) = match request.format {
            Format::Svg => (svg::draw(&drawing), "image/svg+xml"),
            Format::Png => (png::draw(&drawing), "image/png"),
            Format::Pdf => (pdf::draw(&drawing), "application/pdf"),
        };
        Ok(Picture {
            bytes,
            media_type,
            version: symbol.version(),
            level: symbol.level(),
        })
    }
}

/// A checked request: everything a file format needs to lay out the symbol.
struct Drawing<'a> {
    content: &'a str,
    symbol: &'a Symbol,
    /// Quiet zone on each side, in modules.
    margin: u8,
    /// Symbol and quiet zone together, in modules.
    edge: u16,
    /// Symbol and quiet zone together, in the unit of the format: pixels or millimetres.
    size: u16,
    dark: Colour,
    light: Colour,
}

/// The sizes that a format can be drawn in.
struct Limits {
    least: u16,
    usual: u16,
    most: u16,
}

impl Limits {
    fn of(format: Format, edge: u16) -> Self {
        match format {
            Format::Svg => Self {
                least: 32,
                usual: 512,
                most: 4096,
            },
            // A module narrower than a pixel is gone or merged with its neighbour; vectors have no such bound.
            Format::Png => Self {
                least: edge.max(32),
                usual: 512,
                most: 4096,
            },
            Format::Pdf => Self {
                least: 10,
                usual: 30,
                most: 1000,
            },
        }
    }

    fn check(&self, size: Option<u32>) -> Result<u16, ArtworkError> {
        let Some(size) = size else { return Ok(self.usual) };
        u16::try_from(size)
            .ok()
            .filter(|size| (self.least..=self.most).contains(size))
            .ok_or(ArtworkError::Size {
                least: self.least.into(),
                most: self.most.into(),
            })
    }
}
