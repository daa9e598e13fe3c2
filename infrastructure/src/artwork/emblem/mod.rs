//! Pictures for the middle of symbols, from whoever draws a design. Nothing of what was sent ends up in a picture or a page: what is
//! kept is written anew from the outlines or the pixels that were found in it.

pub(super) mod paths;
mod pixels;

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use kurbo::{BezPath, Size};
use signpost_application::ports::artwork::{ArtworkError, Colour, Emblem};

/// Bytes that are kept of one, at most: each picture of a code has all of it.
const LARGEST: usize = 64 << 10;

/// A picture that was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Drawn {
    /// Areas in one colour each, one on the other.
    Areas(Size, Vec<Area>),
    /// Pixels.
    Pixels(Pixels),
}

/// An area in one colour.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Area {
    pub(super) colour: Colour,
    pub(super) outline: BezPath,
    /// Whether what is surrounded twice is outside again.
    pub(super) even_odd: bool,
}

/// Pixels from left to right and from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Red, green, blue and how opaque, of each.
    pub(super) rgba: Vec<u8>,
    /// As a file.
    pub(super) png: Arc<[u8]>,
}

impl Drawn {
    /// Reads what was sent, or what was kept.
    pub(super) fn read(emblem: &Emblem) -> Result<Self, ArtworkError> {
        let read = match emblem {
            Emblem::Svg(text) => paths::read(text).map(|(size, areas)| Self::Areas(size, areas)),
            Emblem::Png(text) => {
                let bytes = STANDARD.decode(text).map_err(|_| "it is not base 64".to_owned());
                bytes.and_then(|bytes| pixels::read(&bytes)).map(Self::Pixels)
            }
        };
        read.map_err(|what| ArtworkError::Logo { what })
    }

    /// What is kept of it.
    pub(super) fn keep(&self) -> Result<Emblem, ArtworkError> {
        let (kept, length) = match self {
            Self::Areas(size, areas) => {
                let text = paths::write(*size, areas);
                let length = text.len();
                (Emblem::Svg(text), length)
            }
            Self::Pixels(pixels) => (Emblem::Png(STANDARD.encode(&pixels.png)), pixels.png.len()),
        };
        if length > LARGEST {
            let what = format!("it takes {length} bytes, {LARGEST} are allowed; take a simpler picture or a smaller one");
            return Err(ArtworkError::Logo { what });
        }
        Ok(kept)
    }

    /// Width and height, in a unit of its own.
    pub(super) fn size(&self) -> Size {
        match self {
            Self::Areas(size, _) => *size,
            Self::Pixels(pixels) => Size::new(pixels.width.into(), pixels.height.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(emblem: &Emblem) -> String {
        Drawn::read(emblem)
            .and_then(|drawn| drawn.keep())
            .expect_err("refused")
            .to_string()
    }

    #[test]
    fn what_is_kept_of_a_picture_is_kept_the_same_again() {
        let pixels = [255_u8, 0, 0, 255, 0, 0, 255, 128];
        let png = STANDARD.encode(super::pixels::write(2, 1, &pixels).expect("a file"));
        for sent in [
            Emblem::Svg("<svg><circle cx='5' cy='5' r='3.3' fill='#f00'/></svg>".to_owned()),
            Emblem::Png(png),
        ] {
            let kept = Drawn::read(&sent).and_then(|drawn| drawn.keep()).expect("safe");
            let again = Drawn::read(&kept).and_then(|drawn| drawn.keep()).expect("safe");
            assert_eq!(kept, again);
        }
    }

    #[test]
    fn what_is_no_picture_or_too_much_of_one_is_refused() {
        assert!(refused(&Emblem::Png("?".to_owned())).contains("base 64"));
        assert!(refused(&Emblem::Png(STANDARD.encode(b"GIF89a"))).contains("not a PNG"));
        // The same noise for ever.
        let mut state = 7_u32;
        let noise = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        });
        let noise: Vec<u8> = noise.take(200 * 200 * 4).collect();
        let large = super::pixels::write(200, 200, &noise).expect("a file");
        assert!(refused(&Emblem::Png(STANDARD.encode(large))).contains("65536"));
        let wide = super::pixels::write(1_025, 1, &[0; 4 * 1_025]).expect("a file");
        assert!(refused(&Emblem::Png(STANDARD.encode(wide))).contains("1024"));
    }
}
