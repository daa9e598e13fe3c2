//! Refuses colours that a camera could not tell apart.
//!
//! The measure is the contrast ratio of WCAG 2.2 ("relative luminance" and "contrast ratio" in its glossary). Readers look for
//! dark on light, so an inverted pair is refused however strong its contrast.

use signpost_application::ports::artwork::{ArtworkError, Colour};

/// 3:1 is what WCAG 2.2 asks of graphics (success criterion 1.4.11).
const LEAST_RATIO: f64 = 3.0;

/// Accepts a pair of colours of which the first is clearly the darker one.
pub(super) fn check(dark: Colour, light: Colour) -> Result<(), ArtworkError> {
    let (dark, light) = (luminance(dark), luminance(light));
    if dark > light {
        return Err(ArtworkError::Contrast { contrast_tenths: 0 });
    }
    let ratio = (light + 0.05) / (dark + 0.05);
    if ratio < LEAST_RATIO {
        return Err(ArtworkError::Contrast {
            contrast_tenths: tenths(ratio),
        });
    }
    Ok(())
}

/// Rounds down, so that a refused contrast never reads as one that is allowed.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "called with ratios from 1 up to 3"
)]
fn tenths(ratio: f64) -> u16 {
    (ratio * 10.0) as u16
}

fn luminance(colour: Colour) -> f64 {
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
}

fn linear(channel: u8) -> f64 {
    let channel = f64::from(channel) / 255.0;
    if channel <= 0.04045 {
        channel / 12.92
    } else {
        ((channel + 0.055) / 1.055).powf(2.4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn rgb(red: u8, green: u8, blue: u8) -> Colour {
        Colour { red, green, blue }
    }

    const fn refused(contrast_tenths: u16) -> Result<(), ArtworkError> {
        Err(ArtworkError::Contrast { contrast_tenths })
    }

    #[test]
    fn the_luminance_is_that_of_wcag() {
        let near = |colour, expected: f64| assert!((luminance(colour) - expected).abs() < 1e-4, "{colour:?}");
        near(Colour::BLACK, 0.0);
        near(Colour::WHITE, 1.0);
        near(rgb(128, 128, 128), 0.2159);
        near(rgb(255, 0, 0), 0.2126);
        near(rgb(0, 255, 0), 0.7152);
        near(rgb(0, 0, 255), 0.0722);
        near(rgb(10, 10, 10), 0.0030);
    }

    #[test]
    fn three_to_one_is_the_border() {
        assert_eq!(check(rgb(0x94, 0x94, 0x94), Colour::WHITE), Ok(()));
        assert_eq!(check(rgb(0x95, 0x95, 0x95), Colour::WHITE), refused(29));
        assert_eq!(check(Colour::BLACK, rgb(0x5a, 0x5a, 0x5a)), Ok(()));
        assert_eq!(check(Colour::BLACK, rgb(0x59, 0x59, 0x59)), refused(29));
    }

    #[test]
    fn equal_colours_have_a_contrast_of_one() {
        assert_eq!(check(Colour::WHITE, Colour::WHITE), refused(10));
        assert_eq!(check(Colour::BLACK, Colour::BLACK), refused(10));
    }

    #[test]
    fn an_inverted_symbol_is_refused_whatever_its_contrast() {
        assert_eq!(check(Colour::WHITE, Colour::BLACK), refused(0));
        assert_eq!(check(rgb(255, 255, 0), rgb(0, 0, 128)), refused(0));
        assert_eq!(check(rgb(0x67, 0x67, 0x67), rgb(0x66, 0x66, 0x66)), refused(0));
    }
}
