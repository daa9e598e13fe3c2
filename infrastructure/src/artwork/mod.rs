//! Pictures of codes: draws a QR symbol (ISO/IEC 18004) as SVG, PNG, PDF or EPS, within the limits in which phones can read it.
//!
//! A picture is made in three steps: `contrast` and the checks below refuse what no phone could read, `symbol` and `segments` turn
//! the text into modules, and `svg`, `png`, `pdf` or `eps` lays these out as a file. `archive` packs many into one. The same request
//! always gives the same bytes.
//!
//! `labels` puts many on sheets. What a code says and where pictures are kept is not decided here.

mod archive;
mod contrast;
mod design;
mod emblem;
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

use signpost_application::ports::artwork::{
    Artist, ArtworkError, Colour, Emblem, Format, LabelsRequest, Picture, PictureRequest, Press, Specification,
};
use signpost_domain::design::MOST_MARGIN;

use self::{archive::PictureArchive, design::Style, emblem::Drawn, labels::LabelSheets, symbol::Symbol};

/// Dots per inch of a PNG: what a screen has, what printers have, and what no printer exceeds.
const LEAST_DPI: u32 = 72;
const USUAL_DPI: u32 = 300;
const MOST_DPI: u32 = 4800;
/// Pixels along the edge of a PNG in a design, which has all colours and takes so much more memory.
const MOST_PIXELS: u16 = 2048;

/// Draws symbols with the `qrcode` crate's encoder and this module's own layout.
#[derive(Debug, Clone, Copy, Default)]
pub struct QrArtist;

impl Artist for QrArtist {
    fn draw(&self, content: &str, caption: &[String], request: &PictureRequest) -> Result<Picture, ArtworkError> {
        if let Some(design) = &request.design {
            return draw_in(&Style::new(design)?, content, caption, request);
        }
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
        let bytes = match request.format {
            Format::Svg => svg::draw(&drawing),
            Format::Png => png::draw(&drawing),
            Format::Pdf => pdf::draw(&drawing),
            Format::Eps => eps::draw(&drawing),
        };
        Ok(Picture {
            bytes,
            media_type: request.format.media_type(),
            version: symbol.version(),
            level: symbol.level(),
        })
    }

    fn emblem(&self, sent: &Emblem) -> Result<Emblem, ArtworkError> {
        Drawn::read(sent)?.keep()
    }

    fn examine(&self, design: &Specification, content: &str, caption: &[String]) -> Result<(), ArtworkError> {
        design::examine(design, content, caption)
    }

    fn archive(&self, request: &PictureRequest, out: Box<dyn Write + Send>) -> Box<dyn Press> {
        Box::new(PictureArchive::new(request.clone(), out))
    }

    fn labels(&self, request: &LabelsRequest, out: Box<dyn Write + Send>) -> Box<dyn Press> {
        Box::new(LabelSheets::new(request.clone(), out))
    }
}

/// Draws a symbol in a design.
fn draw_in(style: &Style, content: &str, caption: &[String], request: &PictureRequest) -> Result<Picture, ArtworkError> {
    let symbol = style.symbol(content)?;
    let composition = style.compose(&symbol, content, caption)?;
    let mut limits = Limits::of(request.format, style.edge(&symbol));
    match request.format {
        Format::Png => limits.most = MOST_PIXELS,
        Format::Svg => {}
        Format::Pdf | Format::Eps => limits.usual = limits.usual.max(style.least()),
    }
    let size = limits.check(request.size)?;
    let dpi = resolution(request)?;
    let bytes = match request.format {
        Format::Svg => design::vector::svg::draw(&composition, content, size),
        Format::Png => design::raster::draw(&composition, size, dpi),
        Format::Pdf | Format::Eps if size < style.least() => return Err(ArtworkError::Smaller { least: style.least() }),
        Format::Pdf => design::vector::pdf::draw(&composition, content, size),
        Format::Eps => design::vector::eps::draw(&composition, content, size),
    };
    Ok(Picture {
        bytes,
        media_type: request.format.media_type(),
        version: symbol.version(),
        level: symbol.level(),
    })
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
