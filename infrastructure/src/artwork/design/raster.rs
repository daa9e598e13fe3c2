//! A composition in pixels: as PNG, and as what a camera would see.

use kurbo::{Affine, BezPath, PathEl};
use png::{BitDepth, ColorType, Encoder, EncodingError};
use signpost_application::ports::artwork::Colour;
use tiny_skia::{
    Color, FillRule, FilterQuality, IntSize, Paint, Path, PathBuilder, Pixmap, PixmapPaint, PremultipliedColorU8, Rect, Transform,
};

use super::{
    super::{
        emblem::{Drawn, Pixels},
        png::per_metre,
    },
    Composition,
    shapes::DOT,
};

/// Draws a PNG that is exactly `size` pixels wide. Every module is a whole number of pixels; what is left over is around it all.
pub(in super::super) fn draw(composition: &Composition<'_>, size: u16, dpi: u32) -> Vec<u8> {
    let size = f64::from(size);
    let module = (size / composition.width).floor();
    let left = ((size - module * composition.width) / 2.0).floor();
    let height = (composition.height * module + size - module * composition.width).ceil();
    let pixmap = paint(composition, module, [left, left], [size, height]);
    encode(&pixmap, dpi).expect("memory takes all that is written, and the pixels are as many as the header says")
}

/// Paints a composition whose modules are `module` pixels wide and whose corner is at `origin`, in a picture of `size` pixels.
pub(super) fn paint(composition: &Composition<'_>, module: f64, origin: [f64; 2], size: [f64; 2]) -> Pixmap {
    let [width, height] = size.map(whole);
    let mut pixmap = Pixmap::new(width, height).expect("a picture has pixels, and few enough");
    let Colour { red, green, blue } = composition.light;
    pixmap.fill(Color::from_rgba8(red, green, blue, 255));
    let onto = Affine::translate((origin[0], origin[1])) * Affine::scale(module);
    let mut fill = |path: Option<Path>, colour, rule| {
        if let Some(path) = path {
            pixmap.fill_path(&path, &ink(colour), rule, Transform::identity(), None);
        }
    };
    let dark = composition.dark;
    let marks = &composition.marks;
    fill(bars(&marks.bars, onto), dark, FillRule::Winding);
    fill(path([&marks.outlines], onto), dark, FillRule::Winding);
    fill(path([&marks.rings], onto), dark, FillRule::EvenOdd);
    let mut dots = PathBuilder::new();
    for dot in &marks.dots {
        let middle = onto * *dot;
        dots.push_circle(single(middle.x), single(middle.y), single(module * DOT / 2.0));
    }
    fill(dots.finish(), dark, FillRule::Winding);
    if let Some([outer, inner]) = &composition.frame {
        fill(path([outer, inner], onto), dark, FillRule::EvenOdd);
    }
    if let Some(letters) = &composition.letters {
        fill(path([letters], onto), dark, FillRule::Winding);
    }
    if let Some((logo, place)) = composition.logo {
        let onto = onto * Affine::translate(place.origin().to_vec2()) * Affine::scale(place.width() / logo.size().width);
        match logo {
            Drawn::Areas(_, areas) => {
                for area in areas {
                    let rule = if area.even_odd { FillRule::EvenOdd } else { FillRule::Winding };
                    fill(path([&area.outline], onto), area.colour, rule);
                }
            }
            Drawn::Pixels(pixels) => put_pixels(&mut pixmap, pixels, onto),
        }
    }
    pixmap
}

fn put_pixels(onto: &mut Pixmap, pixels: &Pixels, transform: Affine) {
    let mut picture = Pixmap::from_vec(
        pixels.rgba.clone(),
        IntSize::from_wh(pixels.width, pixels.height).expect("a picture has pixels"),
    )
    .expect("four bytes for each");
    for (pixel, rgba) in picture.pixels_mut().iter_mut().zip(pixels.rgba.chunks_exact(4)) {
        let mixed = tiny_skia::ColorU8::from_rgba(rgba[0], rgba[1], rgba[2], rgba[3]).premultiply();
        *pixel = PremultipliedColorU8::from_rgba(mixed.red(), mixed.green(), mixed.blue(), mixed.alpha()).expect("just mixed");
    }
    let paint = PixmapPaint {
        quality: FilterQuality::Bilinear,
        ..PixmapPaint::default()
    };
    let [scale_x, skew_y, skew_x, scale_y, x, y] = transform.as_coeffs().map(single);
    let transform = Transform::from_row(scale_x, skew_y, skew_x, scale_y, x, y);
    onto.draw_pixmap(0, 0, picture.as_ref(), &paint, transform, None);
}

fn ink(Colour { red, green, blue }: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

fn bars(bars: &[[f64; 3]], onto: Affine) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for [x, y, length] in bars {
        let corners = [
            onto * kurbo::Point::new(*x, *y),
            onto * kurbo::Point::new(x + length, y + 1.0),
        ];
        let [left, top, right, bottom] = [corners[0].x, corners[0].y, corners[1].x, corners[1].y].map(single);
        builder.push_rect(Rect::from_ltrb(left, top, right, bottom)?);
    }
    builder.finish()
}

fn path<const N: usize>(outlines: [&BezPath; N], onto: Affine) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for element in outlines.iter().flat_map(|outline| outline.elements()) {
        match onto * *element {
            PathEl::MoveTo(to) => builder.move_to(single(to.x), single(to.y)),
            PathEl::LineTo(to) => builder.line_to(single(to.x), single(to.y)),
            PathEl::QuadTo(one, to) => builder.quad_to(single(one.x), single(one.y), single(to.x), single(to.y)),
            PathEl::CurveTo(one, two, to) => {
                let [x1, y1, x2, y2, x3, y3] = [one.x, one.y, two.x, two.y, to.x, to.y].map(single);
                builder.cubic_to(x1, y1, x2, y2, x3, y3);
            }
            PathEl::ClosePath => builder.close(),
        }
    }
    builder.finish()
}

fn encode(pixmap: &Pixmap, dpi: u32) -> Result<Vec<u8>, EncodingError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, pixmap.width(), pixmap.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_pixel_dims(Some(per_metre(dpi)));
    let mut writer = encoder.write_header()?;
    let pixels: Vec<u8> = pixmap
        .data()
        .chunks_exact(4)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(file)
}

#[expect(clippy::cast_possible_truncation, reason = "places in a picture of a few thousand pixels")]
fn single(number: f64) -> f32 {
    number as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "edges of a picture of a few thousand pixels"
)]
fn whole(number: f64) -> u32 {
    number as u32
}
