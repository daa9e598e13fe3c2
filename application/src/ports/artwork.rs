//! Pictures of codes: what a caller may ask for and what comes back. The drawing itself is done behind [`Artist`].
//!
//! Words and limits follow ISO/IEC 18004 (QR code): a *symbol* is made of square *modules* and stands in a *quiet zone*.

use std::{
    io::{self, Write},
    sync::Arc,
};

use signpost_domain::{design::QUIET_ZONE, sheets::Sheet};
pub use signpost_domain::{
    design::{Colour, Emblem, Level, Shape, Specification},
    print::Format,
};

/// Draws symbols. Pure computation, so a call does not wait for anything.
pub trait Artist: Send + Sync {
    /// Draws `content` as asked; `caption` is what a design has below it.
    ///
    /// # Errors
    /// [`ArtworkError`] when the content does not fit a symbol or the picture asked for could not be read by a phone.
    fn draw(&self, content: &str, caption: &[String], request: &PictureRequest) -> Result<Picture, ArtworkError>;

    /// What is kept of a picture that somebody sent for a logo: what can be seen in it, and nothing else.
    fn emblem(&self, sent: &Emblem) -> Result<Emblem, ArtworkError>;

    /// Tries whether a reader reads `content` in a design, at its size in print, blurred, tilted and in bad light.
    fn examine(&self, design: &Specification, content: &str, caption: &[String]) -> Result<(), ArtworkError>;

    /// Begins an archive (ZIP) of pictures, written to `out` as they come.
    fn archive(&self, request: &PictureRequest, out: Box<dyn Write + Send>) -> Box<dyn Press>;

    /// Begins a document (PDF) of sheets of labels, written to `out` page by page.
    fn labels(&self, request: &LabelsRequest, out: Box<dyn Write + Send>) -> Box<dyn Press>;
}

/// What codes are printed on, one after another. The same codes in the same order give the same bytes.
pub trait Press: Send {
    /// Prints one.
    fn print(&mut self, impression: &Impression) -> Result<(), PressError>;

    /// Writes what is still to be written.
    fn finish(self: Box<Self>) -> Result<(), PressError>;
}

/// What is printed of one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impression {
    /// The text in its symbol.
    pub content: String,
    /// What the file of its picture is called, without an ending.
    pub name: String,
    /// The lines of text beside its symbol on a label.
    pub caption: Vec<String>,
}

/// Why printing ended early.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// A symbol cannot be drawn.
    #[error(transparent)]
    Artwork(#[from] ArtworkError),
    /// What was printed could not be written.
    #[error(transparent)]
    Output(#[from] io::Error),
}

/// What a caller asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureRequest {
    /// File format.
    pub format: Format,
    /// The level asked for, exactly; `None` takes the smallest symbol that holds the content at `M` or better and then the
    /// highest level that fits in that same symbol, which costs nothing.
    pub level: Option<Level>,
    /// Edge of the whole picture, quiet zone included: pixels for PNG and SVG, millimetres for PDF and EPS.
    /// `None` takes 512 pixels or 30 millimetres.
    pub size: Option<u32>,
    /// How large a pixel of a PNG is when it is printed, in dots per inch. `None` takes 300.
    pub dpi: Option<u32>,
    /// Width of the quiet zone in modules, 0 to 40. The standard asks for 4.
    pub margin: u8,
    /// Colour of the dark modules.
    pub dark: Colour,
    /// Colour of the light modules and the quiet zone.
    pub light: Colour,
    /// What it is drawn in; what it says of level, margin and colours counts.
    pub design: Option<Arc<Specification>>,
}

impl PictureRequest {
    /// In black on white, at the sizes and with the quiet zone that are usual.
    pub fn plain(format: Format) -> Self {
        Self {
            format,
            level: None,
            size: None,
            dpi: None,
            margin: QUIET_ZONE,
            dark: Colour::BLACK,
            light: Colour::WHITE,
            design: None,
        }
    }

    /// As a design has it.
    pub fn in_design(format: Format, design: &Arc<Specification>) -> Self {
        Self {
            format,
            level: design.level,
            size: None,
            dpi: None,
            margin: design.margin,
            dark: design.dark,
            light: design.light,
            design: Some(Arc::clone(design)),
        }
    }
}

