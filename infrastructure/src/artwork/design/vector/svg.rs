//! A composition as SVG, in units of one module. Nothing in it was written by anybody else, and it refers to nothing outside.

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::STANDARD};
use kurbo::{Affine, Rect};

use super::super::{
    super::{
        emblem::{
            Drawn,
            paths::{decimal, outline},
        },
        svg::escape,
    },
    Composition,
    shapes::DOT,
};

/// Draws an SVG that is `size` pixels wide. The content is its title.
pub(in super::super::super) fn draw(composition: &Composition<'_>, content: &str, size: u16) -> Vec<u8> {
    let Composition {
        width,
        height,
        dark,
        light,
        marks,
        ..
    } = composition;
    let tall = f64::from(size) * height / width;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{tall}\" viewBox=\"0 0 {w} {h}\" role=\"img\">\
         <title>{title}</title><rect width=\"{w}\" height=\"{h}\" fill=\"{light}\"/><g fill=\"{dark}\">",
        tall = decimal(tall),
        w = decimal(*width),
        h = decimal(*height),
        title = escape(content),
    );
    let mut path = |attributes: &str, outline: &str| {
        if !outline.is_empty() {
            write!(text, "<path{attributes} d=\"{outline}\"/>").expect("a String takes all that is written");
        }
    };
    let bars = marks.bars.iter().map(|[x, y, length]| {
        let [x, y, length] = [*x, *y, *length].map(decimal);
        format!("M{x} {y}h{length}v1h-{length}z")
    });
    path(" shape-rendering=\"crispEdges\"", &bars.collect::<String>());
    path("", &outline(&marks.outlines, Affine::IDENTITY));
    path(" fill-rule=\"evenodd\"", &outline(&marks.rings, Affine::IDENTITY));
    let [radius, diameter] = [DOT / 2.0, DOT].map(decimal);
    let dots = marks.dots.iter().map(|dot| {
        let [x, y] = [dot.x - DOT / 2.0, dot.y].map(decimal);
        format!("M{x} {y}a{radius} {radius} 0 1 0 {diameter} 0a{radius} {radius} 0 1 0-{diameter} 0z")
    });
    path("", &dots.collect::<String>());
    if let Some([outer, inner]) = &composition.frame {
        let both = outline(outer, Affine::IDENTITY) + &outline(inner, Affine::IDENTITY);
        path(" fill-rule=\"evenodd\"", &both);
    }
    if let Some(letters) = &composition.letters {
        path("", &outline(letters, Affine::IDENTITY));
    }
    text.push_str("</g>");
    if let Some((logo, place)) = composition.logo {
        put_logo(&mut text, logo, place);
    }
    text.push_str("</svg>\n");
    text.into_bytes()
}

fn put_logo(text: &mut String, logo: &Drawn, place: Rect) {
    match logo {
        Drawn::Areas(size, areas) => {
            let onto = Affine::translate(place.origin().to_vec2()) * Affine::scale(place.width() / size.width);
            for area in areas {
                let rule = if area.even_odd { " fill-rule=\"evenodd\"" } else { "" };
                let outline = outline(&area.outline, onto);
                write!(text, "<path fill=\"{}\"{rule} d=\"{outline}\"/>", area.colour)
                    .expect("a String takes all that is written");
            }
        }
        Drawn::Pixels(pixels) => {
            let [x, y, width, height] = [place.x0, place.y0, place.width(), place.height()].map(decimal);
            let file = STANDARD.encode(&pixels.png);
            write!(
                text,
                "<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" href=\"data:image/png;base64,{file}\"/>"
            )
            .expect("a String takes all that is written");
        }
    }
}
