//! A composition as a file of vectors.

pub(in super::super) mod eps;
pub(in super::super) mod pdf;
pub(in super::super) mod svg;

use kurbo::{BezPath, PathEl, Point};

/// The elements of a path without quadratic curves, which PDF and PostScript do not have.
fn cubics(path: &BezPath) -> impl Iterator<Item = PathEl> {
    let mut at = Point::ZERO;
    path.elements().iter().map(move |element| {
        let element = match *element {
            PathEl::QuadTo(control, end) => PathEl::CurveTo(at.lerp(control, 2.0 / 3.0), end.lerp(control, 2.0 / 3.0), end),
            other => other,
        };
        at = element.end_point().unwrap_or(at);
        element
    })
}
