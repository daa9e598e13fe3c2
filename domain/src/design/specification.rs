//! What a design says: colours, shapes, a logo, a frame and a caption. What can be read is found out elsewhere, by reading it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{code::LONGEST_TEXT, identifier::UnitName, template::Template};

/// The quiet zone that the standard asks for (ISO/IEC 18004, section 6.3.8), in modules.
pub const QUIET_ZONE: u8 = 4;
/// Widest quiet zone, in modules: ten times that.
pub const MOST_MARGIN: u8 = 40;
/// Lines of a caption, at most.
pub const MOST_LINES: usize = 4;
/// How wide what is printed is at least, in millimetres, where a design does not say.
pub const USUAL_SIZE: u16 = 20;
/// Of a symbol's width, at most, in per cent: what is wider reaches into what readers find a symbol by.
pub const LARGEST_LOGO: u8 = 35;

/// Error correction level (ISO/IEC 18004, table 8): the share of the symbol that may be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// About 7 %.
    L,
    /// About 15 %.
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

impl Level {
    /// Every level, from the least.
    pub const ALL: [Self; 4] = [Self::L, Self::M, Self::Q, Self::H];

    /// Its letter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::L => "L",
            Self::M => "M",
            Self::Q => "Q",
            Self::H => "H",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// Why a text is not a [`Colour`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give a colour as six hexadecimal digits, such as 1a5fb4")]
pub struct ColourError;

impl Colour {
    /// `#000000`.
    pub const BLACK: Self = Self {
        red: 0,
        green: 0,
        blue: 0,
    };
    /// `#ffffff`.
    pub const WHITE: Self = Self {
        red: 255,
        green: 255,
        blue: 255,
    };
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl FromStr for Colour {
    type Err = ColourError;

    fn from_str(text: &str) -> Result<Self, ColourError> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(ColourError);
        }
        let value = u32::from_str_radix(digits, 16).map_err(|_| ColourError)?;
        let [_, red, green, blue] = value.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

impl TryFrom<String> for Colour {
    type Error = ColourError;

    fn try_from(text: String) -> Result<Self, ColourError> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

/// What dark modules look like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Squares that touch, as the standard has them.
    #[default]
    Square,
    /// Squares whose outer corners are round.
    Rounded,
    /// Dots, each by itself; what readers find a symbol by stays whole.
    Dots,
}

impl Shape {
    /// Every shape.
    pub const ALL: [Self; 3] = [Self::Square, Self::Rounded, Self::Dots];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Square => "square",
            Self::Rounded => "rounded",
            Self::Dots => "dots",
        }
    }
}

/// A picture that a logo is made of, as it was found to be safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Emblem {
    /// An SVG of nothing but filled paths.
    Svg(String),
    /// A PNG, in base 64.
    Png(String),
}

/// A picture in the middle of a symbol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// The picture.
    pub emblem: Emblem,
    /// How wide it is, in per cent of the symbol's width.
    pub share: u8,
}

/// A line around a symbol and its quiet zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// How thick it is, in modules.
    pub thickness: u8,
    /// The radius of its corners, in modules.
    pub corner: u8,
}

impl Frame {
    /// The thickest, in modules.
    pub const THICKEST: u8 = 4;
    /// The roundest, in modules.
    pub const ROUNDEST: u8 = 8;
}

/// How symbols look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Specification {
    /// The department it belongs to; of none, it is the whole city's.
    pub unit: Option<UnitName>,
    /// Its name for people.
    pub label: String,
    /// Colour of dark modules, frame and caption.
    pub dark: Colour,
    /// Colour of what is behind.
    pub light: Colour,
    /// What dark modules look like.
    pub shape: Shape,
    /// Width of the quiet zone, in modules.
    pub margin: u8,
    /// Error correction, exactly; without it, `M` or whatever better fits in the same symbol, and with a logo `H`.
    pub level: Option<Level>,
    /// A picture in the middle.
    pub logo: Option<Logo>,
    /// A line around it all.
    pub frame: Option<Frame>,
    /// Lines of text below it.
    pub caption: Vec<Template>,
    /// How wide what is printed is at least, in millimetres.
    pub size: u16,
}

impl Specification {
    /// What is out of bounds: where, as a JSON pointer, and what is allowed.
    pub fn check(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        let mut within = |pointer, value: u16, least: u16, most: u16, of: &str| {
            if !(least..=most).contains(&value) {
                faults.push((pointer, format!("give {least} to {most} {of}")));
            }
        };
        within(
            "/margin",
            self.margin.into(),
            QUIET_ZONE.into(),
            MOST_MARGIN.into(),
            "modules: readers need a quiet zone of four",
        );
        within("/size", self.size, 10, 1000, "millimetres");
        if let Some(logo) = &self.logo {
            within(
                "/logo/share",
                logo.share.into(),
                5,
                LARGEST_LOGO.into(),
                "per cent of the symbol's width",
            );
        }
        if let Some(frame) = self.frame {
            within(
                "/frame/thickness",
                frame.thickness.into(),
                1,
                Frame::THICKEST.into(),
                "modules",
            );
            within("/frame/corner", frame.corner.into(), 0, Frame::ROUNDEST.into(), "modules");
        }
        if self.label.trim().is_empty() || self.label.chars().count() > LONGEST_TEXT {
            faults.push(("/label", format!("give a text of 1 to {LONGEST_TEXT} characters")));
        }
        if self.caption.len() > MOST_LINES {
            faults.push(("/caption", format!("give {MOST_LINES} lines at most")));
        }
        if self.caption.iter().any(Template::is_numbered) {
            let what = "a code has no number where it is printed alone; use {id}, {label} and {unit}";
            faults.push(("/caption", what.to_owned()));
        }
        faults
    }
}
