//! Where symbol and caption stand on a label. Everything is in millimetres, from the label's upper left corner.

use super::typeface::{Line, Typeface};

/// Between the edge of a label and what is on it: what printers are off by.
const MOST_PADDING: f32 = 2.0;
const PADDING: f32 = 0.06;
/// From this ratio of width to height on, the caption stands beside the symbol and not below it.
const WIDE: f32 = 1.45;
/// Sizes of letters: 12 and 4 points.
const LARGEST: f32 = 4.23;
const SMALLEST: f32 = 1.41;
/// Of a label's height, at most, for a line below the symbol.
const OF_THE_HEIGHT: f32 = 0.11;
/// From one line to the next, in sizes of letters.
const LEADING: f32 = 1.25;

/// Where everything is.
pub(super) struct Layout {
    /// Left and top of the symbol with its quiet zone.
    pub(super) symbol: [f32; 2],
    /// Its edge.
    pub(super) edge: f32,
    /// The lines of the caption.
    pub(super) lines: Vec<Placed>,
}

/// A line of text.
pub(super) struct Placed {
    pub(super) line: Line,
    /// Where it begins, and its baseline.
    pub(super) at: [f32; 2],
    /// The size of its letters.
    pub(super) size: f32,
}

impl Layout {
    /// Lays out a label of this width and height.
    pub(super) fn new([width, height]: [f32; 2], caption: &[String], typeface: &Typeface) -> Self {
        let padding = (width.min(height) * PADDING).min(MOST_PADDING);
        let inner = [width - 2.0 * padding, height - 2.0 * padding];
        let caption: Vec<Line> = caption.iter().map(|text| typeface.set(text)).collect();
        let capitals = typeface.capitals();
        // Few enough to count in floating point.
        let count = caption.iter().map(|_| 1.0).sum::<f32>();
        if caption.is_empty() {
            let edge = inner[0].min(inner[1]);
            return Self {
                symbol: [(width - edge) / 2.0, (height - edge) / 2.0],
                edge,
                lines: vec![],
            };
        }
        if inner[0] >= WIDE * inner[1] {
            let edge = inner[1];
            let left = padding + edge + padding.max(1.0);
            let room = width - padding - left;
            let size = LARGEST.min(inner[1] / (count * LEADING));
            let caption = fit(caption, size, room, typeface);
            // Capitals of the first line and the baseline of the last are as far from the edges.
            let block = (count - 1.0) * LEADING * size + capitals * size;
            let lines = stack(caption, LEADING * size, (height - block) / 2.0 + capitals * size, |_, _| left);
            return Self {
                symbol: [padding, padding],
                edge,
                lines,
            };
        }
        let size = LARGEST.min(inner[1] * OF_THE_HEIGHT);
        let caption = fit(caption, size, inner[0], typeface);
        let block = count * LEADING * size;
        let edge = inner[0].min(inner[1] - block);
        let top = padding + (inner[1] - edge - block) / 2.0;
        let centred = |size: f32, line: &Line| (width - line.width * size) / 2.0;
        let lines = stack(
            caption,
            size,
            top + edge + capitals * size + (LEADING - 1.0) * size / 2.0,
            centred,
        );
        Self {
            symbol: [(width - edge) / 2.0, top],
            edge,
            lines,
        }
    }
}

/// Each line in the largest size in which it fits, not above `most`; the beginning of one that does not fit even in the smallest.
fn fit(lines: Vec<Line>, most: f32, room: f32, typeface: &Typeface) -> Vec<(f32, Line)> {
    let fit = |line: Line| {
        if line.width * most <= room {
            return (most, line);
        }
        let size = (room / line.width).max(SMALLEST.min(most));
        // What is shrunk to fit may be wider by a rounding.
        if line.width * size > room * 1.001 {
            (size, typeface.shorten(&line, room / size))
        } else {
            (size, line)
        }
    };
    lines.into_iter().map(fit).collect()
}

/// Lines one below the other, `apart`.
fn stack(lines: Vec<(f32, Line)>, apart: f32, first: f32, left: impl Fn(f32, &Line) -> f32) -> Vec<Placed> {
    let mut baseline = first;
    let place = |(size, line): (f32, Line)| {
        let at = [left(size, &line), baseline];
        baseline += apart;
        Placed { line, at, size }
    };
    lines.into_iter().map(place).collect()
}
