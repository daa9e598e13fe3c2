//! A composition as PDF: a page of its own, or a part of a sheet of labels. A logo is an object that many symbols share.

use kurbo::{BezPath, PathEl, Point};
use pdf_writer::{Chunk, Content, Filter, Finish, Name, Pdf, Rect, Ref, TextStr, types::LineCapStyle};
use signpost_application::ports::artwork::Colour;

use super::{
    super::{
        super::{
            emblem::{Drawn, Pixels},
            labels::document::deflate,
        },
        Composition,
        shapes::DOT,
    },
    cubics,
};

/// What pages call a logo.
pub(in super::super::super) const LOGO: Name<'static> = Name(b"L");
/// Objects that a logo takes, at most.
pub(in super::super::super) const OBJECTS: i32 = 2;

/// Draws a PDF of one page of `size` millimetres in width. The content is its title.
pub(in super::super::super) fn draw(composition: &Composition<'_>, content: &str, size: u16) -> Vec<u8> {
    let [catalog, pages, page, marks, information, logo] = [1, 2, 3, 4, 5, 6].map(Ref::new);
    let width = f32::from(size) * 72.0 / 25.4;
    let module = width / single(composition.width);
    let height = single(composition.height) * module;
    let mut pdf = Pdf::new();

    let mut root = pdf.catalog(catalog);
    root.pages(pages);
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.document_info(information).title(TextStr(content));

    pdf.pages(pages).kids([page]).count(1);
    let mut sheet = pdf.page(page);
    sheet
        .parent(pages)
        .media_box(Rect::new(0.0, 0.0, width, height))
        .contents(marks);
    let mut resources = sheet.resources();
    if composition.logo.is_some() {
        resources.x_objects().pair(LOGO, logo);
    }
    resources.finish();
    sheet.finish();

    let mut drawn = Content::new();
    // From here on the unit is a module, and y grows downwards.
    drawn.transform([module, 0.0, 0.0, -module, 0.0, height]);
    fill_with(&mut drawn, composition.light);
    drawn
        .rect(0.0, 0.0, single(composition.width), single(composition.height))
        .fill_nonzero();
    put(&mut drawn, composition);
    let drawn = deflate(&drawn.finish());
    pdf.stream(marks, &drawn).filter(Filter::FlateDecode);
    if let Some((drawn, _)) = composition.logo {
        for (_, chunk) in objects(drawn, logo) {
            pdf.extend(&chunk);
        }
    }
    pdf.finish()
}

/// Draws all but the background, where the unit is a module and y grows downwards.
pub(in super::super::super) fn put(content: &mut Content, composition: &Composition<'_>) {
    let marks = &composition.marks;
    fill_with(content, composition.dark);
    if !marks.bars.is_empty() {
        for [x, y, length] in &marks.bars {
            content.rect(single(*x), single(*y), single(*length), 1.0);
        }
        content.fill_nonzero();
    }
    for outline in [Some(&marks.outlines), composition.letters.as_ref()].into_iter().flatten() {
        if !outline.is_empty() {
            trace(content, outline);
            content.fill_nonzero();
        }
    }
    if !marks.rings.is_empty() {
        trace(content, &marks.rings);
        content.fill_even_odd();
    }
    if let Some([outer, inner]) = &composition.frame {
        trace(content, outer);
        trace(content, inner);
        content.fill_even_odd();
    }
    if !marks.dots.is_empty() {
        // A line of no length with round ends is a dot (ISO 32000-1, 8.5.3.2), and takes a fifth of four curves.
        let Colour { red, green, blue } = composition.dark;
        let [red, green, blue] = [red, green, blue].map(|channel| f32::from(channel) / 255.0);
        content
            .set_stroke_rgb(red, green, blue)
            .set_line_cap(LineCapStyle::RoundCap)
            .set_line_width(single(DOT));
        for Point { x, y } in &marks.dots {
            content.move_to(single(*x), single(*y)).line_to(single(*x), single(*y));
        }
        content.stroke();
    }
    if let Some((logo, place)) = composition.logo {
        content.save_state();
        let [x, y, width, height] = [place.x0, place.y0, place.width(), place.height()].map(single);
        content.transform(match logo {
            Drawn::Areas(size, _) => {
                let scale = width / single(size.width);
                [scale, 0.0, 0.0, scale, x, y]
            }
            // The first row of a picture is its uppermost, at 1 (8.9.5.2).
            Drawn::Pixels(_) => [width, 0.0, 0.0, -height, x, y + height],
        });
        content.x_object(LOGO);
        content.restore_state();
    }
}

