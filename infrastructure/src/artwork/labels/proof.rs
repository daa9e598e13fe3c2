//! A page of proof: the outlines of all labels and two rulers, to be printed on plain paper and held against a sheet.

use super::{HAIRLINE, LabelSheets, POINTS, layout::Placed, millimetres};
use signpost_domain::sheets::Measure;

/// How long the rulers are, in millimetres.
const RULER: f32 = 100.0;
/// How long their marks are: every ten millimetres, every five, and the others.
const MARKS: [f32; 3] = [4.0, 3.0, 2.0];
/// How large the letters are, in millimetres.
const LETTERS: f32 = 3.0;

impl LabelSheets {
    /// Draws it on the page that has the first label already.
    pub(super) fn proof(&mut self) {
        self.outlines();
        let page = self.request.sheet.page;
        let [width, height] = [page.x, page.y].map(millimetres);
        let (left, top) = (((width - RULER) / 2.0).max(2.0), ((height - RULER) / 2.0).max(2.0));
        self.ruler([left, top], [1.0, 0.0], RULER.min(width - left));
        self.ruler([left, top], [0.0, 1.0], RULER.min(height - top));
        let sheet = self.request.sheet;
        for (line, text) in [
            "Printed in its own size (100 %), both rulers are 100 mm long.".to_owned(),
            format!("{} x {} labels of {}", sheet.columns, sheet.rows, sheet.label),
            format!("on a page of {}.", sheet.page),
        ]
        .into_iter()
        .enumerate()
        {
            let line_below = f32::from(u8::try_from(line).unwrap_or_default()) * LETTERS * 1.3;
            let placed = Placed {
                line: self.typeface.set(&text),
                at: [left + 8.0, top + 10.0 + line_below],
                size: LETTERS,
            };
            self.back(placed.at, placed.line.width * LETTERS);
            self.text(Measure::new(0, 0), &placed);
        }
    }

    /// White below a line of text, which would else be crossed by outlines.
    fn back(&mut self, [x, y]: [f32; 2], width: f32) {
        let [x, y] = self.on_page(Measure::new(0, 0), [x - 1.0, y + LETTERS * 0.4]);
        self.content.set_fill_gray(1.0);
        self.content
            .rect(x, y, (width + 2.0) * POINTS, LETTERS * 1.4 * POINTS)
            .fill_nonzero();
        self.content.set_fill_gray(0.0);
    }

    fn outlines(&mut self) {
        let sheet = self.request.sheet;
        self.content.set_line_width(HAIRLINE * POINTS).set_stroke_gray(0.0);
        let [width, height] = [sheet.label.x, sheet.label.y].map(|along| millimetres(along) * POINTS);
        for place in 0..sheet.labels() {
            let [x, y] = self.on_page(sheet.place(place), [0.0, millimetres(sheet.label.y)]);
            self.content.rect(x, y, width, height);
        }
        self.content.stroke();
    }

    /// A line with a mark every millimetre.
    fn ruler(&mut self, from: [f32; 2], [right, down]: [f32; 2], length: f32) {
        let page = Measure::new(0, 0);
        self.content.set_line_width(2.0 * HAIRLINE * POINTS).set_stroke_gray(0.0);
        let [x, y] = self.on_page(page, from);
        let [end_x, end_y] = self.on_page(page, [from[0] + right * length, from[1] + down * length]);
        self.content.move_to(x, y).line_to(end_x, end_y);
        for millimetre in 0_u8..=100 {
            let along = f32::from(millimetre);
            if along > length {
                break;
            }
            let [long, middle, short] = MARKS;
            let mark = match millimetre {
                tens if tens % 10 == 0 => long,
                fives if fives % 5 == 0 => middle,
                _ => short,
            };
            let at = [from[0] + right * along, from[1] + down * along];
            let [x, y] = self.on_page(page, at);
            let [end_x, end_y] = self.on_page(page, [at[0] + down * mark, at[1] + right * mark]);
            self.content.move_to(x, y).line_to(end_x, end_y);
        }
        self.content.stroke();
    }
}
