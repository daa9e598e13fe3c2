//! A symbol as PDF: one page of exactly the size asked for and nothing on it but the symbol, for printers and designers.
//!
//! The file names no date and no identifier, so that the same request gives the same bytes.

use pdf_writer::{Content, Finish, Pdf, Rect, Ref, TextStr};
use signpost_application::ports::artwork::Colour;

use super::Drawing;

/// Draws a PDF of one page of `size` millimetres. The content is its title.
pub(super) fn draw(drawing: &Drawing<'_>) -> Vec<u8> {
    let [catalog, pages, page, content, information] = [1, 2, 3, 4, 5].map(Ref::new);
    // A point is 1/72 inch (ISO 32000-1, 8.3.2.3), an inch 25.4 millimetres.
    let side = f32::from(drawing.size) * 72.0 / 25.4;
    let mut pdf = Pdf::new();

    let mut root = pdf.catalog(catalog);
    root.pages(pages);
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.document_info(information).title(TextStr(drawing.content));

    pdf.pages(pages).kids([page]).count(1);
    let mut sheet = pdf.page(page);
    sheet
        .parent(pages)
        .media_box(Rect::new(0.0, 0.0, side, side))
        .contents(content);
    sheet.resources();
    sheet.finish();

    pdf.stream(content, &marks(drawing, side).finish());
    pdf.finish()
}

/// Paints the background and then all dark runs as one path: rectangles painted one by one would show hairlines where they meet.
fn marks(drawing: &Drawing<'_>, side: f32) -> Content {
    let edge = f32::from(drawing.edge);
    let module = side / edge;
    let mut marks = Content::new();
    // From here on the unit is a module, and y grows downwards as it does in the symbol.
    marks.transform([module, 0.0, 0.0, -module, 0.0, side]);
    fill_with(&mut marks, drawing.light);
    marks.rect(0.0, 0.0, edge, edge).fill_nonzero();
    fill_with(&mut marks, drawing.dark);
    for run in drawing.symbol.runs() {
        let [x, y] = [run.x, run.y].map(|along| f32::from(along) + f32::from(drawing.margin));
        marks.rect(x, y, f32::from(run.length), 1.0);
    }
    marks.fill_nonzero();
    marks
}

fn fill_with(marks: &mut Content, Colour { red, green, blue }: Colour) {
    let [red, green, blue] = [red, green, blue].map(|channel| f32::from(channel) / 255.0);
    marks.set_fill_rgb(red, green, blue);
}

#[cfg(test)]
mod tests {
    use signpost_application::ports::artwork::{Format, PictureRequest};

    use super::super::tests::{CONTENT, draw, rgb};

    fn text(request: &PictureRequest) -> String {
        String::from_utf8_lossy(&draw(request).bytes).into_owned()
    }

    #[test]
    fn a_page_is_30_millimetres_unless_asked_otherwise() {
        let usual = PictureRequest::plain(Format::Pdf);
        assert!(text(&usual).contains("/MediaBox [0 0 85.03937 85.03937]"));
        // Ten inches.
        let large = PictureRequest {
            size: Some(254),
            ..usual
        };
        assert!(text(&large).contains("/MediaBox [0 0 720 720]"));
    }

    #[test]
    fn the_title_is_the_content() {
        assert!(text(&PictureRequest::plain(Format::Pdf)).contains(&format!("/Title ({CONTENT})")));
    }

    #[test]
    fn the_marks_are_a_background_and_one_path_in_modules() {
        let pdf = text(&PictureRequest {
            size: Some(254),
            dark: rgb(51, 0, 102),
            margin: 10,
            ..PictureRequest::plain(Format::Pdf)
        });
        // 25 modules and twice 10 on 720 points. A finder pattern is in the corner.
        let start = "16 0 0 -16 0 720 cm\n1 1 1 rg\n0 0 45 45 re\nf\n0.2 0 0.4 rg\n10 10 7 1 re\n";
        assert!(pdf.contains(start), "{pdf}");
        assert_eq!(pdf.matches("\nf\n").count(), 2, "{pdf}");
    }
}