/// The objects of a logo, from `first` on.
pub(in super::super::super) fn objects(logo: &Drawn, first: Ref) -> Vec<(Ref, Chunk)> {
    match logo {
        Drawn::Pixels(pixels) => picture(pixels, first),
        Drawn::Areas(size, areas) => {
            let mut content = Content::new();
            for area in areas {
                fill_with(&mut content, area.colour);
                trace(&mut content, &area.outline);
                if area.even_odd {
                    content.fill_even_odd();
                } else {
                    content.fill_nonzero();
                }
            }
            let content = deflate(&content.finish());
            let mut chunk = Chunk::new();
            let mut form = chunk.form_xobject(first, &content);
            form.bbox(Rect::new(0.0, 0.0, single(size.width), single(size.height)))
                .filter(Filter::FlateDecode);
            form.finish();
            vec![(first, chunk)]
        }
    }
}

/// Pixels, and how opaque they are.
fn picture(pixels: &Pixels, first: Ref) -> Vec<(Ref, Chunk)> {
    let mask = Ref::new(first.get() + 1);
    let [width, height] = [pixels.width, pixels.height].map(|along| i32::try_from(along).expect("at most a thousand"));
    let colours: Vec<u8> = pixels
        .rgba
        .chunks_exact(4)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();
    let opacity: Vec<u8> = pixels.rgba.chunks_exact(4).map(|pixel| pixel[3]).collect();
    let [colours, opacity] = [colours, opacity].map(|bytes| deflate(&bytes));
    let mut chunk = Chunk::new();
    let mut image = chunk.image_xobject(first, &colours);
    image
        .width(width)
        .height(height)
        .bits_per_component(8)
        .s_mask(mask)
        .filter(Filter::FlateDecode);
    image.color_space().device_rgb();
    image.finish();
    let mut masking = Chunk::new();
    let mut image = masking.image_xobject(mask, &opacity);
    image
        .width(width)
        .height(height)
        .bits_per_component(8)
        .filter(Filter::FlateDecode);
    image.color_space().device_gray();
    image.finish();
    vec![(first, chunk), (mask, masking)]
}

fn trace(content: &mut Content, path: &BezPath) {
    for element in cubics(path) {
        match element {
            PathEl::MoveTo(to) => content.move_to(single(to.x), single(to.y)),
            PathEl::LineTo(to) => content.line_to(single(to.x), single(to.y)),
            PathEl::CurveTo(one, two, to) => {
                let [x1, y1, x2, y2, x3, y3] = [one.x, one.y, two.x, two.y, to.x, to.y].map(single);
                content.cubic_to(x1, y1, x2, y2, x3, y3)
            }
            PathEl::QuadTo(..) => unreachable!("there are none among cubics"),
            PathEl::ClosePath => content.close_path(),
        };
    }
}

fn fill_with(content: &mut Content, Colour { red, green, blue }: Colour) {
    let [r, g, b] = [red, green, blue].map(|channel| f32::from(channel) / 255.0);
    // Greys are said to be greys, so that black is printed with black ink alone.
    if red == green && green == blue {
        content.set_fill_gray(r);
    } else {
        content.set_fill_rgb(r, g, b);
    }
}

/// To a thousandth: a logo has a thousand along its edge, and a module has no more than a few hundred dots in print.
#[expect(
    clippy::cast_possible_truncation,
    reason = "numbers of a few thousand, of which three decimals count"
)]
fn single(number: f64) -> f32 {
    ((number * 1_000.0).round() / 1_000.0) as f32
}
