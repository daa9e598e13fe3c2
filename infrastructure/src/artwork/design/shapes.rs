//! What modules look like, and how much of a symbol a logo may hide.

use kurbo::{BezPath, Point, Rect};
use rqrr::{Grid, SimpleGrid};
use signpost_application::ports::artwork::Shape;

use super::{super::symbol::Symbol, rounded};

/// How wide a dot is, in modules.
pub(in super::super) const DOT: f64 = 0.9;
/// How round the corners of [`Shape::Rounded`] are, in modules.
const ROUND: f64 = 0.5;
/// A quarter of a circle as a cubic curve: how far its handles reach, in radii.
const HANDLE: f64 = 0.552_284_75;
/// What readers find a symbol by is so wide, in modules (ISO/IEC 18004, 6.3.3.1), and so are its hole and its core; how round each is. Readers
/// take the corners of the outermost for where the symbol is, so these are hardly round: at twice as much some miss it, at four times all.
const FINDER: [(f64, f64); 3] = [(7.0, 0.5), (5.0, 0.3), (3.0, 0.5)];

/// Modules, each in the one way that is shortest in a file.
#[derive(Default)]
pub(in super::super) struct Marks {
    /// Left, top and length of stretches side by side.
    pub(in super::super) bars: Vec<[f64; 3]>,
    /// Outlines.
    pub(in super::super) outlines: BezPath,
    /// Outlines of what is cut out and what is in it again: filled by the even-odd rule.
    pub(in super::super) rings: BezPath,
    /// Middles of dots.
    pub(in super::super) dots: Vec<Point>,
}

impl Marks {
    /// The dark modules of a symbol whose upper left corner is at `origin`, without those that are hidden in its middle.
    pub(super) fn of(symbol: &Symbol, shape: Shape, hidden: u8, origin: f64) -> Self {
        let is_dark = |x: i16, y: i16| is_dark(symbol, hidden, x, y);
        let width = i16::from(symbol.width());
        let mut marks = Self::default();
        if shape == Shape::Dots {
            for [left, top] in [[0, 0], [width - 7, 0], [0, width - 7]] {
                let corner = Point::new(origin + f64::from(left), origin + f64::from(top));
                for (edge, radius) in FINDER {
                    let inset = (7.0 - edge) / 2.0;
                    let square = Rect::from_origin_size((corner.x + inset, corner.y + inset), (edge, edge));
                    marks.rings.extend(rounded(square, radius));
                }
            }
        }
        for y in 0..width {
            let mut x = 0;
            while x < width {
                let length = (x..width).take_while(|x| is_dark(*x, y)).count();
                let Ok(length @ 1..) = i16::try_from(length) else {
                    x += 1;
                    continue;
                };
                let [left, top] = [x, y].map(|along| origin + f64::from(along));
                match shape {
                    Shape::Square => marks.bars.push([left, top, f64::from(length)]),
                    Shape::Rounded => {
                        let last = x + length - 1;
                        let corners = [(x, y - 1), (last, y - 1), (last, y + 1), (x, y + 1)].map(|(x, y)| !is_dark(x, y));
                        bar(&mut marks.outlines, [left, top, f64::from(length)], corners);
                    }
                    Shape::Dots => {
                        let dots = (x..x + length).filter(|x| !is_finder(width, *x, y));
                        let middles = dots.map(|x| Point::new(origin + f64::from(x) + 0.5, top + 0.5));
                        marks.dots.extend(middles);
                    }
                }
                x += length;
            }
        }
        marks
    }
}

fn is_finder(width: i16, x: i16, y: i16) -> bool {
    let far = width - 7;
    (x < 7 && (y < 7 || y >= far)) || (x >= far && y < 7)
}

/// Whether a module is dark and not hidden; there are none outside.
fn is_dark(symbol: &Symbol, hidden: u8, x: i16, y: i16) -> bool {
    let place = |along: i16| u8::try_from(along).ok().filter(|along| *along < symbol.width());
    let (Some(x), Some(y)) = (place(x), place(y)) else {
        return false;
    };
    symbol.is_dark(x, y) && !is_hidden(symbol, hidden, x, y)
}

fn is_hidden(symbol: &Symbol, hidden: u8, x: u8, y: u8) -> bool {
    let begin = (symbol.width() - hidden) / 2;
    let within = begin..begin + hidden;
    within.contains(&x) && within.contains(&y)
}

