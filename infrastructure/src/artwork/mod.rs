//! Pictures of codes: draws a QR symbol (ISO/IEC 18004) as SVG, PNG, PDF or EPS, within the limits in which phones can read it.
//!
//! A picture is made in three steps: `contrast` and the checks below refuse what no phone could read, `symbol` and `segments` turn
//! the text into modules, and `svg`, `png`, `pdf` or `eps` lays these out as a file. `archive` packs many into one. The same request
//! always gives the same bytes.
//!
//! `labels` puts many on sheets. What a code says and where pictures are kept is not decided here.

mod archive;
mod contrast;
mod eps;
mod labels;
mod pdf;
mod png;
mod segments;
mod svg;
mod symbol;
#[cfg(test)]
mod tests;

use std::io::Write;

use signpost_application::ports::artwork::{Artist, ArtworkError, Colour, Format, LabelsRequest, Picture, PictureRequest, Press};

use self::{archive::PictureArchive, labels::LabelSheets, symbol::Symbol};

/// Widest quiet zone, in modules: ten times what the standard asks for.
const MOST_MARGIN: u8 = 40;
/// Dots per inch of a PNG: what a screen has, what printers have, and what no printer exceeds.
const LEAST_DPI: u32 = 72;
const USUAL_DPI: u32 = 300;
const MOST_DPI: u32 = 4800;

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
            dpi: resolution(request)?,
        };
        let (bytes, media_type) = match request.format {
            Format::Svg => (svg::draw(&drawing), "image/svg+xml"),
            Format::Png => (png::draw(&drawing), "image/png"),
            Format::Pdf => (pdf::draw(&drawing), "application/pdf"),
            Format::Eps => (eps::draw(&drawing), "application/postscript"),
        };
        Ok(Picture {
            bytes,
            media_type,
            version: symbol.version(),
            level: symbol.level(),
        })
    }

    fn archive(&self, request: &PictureRequest, out: Box<dyn Write + Send>) -> Box<dyn Press> {
        Box::new(PictureArchive::new(request.clone(), out))
    }

    fn labels(&self, request: &LabelsRequest, out: Box<dyn Write + Send>) -> Box<dyn Press> {
        Box::new(LabelSheets::new(request.clone(), out))
    }
}

/// Dots per inch.
fn resolution(request: &PictureRequest) -> Result<u32, ArtworkError> {
    match request.dpi {
        None => Ok(USUAL_DPI),
        Some(_) if request.format != Format::Png => Err(ArtworkError::NoDots),
        Some(dpi @ LEAST_DPI..=MOST_DPI) => Ok(dpi),
        Some(_) => Err(ArtworkError::Resolution {
            least: LEAST_DPI,
            most: MOST_DPI,
        }),
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
    /// How many pixels are an inch when they are printed.
    dpi: u32,
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
            Format::Pdf | Format::Eps => Self {
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
