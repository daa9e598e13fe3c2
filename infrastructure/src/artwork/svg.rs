//! A symbol as SVG: a background and one path, in units of one module, so that it stays sharp and small at any size.

use std::fmt::Write;

use signpost_application::ports::artwork::Colour;

use super::Drawing;
use super::symbol::Run;

/// Draws an SVG of `size` pixels. The content is its title, which screen readers speak and browsers show as a tip.
pub(super) fn draw(drawing: &Drawing<'_>) -> Vec<u8> {
    let Drawing { edge, size, .. } = drawing;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {edge} {edge}\" \
         role=\"img\" shape-rendering=\"crispEdges\"><title>{title}</title>\
         <rect width=\"{edge}\" height=\"{edge}\" fill=\"{light}\"/><path fill=\"{dark}\" d=\"{path}\"/></svg>\n",
        title = escape(drawing.content),
        light = hex(drawing.light),
        dark = hex(drawing.dark),
        path = path(drawing.symbol.runs(), drawing.margin),
    )
    .into_bytes()
}

/// One closed rectangle per run. `z` returns to the corner where a rectangle began, so each move is counted from the corner of
/// the run before it, which keeps the numbers short.
fn path(runs: impl Iterator<Item = Run>, margin: u8) -> String {
    let mut path = String::new();
    let mut corner = (-i16::from(margin), -i16::from(margin));
    for Run { x, y, length } in runs {
        let (x, y) = (i16::from(x), i16::from(y));
        write!(path, "m{} {}h{length}v1h-{length}z", x - corner.0, y - corner.1).expect("a String takes all that is written");
        corner = (x, y);
    }
    path
}

fn hex(Colour { red, green, blue }: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Escapes text for an element. What XML 1.0 cannot hold even escaped (section 2.2, `Char`) becomes the replacement character.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use signpost_application::ports::artwork::{Format, PictureRequest};

    use super::super::tests::{CONTENT, draw, rgb};
    use super::*;

    fn text(request: &PictureRequest) -> String {
        String::from_utf8(draw(request).bytes).expect("XML in UTF-8")
    }

    #[test]
    fn an_svg_counts_in_modules_and_is_as_large_as_asked() {
        let svg = text(&PictureRequest {
            size: Some(300),
            margin: 2,
            dark: rgb(0, 10, 255),
            ..PictureRequest::plain(Format::Svg)
        });
        // Version 2 is 25 modules wide, and 2 are added on each side. A finder pattern is in the corner.
        let start = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"300\" viewBox=\"0 0 29 29\" \
             role=\"img\" shape-rendering=\"crispEdges\"><title>{CONTENT}</title>\
             <rect width=\"29\" height=\"29\" fill=\"#ffffff\"/><path fill=\"#000aff\" d=\"m2 2h7v1h-7z"
        );
        assert!(svg.starts_with(&start), "{svg}");
    }

    #[test]
    fn an_svg_is_512_pixels_unless_asked_otherwise() {
        assert!(text(&PictureRequest::plain(Format::Svg)).contains(r#"width="512" height="512""#));
    }

    #[test]
    fn a_path_is_one_rectangle_per_run_counted_from_the_run_before() {
        let runs = [
            Run { x: 0, y: 0, length: 7 },
            Run { x: 9, y: 0, length: 1 },
            Run { x: 2, y: 1, length: 3 },
        ];
        assert_eq!(path(runs.into_iter(), 4), "m4 4h7v1h-7zm9 0h1v1h-1zm-7 1h3v1h-3z");
    }

    #[test]
    fn a_title_cannot_leave_its_element() {
        assert_eq!(
            escape("?a=1&b=</title><script>\u{7}"),
            "?a=1&amp;b=&lt;/title&gt;&lt;script&gt;\u{fffd}"
        );
    }
}
