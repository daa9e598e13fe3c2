//! Symbols in a design: module shapes, a logo, a frame and a caption, laid out once for every file format.
//!
//! Everything is measured in modules, from the upper left corner of the frame.

mod examine;
mod lettering;
pub(super) mod raster;
mod shapes;
#[cfg(test)]
mod tests;
pub(super) mod vector;

use kurbo::{BezPath, Rect, RoundedRect, Shape as _};
use signpost_application::ports::artwork::{ArtworkError, Colour, Level, Specification};

pub(super) use self::examine::examine;
use self::{lettering::Lettering, shapes::Marks};
use super::{emblem::Drawn, symbol::Symbol};

/// How exactly round shapes are followed, in modules: a hundredth of a millimetre where a module has two.
const TOLERANCE: f64 = 0.005;

/// A design that is ready to be printed with.
pub(super) struct Style {
    specification: Specification,
    logo: Option<Drawn>,
}

/// A symbol in a design.
pub(super) struct Composition<'a> {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) dark: Colour,
    pub(super) light: Colour,
    /// The modules, all but those that a logo hides.
    pub(super) marks: Marks,
    /// The frame: its outer edge and its inner one, of which the second cuts out.
    pub(super) frame: Option<[BezPath; 2]>,
    /// The caption, as outlines of letters.
    pub(super) letters: Option<BezPath>,
    /// The logo, and where it is.
    pub(super) logo: Option<(&'a Drawn, Rect)>,
}

impl Style {
    /// Reads a design as it is kept.
    pub(super) fn new(specification: &Specification) -> Result<Self, ArtworkError> {
        let logo = specification.logo.as_ref().map(|logo| Drawn::read(&logo.emblem));
        Ok(Self {
            logo: logo.transpose()?,
            specification: specification.clone(),
        })
    }

    /// How wide what is printed is at least, in millimetres.
    pub(super) fn least(&self) -> u16 {
        self.specification.size
    }

    /// The logo.
    pub(super) fn logo(&self) -> Option<&Drawn> {
        self.logo.as_ref()
    }

    /// Encodes a text: at the level of the design, and below a logo as safely as there is unless it says otherwise.
    pub(super) fn symbol(&self, content: &str) -> Result<Symbol, ArtworkError> {
        let level = self.specification.level.or(self.logo.as_ref().map(|_| Level::H));
        Symbol::encode(content, level)
    }

    /// Modules along the edge of frame, quiet zone and symbol.
    pub(super) fn edge(&self, symbol: &Symbol) -> u16 {
        let around = self.specification.margin + self.specification.frame.map_or(0, |frame| frame.thickness);
        u16::from(symbol.width()) + 2 * u16::from(around)
    }

    /// Lays out a symbol. Refuses a logo that hides more of it than can be told from the rest.
    pub(super) fn compose(&self, symbol: &Symbol, content: &str, caption: &[String]) -> Result<Composition<'_>, ArtworkError> {
        let Specification {
            dark,
            light,
            shape,
            margin,
            frame,
            ..
        } = self.specification;
        let edge = f64::from(self.edge(symbol));
        let thickness = frame.map_or(0.0, |frame| f64::from(frame.thickness));
        let origin = thickness + f64::from(margin);
        let hidden = self.hidden(symbol, content)?;
        let lettering = Lettering::below(edge, thickness, f64::from(margin) / 2.0, caption);
        let height = edge + lettering.height;
        let frame = frame.map(|frame| {
            let corner = f64::from(frame.corner);
            let outer = Rect::new(0.0, 0.0, edge, height);
            let inner = outer.inset(-thickness);
            [(outer, corner), (inner, (corner - thickness).max(0.0))].map(|(edge, radius)| rounded(edge, radius))
        });
        let logo = self.logo.as_ref().map(|logo| {
            let square = shapes::square(symbol, hidden, origin);
            // Half a module around it stays free.
            let room = square.width() - 1.0;
            let size = logo.size();
            let size = size * (room / size.width.max(size.height));
            (logo, Rect::from_center_size(square.center(), size))
        });
        Ok(Composition {
            width: edge,
            height,
            dark,
            light,
            marks: Marks::of(symbol, shape, hidden, origin),
            frame,
            letters: (!lettering.outlines.is_empty()).then_some(lettering.outlines),
            logo,
        })
    }

    /// Modules along the edge of the square that the logo hides, 0 without one.
    fn hidden(&self, symbol: &Symbol, content: &str) -> Result<u8, ArtworkError> {
        let Some(logo) = &self.specification.logo else { return Ok(0) };
        let hidden = of_the_width(symbol, logo.share);
        if shapes::is_read_without(symbol, content, hidden) {
            return Ok(hidden);
        }
        let fits = |share: &u8| shapes::is_read_without(symbol, content, of_the_width(symbol, *share));
        Err(ArtworkError::Covered {
            share: logo.share,
            most: (5..logo.share).rev().find(fits).unwrap_or_default(),
            level: symbol.level(),
        })
    }
}

/// So many modules in the middle of a symbol: an odd number, as of its own.
fn of_the_width(symbol: &Symbol, share: u8) -> u8 {
    let modules = u16::from(symbol.width()) * u16::from(share) / 100;
    u8::try_from(modules | 1).expect("a part of what is at most 177").max(3)
}

fn rounded(edge: Rect, radius: f64) -> BezPath {
    if radius > 0.0 {
        RoundedRect::from_rect(edge, radius).to_path(TOLERANCE)
    } else {
        edge.to_path(TOLERANCE)
    }
}
