//! A city's logo: a small picture that goes into pages as it is.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Bytes of a logo, at most: it is inside every page that citizens see, who may stand in the street with little reception.
pub const LARGEST_LOGO: usize = 32 << 10;

/// What every PNG begins with (RFC 2083, section 3.1).
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A city's logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    kind: Kind,
    bytes: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Svg,
    Png,
}

/// Why a file is not a logo.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogoError {
    /// Too large.
    #[error("it has {0} bytes, and {LARGEST_LOGO} at most are sent with every page")]
    Large(usize),
    /// Another kind of file.
    #[error("it is neither an SVG nor a PNG")]
    Kind,
    /// It would do more than be looked at.
    #[error("it is an SVG with {0}; a logo is only looked at")]
    Active(&'static str),
}

impl Logo {
    /// A logo from the bytes of its file.
    pub fn read(bytes: Vec<u8>) -> Result<Self, LogoError> {
        if bytes.len() > LARGEST_LOGO {
            return Err(LogoError::Large(bytes.len()));
        }
        if bytes.starts_with(PNG) {
            return Ok(Self { kind: Kind::Png, bytes });
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| LogoError::Kind)?.to_ascii_lowercase();
        let start = text.trim_start_matches('\u{feff}').trim_start();
        if !(start.starts_with("<svg") || start.starts_with("<?xml") || start.starts_with("<!--")) || !text.contains("<svg") {
            return Err(LogoError::Kind);
        }
        // Browsers run nothing in a picture; somebody may open the file by itself.
        for active in ["<script", "<foreignobject", "javascript:"] {
            if text.contains(active) {
                return Err(LogoError::Active(active));
            }
        }
        Ok(Self { kind: Kind::Svg, bytes })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn ending(&self) -> &'static str {
        match self.kind {
            Kind::Svg => "svg",
            Kind::Png => "png",
        }
    }

    pub(crate) fn media_type(&self) -> &'static str {
        match self.kind {
            Kind::Svg => "image/svg+xml",
            Kind::Png => "image/png",
        }
    }

    /// The whole of it as an address, for a page that loads nothing.
    pub(crate) fn inside(&self) -> String {
        format!("data:{};base64,{}", self.media_type(), STANDARD.encode(&self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_a_small_picture_and_nothing_else() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg'/>";
        let read = |text: &str| Logo::read(text.as_bytes().to_vec());
        assert_eq!(read(svg).unwrap().media_type(), "image/svg+xml");
        assert!(read(&format!("<?xml version='1.0'?>\n{svg}")).is_ok());
        assert_eq!(Logo::read([PNG, b"rest"].concat()).unwrap().media_type(), "image/png");
        for other in ["", "GIF89a", "<html><svg></svg></html>", "\u{0}"] {
            assert_eq!(read(other), Err(LogoError::Kind), "{other:?}");
        }
        assert!(matches!(read("<svg><SCRIPT>x</SCRIPT></svg>"), Err(LogoError::Active(_))));
        assert_eq!(Logo::read(vec![0; LARGEST_LOGO + 1]), Err(LogoError::Large(LARGEST_LOGO + 1)));
    }
}
