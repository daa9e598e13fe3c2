//! A city's colour, and what becomes of it by night.

use std::{fmt, str::FromStr};

/// What text must have to what it stands on (WCAG 2.2, 1.4.3).
const LEAST: f64 = 4.5;
/// The darkest ground that links stand on by day; white letters stand on the colour itself, which asks for less.
const DAY: Colour = Colour([0xe3, 0xee, 0xf0]);
/// The lightest ground that links stand on by night.
const NIGHT: Colour = Colour([0x20, 0x33, 0x3c]);

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Colour([u8; 3]);

/// A city's colour: as it is by day, and lighter by night, so that it can be read on either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    day: Colour,
    night: Colour,
}

/// Why a text is not the colour of a city.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccentError {
    /// Not a colour.
    #[error("{0:?} is not a colour as six hexadecimal digits, such as #009de0")]
    Unreadable(String),
    /// Text in it could not be read.
    #[error(
        "{colour} is too light: text in it has a contrast of {tenths} tenths to the lightest grounds, and people need 45 tenths \
         (4.5 to 1, WCAG 2.2); take a darker one, such as {instead}"
    )]
    Light {
        /// The colour.
        colour: String,
        /// Its contrast, times ten.
        tenths: u16,
        /// The same colour as dark as it must be.
        instead: String,
    },
}

impl Colour {
    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// This colour mixed with black (0) or white (255) until text in it can be read on `ground`.
    fn readable(self, ground: Self, towards: u8) -> Self {
        let mixed = |hundredths: u16| {
            self.0.map(|channel| {
                let sum = u16::from(channel) * (100 - hundredths) + u16::from(towards) * hundredths;
                u8::try_from(sum / 100).unwrap_or(u8::MAX)
            })
        };
        let steps = (0..=100).map(|hundredths| Self(mixed(hundredths)));
        let mut readable = steps.filter(|colour| colour.contrast(ground) >= LEAST);
        readable.next().unwrap_or(Self([towards; 3]))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl FromStr for Accent {
    type Err = AccentError;

    fn from_str(text: &str) -> Result<Self, AccentError> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let value = u32::from_str_radix(digits, 16)
            .ok()
            .filter(|_| digits.len() == 6 && digits.is_ascii());
        let [_, red, green, blue] = value
            .ok_or_else(|| AccentError::Unreadable(text.chars().take(20).collect()))?
            .to_be_bytes();
        let day = Colour([red, green, blue]);
        let contrast = day.contrast(DAY);
        if contrast < LEAST {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a contrast is 1 to 21")]
            return Err(AccentError::Light {
                colour: day.to_string(),
                tenths: (contrast * 10.0) as u16,
                instead: day.readable(DAY, 0).to_string(),
            });
        }
        Ok(Self {
            day,
            night: day.readable(NIGHT, u8::MAX),
        })
    }
}

impl Accent {
    /// What the stylesheet of staff's pages is followed by.
    pub(crate) fn for_staff(self) -> String {
        let Self { day, night } = self;
        format!(":root{{--act:{day};--link:{day}}}@media (prefers-color-scheme:dark){{:root{{--act:{night};--link:{night}}}}}")
    }

    /// What the stylesheet of citizens' pages is followed by: boards are painted, whatever the light.
    pub(crate) fn for_citizens(self) -> String {
        let Self { day, night } = self;
        format!(
            ":root{{--board:{day};--link:{day}}}@media screen and (prefers-color-scheme:dark){{:root{{--board:{day};--link:{night}}}}}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_can_be_read_by_day_and_by_night_or_is_refused_with_one_that_can() {
        for text in ["#0f4f61", "8b0000", "#000000", "#1a5fb4"] {
            let accent: Accent = text.parse().unwrap();
            assert_eq!(accent.day.to_string(), format!("#{}", text.trim_start_matches('#')));
            assert!(accent.day.contrast(DAY) >= LEAST && accent.day.contrast(Colour([255; 3])) >= LEAST);
            assert!(accent.night.contrast(NIGHT) >= LEAST, "{text}: {}", accent.night);
            // The letters of buttons by night.
            assert!(accent.night.contrast(Colour([0x0d, 0x20, 0x29])) >= LEAST);
        }
        for text in ["#009de0", "#ffd700", "#ffffff"] {
            let AccentError::Light { instead, .. } = text.parse::<Accent>().unwrap_err() else {
                panic!("{text} is a colour");
            };
            instead.parse::<Accent>().unwrap();
        }
        for text in ["", "blue", "#12345", "#1234567", "#12345g", "é2345"] {
            assert!(matches!(text.parse::<Accent>(), Err(AccentError::Unreadable(_))), "{text:?}");
        }
    }

    #[test]
    fn the_contrast_is_that_of_the_standard() {
        assert!((Colour([0; 3]).contrast(Colour([255; 3])) - 21.0).abs() < 0.001);
        assert!((Colour([119; 3]).contrast(Colour([255; 3])) - 4.48).abs() < 0.01);
    }
}
