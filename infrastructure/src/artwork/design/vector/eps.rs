//! A composition as encapsulated PostScript, level 2.

use std::fmt::Write;

use kurbo::{BezPath, PathEl};
use signpost_application::ports::artwork::Colour;

use super::{
    super::{
        super::{
            emblem::{Drawn, Pixels, paths::decimal},
            eps::{rgb, title},
        },
        Composition,
        shapes::DOT,
    },
    cubics,
};

/// Draws an EPS that is `size` millimetres wide. The content is its title.
pub(in super::super::super) fn draw(composition: &Composition<'_>, content: &str, size: u16) -> Vec<u8> {
    let width = f64::from(size) * 72.0 / 25.4;
    let module = width / composition.width;
    let height = composition.height * module;
    let mut text = format!(
        "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 {whole_width:.0} {whole_height:.0}\n\
         %%HiResBoundingBox: 0 0 {width:.5} {height:.5}\n%%Title: {title}\n%%LanguageLevel: 2\n%%EndComments\ngsave\n\
         /m /moveto load def /l /lineto load def /c /curveto load def /z /closepath load def\n\
         /b {{ m dup 0 rlineto 0 1 rlineto neg 0 rlineto z }} bind def\n\
         0 {height:.5} translate {module:.7} dup neg scale\n\
         {light} setrgbcolor 0 0 {w} {h} rectfill\n{dark} setrgbcolor\n",
        whole_width = width.ceil(),
        whole_height = height.ceil(),
        title = title(content),
        light = rgb(composition.light),
        dark = rgb(composition.dark),
        w = decimal(composition.width),
        h = decimal(composition.height),
    );
    let marks = &composition.marks;
    for [x, y, length] in &marks.bars {
        line(&mut text, &[*length, *x, *y], "b\n");
    }
    text.push_str("fill\n");
    for dot in &marks.dots {
        let [x, y] = [dot.x, dot.y].map(decimal);
        // An arc begins at its right.
        let right = decimal(dot.x + DOT / 2.0);
        writeln!(text, "{right} {y} m {x} {y} {} 0 360 arc z", decimal(DOT / 2.0)).expect("a String takes all that is written");
    }
    text.push_str("fill\n");
    for outline in [Some(&marks.outlines), composition.letters.as_ref()].into_iter().flatten() {
        trace(&mut text, outline);
        text.push_str("fill\n");
    }
    trace(&mut text, &marks.rings);
    text.push_str("eofill\n");
    if let Some([outer, inner]) = &composition.frame {
        trace(&mut text, outer);
        trace(&mut text, inner);
        text.push_str("eofill\n");
    }
    if let Some((logo, place)) = composition.logo {
        let [x, y] = [place.x0, place.y0].map(decimal);
        writeln!(text, "{x} {y} translate").expect("a String takes all that is written");
        put_logo(&mut text, logo, [place.width(), place.height()], composition.light);
    }
    text.push_str("grestore\n%%EOF\n");
    text.into_bytes()
}

fn put_logo(text: &mut String, logo: &Drawn, [width, height]: [f64; 2], light: Colour) {
    match logo {
        Drawn::Areas(size, areas) => {
            writeln!(text, "{:.9} dup scale", width / size.width).expect("a String takes all that is written");
            for area in areas {
                writeln!(text, "{} setrgbcolor", rgb(area.colour)).expect("a String takes all that is written");
                trace(text, &area.outline);
                text.push_str(if area.even_odd { "eofill\n" } else { "fill\n" });
            }
        }
        Drawn::Pixels(pixels) => put_pixels(text, pixels, [width, height].map(decimal), light),
    }
}

/// PostScript knows nothing of what can be seen through, so pixels are mixed with what is behind them.
fn put_pixels(text: &mut String, pixels: &Pixels, [width, height]: [String; 2], light: Colour) {
    let Pixels {
        width: across,
        height: down,
        ..
    } = pixels;
    writeln!(
        text,
        "{width} {height} scale /row {across} 3 mul string def\n{across} {down} 8 [{across} 0 0 {down} 0 0] \
         {{ currentfile row readhexstring pop }} false 3 colorimage"
    )
    .expect("a String takes all that is written");
    for (number, pixel) in pixels.rgba.chunks_exact(4).enumerate() {
        let opacity = u32::from(pixel[3]);
        for (channel, behind) in pixel.iter().zip([light.red, light.green, light.blue]) {
            let mixed = (u32::from(*channel) * opacity + u32::from(behind) * (255 - opacity) + 127) / 255;
            write!(text, "{mixed:02x}").expect("a String takes all that is written");
        }
        // Lines have 255 characters at most (DSC 3.0, section 3).
        if number % 40 == 39 {
            text.push('\n');
        }
    }
    text.push('\n');
}

fn trace(text: &mut String, path: &BezPath) {
    for element in cubics(path) {
        match element {
            PathEl::MoveTo(to) => line(text, &[to.x, to.y], "m\n"),
            PathEl::LineTo(to) => line(text, &[to.x, to.y], "l\n"),
            PathEl::CurveTo(one, two, to) => line(text, &[one.x, one.y, two.x, two.y, to.x, to.y], "c\n"),
            PathEl::QuadTo(..) => unreachable!("there are none among cubics"),
            PathEl::ClosePath => text.push_str("z\n"),
        }
    }
}

fn line(text: &mut String, numbers: &[f64], operator: &str) {
    for number in numbers {
        text.push_str(&decimal(*number));
        text.push(' ');
    }
    text.push_str(operator);
}