/// How labels are printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelsRequest {
    /// What is printed on.
    pub sheet: Sheet,
    /// Where the first label goes, counted from 0 along the rows of the first sheet: what was used before is left out.
    pub start: u32,
    /// Whether the corners of labels are marked, for sheets that are cut afterwards.
    pub cut_marks: bool,
    /// Whether it is one page of proof on plain paper: with the outlines of all labels, and rulers.
    pub proof: bool,
    /// The level asked for, as in a [`PictureRequest`].
    pub level: Option<Level>,
    /// Width of the quiet zone in modules.
    pub margin: u8,
    /// Colour of the dark modules and the text.
    pub dark: Colour,
    /// Colour of the light modules and the quiet zone.
    pub light: Colour,
    /// What symbols are drawn in; what it says of level, margin and colours counts.
    pub design: Option<Arc<Specification>>,
}

/// A part of a design.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// The logo.
    Logo,
    /// What modules look like.
    Shape,
    /// The colours.
    Dark,
    /// The frame.
    Frame,
    /// How small it is printed.
    Size,
}

/// A drawn symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// Symbol version, 1 to 40 (21 to 177 modules wide).
    pub version: u8,
    /// Error correction level of the symbol.
    pub level: Level,
}

/// Why a picture was not drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArtworkError {
    /// The content is longer than the largest symbol holds at this level.
    #[error("the text is too long for a QR symbol with error correction {level}: take a lower level or a shorter public URL")]
    TooLong {
        /// The level asked for.
        level: Level,
    },
    /// The picture is too small to give every module a whole pixel, or outside the limits.
    #[error("size must be between {least} and {most} here")]
    Size {
        /// Smallest size allowed for this symbol and format.
        least: u32,
        /// Largest size allowed for this format.
        most: u32,
    },
    /// The resolution is outside the limits.
    #[error("dpi must be between {least} and {most}")]
    Resolution {
        /// Lowest resolution allowed.
        least: u32,
        /// Highest resolution allowed.
        most: u32,
    },
    /// Only PNG has dots.
    #[error("only a png has dots per inch; leave dpi out")]
    NoDots,
    /// Modules would be too small to be printed and read.
    #[error(
        "the labels of this sheet are too small: a module of the symbol would be {micrometres} micrometres wide, at least {least} are \
         needed; take another sheet, a lower level or a shorter public URL"
    )]
    Small {
        /// How wide it would be, in micrometres.
        micrometres: u32,
        /// Narrowest module allowed, in micrometres.
        least: u32,
    },
    /// The quiet zone is outside the limits.
    #[error("margin must be between 0 and {most} modules")]
    Margin {
        /// Largest margin allowed.
        most: u8,
    },
    /// Readers could not tell the colours apart, or the symbol would be inverted.
    #[error(
        "dark must be clearly darker than light: their contrast is {contrast_tenths} tenths, at least 30 tenths (3:1) are needed"
    )]
    Contrast {
        /// WCAG contrast ratio of the two colours times ten; 0 when dark is the lighter one.
        contrast_tenths: u16,
    },
    /// What was sent for a logo is not taken.
    #[error("the logo is not taken: {what}")]
    Logo {
        /// Why.
        what: String,
    },
    /// A logo hides more than can be corrected.
    #[error(
        "a logo of {share} per cent hides more than error correction {level} makes good in a symbol of this text, with one module to spare; {}",
        covered(*most)
    )]
    Covered {
        /// How wide it is, in per cent of the symbol.
        share: u8,
        /// How wide it may be; 0 if not at all.
        most: u8,
        /// The level of the symbol.
        level: Level,
    },
    /// Modules would be too small to be printed and read.
    #[error("modules would be narrower than a quarter of a millimetre; at least {least} millimetres are needed")]
    Fine {
        /// How wide it has to be, in millimetres.
        least: u32,
    },
    /// It is smaller than a design may be printed.
    #[error("this design is read at {least} millimetres and more, and was not tried smaller")]
    Smaller {
        /// How wide it has to be, in millimetres.
        least: u16,
    },
    /// A reader did not read it.
    #[error("a reader does not read it {tried}: {}", hint(*feature))]
    Unreadable {
        /// What is to blame.
        feature: Feature,
        /// How it was looked at.
        tried: &'static str,
    },
}

fn covered(most: u8) -> String {
    if most == 0 {
        "there is room for none: take level H".to_owned()
    } else {
        format!("up to {most} per cent are possible, more with a higher level or a shorter public URL")
    }
}

fn hint(feature: Feature) -> &'static str {
    match feature {
        Feature::Logo => "without its logo it would; take a smaller logo or a higher level",
        Feature::Shape => "with squares it would; take those, or print it larger",
        Feature::Dark => "in black on white it would; take colours with more contrast",
        Feature::Frame => "without its frame it would; take a wider margin, or no frame",
        Feature::Size => "print it larger, or take a simpler design",
    }
}