/// The square that is hidden.
pub(super) fn square(symbol: &Symbol, hidden: u8, origin: f64) -> Rect {
    let begin = origin + f64::from((symbol.width() - hidden) / 2);
    Rect::from_origin_size((begin, begin), (f64::from(hidden), f64::from(hidden)))
}

/// Whether a reader corrects every module in the middle and one module around that, all of them read wrong: whatever a logo looks
/// like, it does no more, and dirt beside it may do so much besides.
pub(super) fn is_read_without(symbol: &Symbol, content: &str, hidden: u8) -> bool {
    let width = symbol.width();
    if hidden + 2 >= width {
        return false;
    }
    let grid = SimpleGrid::from_func(width.into(), |x, y| {
        let place = |along: usize| u8::try_from(along).unwrap_or(u8::MAX);
        let (x, y) = (place(x), place(y));
        symbol.is_dark(x, y) != is_hidden(symbol, hidden + 2, x, y)
    });
    Grid::new(grid).decode().is_ok_and(|(_, read)| read == content)
}

/// A stretch with some of its corners round, from the upper left one on clockwise.
fn bar(path: &mut BezPath, [left, top, length]: [f64; 3], round: [bool; 4]) {
    let (right, bottom) = (left + length, top + 1.0);
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    // Along which way a corner is come to, and left.
    let ways = [
        [(0.0, -1.0), (1.0, 0.0)],
        [(1.0, 0.0), (0.0, 1.0)],
        [(0.0, 1.0), (-1.0, 0.0)],
        [(-1.0, 0.0), (0.0, -1.0)],
    ];
    let mut is_begun = false;
    let mut go = |path: &mut BezPath, point: Point| {
        if is_begun {
            path.line_to(point);
        } else {
            path.move_to(point);
            is_begun = true;
        }
    };
    for ((corner, [come, leave]), is_round) in corners.into_iter().zip(ways).zip(round) {
        let corner = Point::from(corner);
        let along = |way: (f64, f64), by: f64| Point::new(corner.x + way.0 * by, corner.y + way.1 * by);
        if !is_round {
            go(path, corner);
            continue;
        }
        let handle = ROUND * (1.0 - HANDLE);
        go(path, along(come, -ROUND));
        path.curve_to(along(come, -handle), along(leave, handle), along(leave, ROUND));
    }
    path.close_path();
}

#[cfg(test)]
mod tests {
    use super::*;
    use signpost_application::ports::artwork::Level;

    const CONTENT: &str = "HTTPS://Q.GENT/7K3M9QXT";

    fn symbol(level: Level) -> Symbol {
        Symbol::encode(CONTENT, Some(level)).expect("it fits")
    }

    #[test]
    fn every_dark_module_is_marked_once_in_any_shape() {
        let symbol = symbol(Level::Q);
        let dark = symbol.runs().map(|run| usize::from(run.length)).sum::<usize>();
        let squares = Marks::of(&symbol, Shape::Square, 0, 0.0);
        assert_eq!(squares.bars.len(), symbol.runs().count());
        // Each of the three finders has 33 dark modules: 24 around, 9 within.
        let dots = Marks::of(&symbol, Shape::Dots, 0, 0.0);
        assert_eq!(dots.dots.len(), dark - 3 * 33);
        let area = |path: &BezPath| kurbo::Shape::area(path).abs();
        let rounded = Marks::of(&symbol, Shape::Rounded, 0, 0.0);
        let all = f64::from(u16::try_from(dark).expect("few"));
        let cut = all - area(&rounded.outlines);
        assert!(
            cut > 0.0 && cut < all * 4.0 * 0.25 * (1.0 - std::f64::consts::FRAC_PI_4),
            "{cut}"
        );
    }

    #[test]
    fn more_can_be_hidden_the_more_is_corrected() {
        let most = |level| {
            let symbol = symbol(level);
            let hidden = (1..symbol.width())
                .step_by(2)
                .take_while(|hidden| is_read_without(&symbol, CONTENT, *hidden));
            hidden.last()
        };
        assert_eq!(
            [Level::L, Level::M, Level::Q, Level::H].map(most),
            [Some(1), Some(3), Some(5), Some(7)]
        );
    }

    #[test]
    fn what_is_hidden_is_not_marked() {
        let symbol = symbol(Level::H);
        let marks = Marks::of(&symbol, Shape::Square, 7, 0.0);
        let middle = square(&symbol, 7, 0.0);
        for [left, top, length] in marks.bars {
            let bar = Rect::new(left, top, left + length, top + 1.0);
            assert!(bar.intersect(middle).area() <= 0.0, "{bar}");
        }
    }
}
