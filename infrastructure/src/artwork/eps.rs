//! A symbol as encapsulated PostScript, for presses and plotters that take nothing newer.

use std::fmt::Write;

use signpost_application::ports::artwork::Colour;

use super::Drawing;

/// Draws an EPS of `size` millimetres. The content is its title. All dark runs are one path, like in the PDF.
pub(super) fn draw(drawing: &Drawing<'_>) -> Vec<u8> {
    let edge = drawing.edge;
    let side = f64::from(drawing.size) * 72.0 / 25.4;
    let mut text = format!(
        "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 {whole:.0} {whole:.0}\n%%HiResBoundingBox: 0 0 {side:.5} {side:.5}\n\
         %%Title: {title}\n%%LanguageLevel: 2\n%%EndComments\ngsave\n\
         /m {{ moveto dup 0 rlineto 0 1 rlineto neg 0 rlineto closepath }} bind def\n\
         0 {side:.5} translate {module:.7} dup neg scale\n{light} setrgbcolor 0 0 {edge} {edge} rectfill\n{dark} setrgbcolor\n",
        whole = side.ceil(),
        title = title(drawing.content),
        module = side / f64::from(edge),
        light = rgb(drawing.light),
        dark = rgb(drawing.dark),
    );
    let margin = u16::from(drawing.margin);
    for run in drawing.symbol.runs() {
        let [x, y] = [run.x, run.y].map(|along| u16::from(along) + margin);
        writeln!(text, "{length} {x} {y} m", length = run.length).expect("a String takes all that is written");
    }
    text.push_str("fill\ngrestore\n%%EOF\n");
    text.into_bytes()
}

/// A comment must stay on its line and have 255 characters at most (DSC 3.0, section 3).
pub(super) fn title(content: &str) -> String {
    let printable = |character: char| if (' '..='~').contains(&character) { character } else { '?' };
    content.chars().take(200).map(printable).collect()
}

pub(super) fn rgb(Colour { red, green, blue }: Colour) -> String {
    let [red, green, blue] = [red, green, blue].map(|channel| f64::from(channel) / 255.0);
    format!("{red:.4} {green:.4} {blue:.4}")
}

#[cfg(test)]
mod tests {
    use signpost_application::ports::artwork::{Format, PictureRequest};

    use super::super::tests::{CONTENT, draw, rgb};
    use super::*;

    #[test]
    fn an_eps_is_as_large_as_asked_and_counts_in_modules() {
        let eps = draw(&PictureRequest {
            size: Some(254),
            dark: rgb(51, 0, 102),
            margin: 10,
            ..PictureRequest::plain(Format::Eps)
        });
        let eps = String::from_utf8(eps.bytes).expect("ASCII");
        assert!(eps.contains("%%BoundingBox: 0 0 720 720\n%%HiResBoundingBox: 0 0 720.00000 720.00000\n"));
        assert!(eps.contains(&format!("%%Title: {CONTENT}\n")));
        // 25 modules and twice 10 on 720 points. A finder pattern is in the corner.
        assert!(
            eps.contains("16.0000000 dup neg scale\n1.0000 1.0000 1.0000 setrgbcolor 0 0 45 45 rectfill\n0.2000 0.0000 0.4000")
        );
        assert!(eps.contains("setrgbcolor\n7 10 10 m\n"), "{eps}");
    }

    #[test]
    fn a_title_stays_on_its_line() {
        assert_eq!(title("a\n%%EOF\u{e9}"), "a?%%EOF?");
    }
}
