//! Captions as outlines of letters, so that they look the same in every program, with and without fonts.

use kurbo::{Affine, BezPath, Point};
use ttf_parser::OutlineBuilder;

use super::super::labels::typeface::{Line, Typeface};

/// Size of letters, as a part of the width; from there on, lines that do not fit are made smaller, down to the second.
const LARGEST: f64 = 0.1;
const SMALLEST: f64 = 0.05;
/// From one line to the next, in sizes of letters.
const LEADING: f64 = 1.25;

/// Lines of text below a symbol.
pub(super) struct Lettering {
    /// The outlines of all letters.
    pub(super) outlines: BezPath,
    /// How much they add to the height.
    pub(super) height: f64,
}

impl Lettering {
    /// Sets lines in the middle below a square of this width, so that its quiet zone stays free: within a frame so thick, and at the
    /// sides as far from it as `margin` says.
    pub(super) fn below(width: f64, frame: f64, margin: f64, lines: &[String]) -> Self {
        let mut outlines = BezPath::new();
        let typeface = Typeface::new();
        let size = width * LARGEST;
        let room = width - 2.0 * (frame + margin);
        let mut baseline = width - frame + f64::from(typeface.capitals()) * size;
        let mut height = 0.0;
        for text in lines {
            let (line, size) = fit(&typeface, typeface.set(text), size, room);
            let left = (width - f64::from(line.width) * size) / 2.0;
            write(
                &typeface,
                &line,
                Affine::translate((left, baseline)) * Affine::scale_non_uniform(size, -size),
                &mut outlines,
            );
            height += width * LARGEST * LEADING;
            baseline += width * LARGEST * LEADING;
        }
        Self { outlines, height }
    }
}

/// A line in the largest size in which it fits; the beginning of one that does not fit even in the smallest.
fn fit(typeface: &Typeface, line: Line, size: f64, room: f64) -> (Line, f64) {
    let wide = f64::from(line.width) * size;
    if wide <= room {
        return (line, size);
    }
    let least = size * SMALLEST / LARGEST;
    let fitting = size * room / wide;
    if fitting >= least {
        return (line, fitting);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a width of some sizes of letters")]
    let most = (room / least) as f32;
    (typeface.shorten(&line, most), least)
}

/// Adds the outlines of a line, where the size of letters is 1 and up is positive, by way of `transform`.
fn write(typeface: &Typeface, line: &Line, transform: Affine, outlines: &mut BezPath) {
    let mut pen = Pen {
        path: BezPath::new(),
        left: 0.0,
        scale: 1.0 / f64::from(typeface.units()),
    };
    typeface.outline(line, &mut pen, |pen, advance| pen.left += f64::from(advance));
    pen.path.apply_affine(transform);
    outlines.extend(pen.path);
}

/// Follows outlines of letters.
struct Pen {
    path: BezPath,
    left: f64,
    scale: f64,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> Point {
        Point::new(self.left + f64::from(x) * self.scale, f64::from(y) * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let point = self.at(x, y);
        self.path.move_to(point);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let point = self.at(x, y);
        self.path.line_to(point);
    }

    fn quad_to(&mut self, control_x: f32, control_y: f32, x: f32, y: f32) {
        let (control, point) = (self.at(control_x, control_y), self.at(x, y));
        self.path.quad_to(control, point);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (one, two, point) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.curve_to(one, two, point);
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}

#[cfg(test)]
mod tests {
    use kurbo::Shape;

    use super::*;

    #[test]
    fn lines_stay_below_each_other_and_within_the_margin() {
        let texts = [
            "Scan me",
            "A very long line that does not fit in any size of letters that anybody reads, so it is cut",
        ];
        let lettering = Lettering::below(37.0, 1.0, 2.0, &texts.map(str::to_owned));
        let bounds = lettering.outlines.bounding_box();
        assert!(bounds.x0 >= 3.0 && bounds.x1 <= 34.0, "{bounds}");
        assert!(bounds.y0 >= 35.9 && bounds.y1 <= 36.0 + lettering.height, "{bounds}");
        assert!((lettering.height - 2.0 * 37.0 * 0.125).abs() < 1e-9);
        assert!(Lettering::below(37.0, 1.0, 2.0, &[]).outlines.is_empty());
    }
}
