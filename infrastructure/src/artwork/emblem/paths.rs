//! Logos in outlines: of SVG, filled shapes in plain colours, and nothing else. Scripts, styles, links, text and pictures within are
//! refused by name, and so is whatever is not known here.

use std::{fmt::Write, str::FromStr};

use kurbo::{Affine, BezPath, Ellipse, PathEl, Point, Rect, RoundedRect, Shape, Size};
use roxmltree::{Attribute, Document, Node, ParsingOptions};
use signpost_application::ports::artwork::Colour;
use svgtypes::{Color, PointsParser, Transform};

use super::Area;

/// Bytes of a file.
const LONGEST: usize = 64 << 10;
/// Nodes of a file, and groups within groups.
const MOST_NODES: u32 = 4_000;
const DEEPEST: u32 = 16;
/// The longer edge of what is kept, so that three decimals are enough.
const EDGE: f64 = 1_000.0;
/// How exactly round shapes are followed, in the unit of what was sent, whatever that is.
const TOLERANCE: f64 = 1e-4;
const SVG: &str = "http://www.w3.org/2000/svg";

/// How what is inside a group is filled, unless it says otherwise.
#[derive(Clone, Copy)]
struct Brush {
    /// `None` fills nothing.
    colour: Option<Colour>,
    even_odd: bool,
    transform: Affine,
}

/// Reads a file: how large what is in it is, and its areas. Says what is wrong with it.
pub(super) fn read(text: &str) -> Result<(Size, Vec<Area>), String> {
    if text.len() > LONGEST {
        return Err(format!("it has {} bytes, {LONGEST} are allowed", text.len()));
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| format!("it is not SVG: {error}"))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(format!("it is not SVG: it begins with <{}>", root.tag_name().name()));
    }
    let mut areas = Vec::new();
    let brush = Brush {
        colour: Some(Colour::BLACK),
        even_odd: false,
        transform: Affine::IDENTITY,
    };
    element(root, brush, 0, &mut areas)?;
    fit(areas)
}

/// Moves and scales areas so that they begin at zero and their longer edge is [`EDGE`].
fn fit(mut areas: Vec<Area>) -> Result<(Size, Vec<Area>), String> {
    let bounds = areas
        .iter()
        .map(|area| area.outline.bounding_box())
        .reduce(|one, other| one.union(other))
        .ok_or("nothing in it is filled")?;
    let longer = bounds.width().max(bounds.height());
    if !bounds.is_finite() || bounds.width() <= 0.0 || bounds.height() <= 0.0 || !(1e-3..=1e6).contains(&longer) {
        return Err("what is filled in it is too large or too small".to_owned());
    }
    let scale = EDGE / longer;
    // What is kept already is not moved by its own rounding.
    let is_fit = (longer - EDGE).abs() < 0.01 && bounds.x0.abs() < 0.01 && bounds.y0.abs() < 0.01;
    if !is_fit {
        let to_zero = Affine::scale(scale) * Affine::translate((-bounds.x0, -bounds.y0));
        for area in &mut areas {
            area.outline.apply_affine(to_zero);
        }
    }
    let scale = if is_fit { 1.0 } else { scale };
    Ok((Size::new(bounds.width() * scale, bounds.height() * scale), areas))
}

/// Writes what is kept.
pub(super) fn write(size: Size, areas: &[Area]) -> String {
    let mut text = format!("<svg xmlns=\"{SVG}\" viewBox=\"0 0 {:.0} {:.0}\">", size.width, size.height);
    for area in areas {
        let rule = if area.even_odd { " fill-rule=\"evenodd\"" } else { "" };
        let outline = outline(&area.outline, Affine::IDENTITY);
        write!(text, "<path fill=\"{}\"{rule} d=\"{outline}\"/>", area.colour).expect("a String takes all that is written");
    }
    text.push_str("</svg>");
    text
}

/// An outline in the words of SVG, to a thousandth.
pub(in super::super) fn outline(path: &BezPath, transform: Affine) -> String {
    let mut text = String::new();
    let mut put = |letter: char, points: &[Point]| {
        text.push(letter);
        for (place, point) in points.iter().enumerate() {
            let point = transform * *point;
            let gap = if place == 0 { "" } else { " " };
            write!(text, "{gap}{} {}", decimal(point.x), decimal(point.y)).expect("a String takes all that is written");
        }
    };
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(point) => put('M', &[point]),
            PathEl::LineTo(point) => put('L', &[point]),
            PathEl::QuadTo(control, point) => put('Q', &[control, point]),
            PathEl::CurveTo(one, two, point) => put('C', &[one, two, point]),
            PathEl::ClosePath => put('Z', &[]),
        }
    }
    text
}

/// A number to a thousandth, without zeros at its end.
pub(in super::super) fn decimal(number: f64) -> String {
    let text = format!("{number:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn element(node: Node<'_, '_>, outer: Brush, depth: u32, areas: &mut Vec<Area>) -> Result<(), String> {
    let name = node.tag_name().name();
    if !matches!(node.tag_name().namespace(), None | Some(SVG)) || matches!(name, "title" | "desc") {
        // What editors keep for themselves, and words that are not drawn.
        return Ok(());
    }
    if depth > DEEPEST {
        return Err(format!("groups are at most {DEEPEST} deep"));
    }
    let brush = dip(node, outer)?;
    let shape = match name {
        "svg" if depth == 0 => None,
        "g" => None,
        "path" => {
            let outline = node.attribute("d").unwrap_or_default();
            Some(BezPath::from_svg(outline).map_err(|error| format!("a <path> cannot be read: {error}"))?)
        }
        "rect" => {
            let rect = Rect::from_origin_size(
                (number(node, "x")?, number(node, "y")?),
                (number(node, "width")?, number(node, "height")?),
            );
            let radius = number(node, "rx")?.max(number(node, "ry")?);
            Some(if radius > 0.0 {
                RoundedRect::from_rect(rect, radius).to_path(TOLERANCE)
            } else {
                rect.to_path(TOLERANCE)
            })
        }
        "circle" => {
            let radius = number(node, "r")?;
            Some(ellipse(node, [radius, radius])?)
        }
        "ellipse" => Some(ellipse(node, [number(node, "rx")?, number(node, "ry")?])?),
        "polygon" => Some(polygon(node.attribute("points").unwrap_or_default())),
        other => {
            return Err(format!(
                "<{other}> is not taken; a logo is made of <path>, <rect>, <circle>, <ellipse>, <polygon> and <g>, so turn the rest into paths"
            ));
        }
    };
    let Some(mut outline) = shape else {
        return node
            .children()
            .filter(Node::is_element)
            .try_for_each(|child| element(child, brush, depth + 1, areas));
    };
    outline.apply_affine(brush.transform);
    if !outline.is_finite() {
        return Err(format!("a <{name}> reaches beyond all bounds"));
    }
    if let Some(colour) = brush.colour
        && !outline.elements().is_empty()
    {
        areas.push(Area {
            colour,
            outline,
            even_odd: brush.even_odd,
        });
    }
    Ok(())
}

fn ellipse(node: Node<'_, '_>, radii: [f64; 2]) -> Result<BezPath, String> {
    let centre = (number(node, "cx")?, number(node, "cy")?);
    Ok(Ellipse::new(centre, (radii[0], radii[1]), 0.0).to_path(TOLERANCE))
}

fn polygon(points: &str) -> BezPath {
    let mut path = BezPath::new();
    for point in PointsParser::from(points) {
        if path.is_empty() {
            path.move_to(point);
        } else {
            path.line_to(point);
        }
    }
    if !path.is_empty() {
        path.close_path();
    }
    path
}

/// What an element says of how it is filled.
fn dip(node: Node<'_, '_>, mut brush: Brush) -> Result<Brush, String> {
    for attribute in node.attributes() {
        match (attribute.namespace(), attribute.name()) {
            (None, "style") => {
                for declaration in attribute.value().split(';').filter(|part| !part.trim().is_empty()) {
                    let (name, value) = declaration.split_once(':').ok_or("a style cannot be read")?;
                    paint(&mut brush, name.trim(), value.trim())?;
                }
            }
            (None, name) if is_geometry(node, name) => {}
            (None, "transform") => {
                let transform = Transform::from_str(attribute.value()).map_err(|_| "a transform cannot be read")?;
                let Transform { a, b, c, d, .. } = transform;
                brush.transform *= Affine::new([a, b, c, d, transform.e, transform.f]);
            }
            (None, name) => paint(&mut brush, name, attribute.value())?,
            (Some(_), _) if is_foreign(&attribute) => {}
            (Some(_), name) => return Err(format!("the attribute {name} is not taken")),
        }
    }
    Ok(brush)
}

/// Whether an attribute says what shape something has, or nothing.
fn is_geometry(node: Node<'_, '_>, name: &str) -> bool {
    match node.tag_name().name() {
        "svg" => matches!(
            name,
            "width" | "height" | "viewBox" | "version" | "x" | "y" | "id" | "preserveAspectRatio" | "role"
        ),
        "path" => matches!(name, "d" | "id"),
        "rect" => matches!(name, "x" | "y" | "width" | "height" | "rx" | "ry" | "id"),
        "circle" => matches!(name, "cx" | "cy" | "r" | "id"),
        "ellipse" => matches!(name, "cx" | "cy" | "rx" | "ry" | "id"),
        "polygon" => matches!(name, "points" | "id"),
        _ => name == "id",
    }
}

/// Whether an attribute is a note of an editor, and not a link.
fn is_foreign(attribute: &Attribute<'_, '_>) -> bool {
    let namespace = attribute.namespace().unwrap_or_default();
    namespace.contains("inkscape") || namespace.contains("sodipodi") || namespace == "http://www.w3.org/XML/1998/namespace"
}

fn paint(brush: &mut Brush, name: &str, value: &str) -> Result<(), String> {
    match (name, value) {
        ("fill", "none") => brush.colour = None,
        ("fill", value) => {
            let Color { red, green, blue, alpha } =
                Color::from_str(value).map_err(|_| format!("fill has to be a plain colour, not {value}"))?;
            if alpha != 255 {
                return Err("colours have to be opaque".to_owned());
            }
            brush.colour = Some(Colour { red, green, blue });
        }
        ("fill-rule", "evenodd") => brush.even_odd = true,
        ("fill-rule", "nonzero") => brush.even_odd = false,
        ("stroke", "none") | ("display", "inline") | ("visibility", "visible") | ("overflow", _) => {}
        ("opacity" | "fill-opacity", value) if value.parse() == Ok(1.0) => {}
        // Says how lines are drawn, of which there are none.
        (name, _) if name.starts_with("stroke-") => {}
        ("stroke", _) => return Err("lines are not taken; turn them into paths".to_owned()),
        (name, _) => {
            return Err(format!(
                "{name} is not taken; a logo has shapes filled with plain colours and nothing else"
            ));
        }
    }
    Ok(())
}

fn number(node: Node<'_, '_>, name: &str) -> Result<f64, String> {
    let Some(text) = node.attribute(name) else { return Ok(0.0) };
    let number: Option<f64> = text.trim().trim_end_matches("px").parse().ok();
    number
        .filter(|number| number.is_finite())
        .ok_or_else(|| format!("{name} has to be a number without a unit"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        let (size, areas) = read(text).unwrap_or_else(|what| panic!("{text}: {what}"));
        write(size, &areas)
    }

    #[test]
    fn shapes_are_kept_as_paths_of_a_known_size() {
        assert_eq!(
            kept(
                "<svg viewBox='0 0 9 9'><g transform='translate(3 4)' fill='red'><rect width='2' height='1'/></g><title>x</title></svg>"
            ),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 500\"><path fill=\"#ff0000\" \
             d=\"M0 0L1000 0L1000 500L0 500Z\"/></svg>"
        );
        let even_odd = "<svg><path style='fill:#0A0; fill-rule:evenodd' d='M0 0h8v8H0zM2 2h4v4H2z'/></svg>";
        assert!(kept(even_odd).contains("fill=\"#00aa00\" fill-rule=\"evenodd\""));
    }

    #[test]
    fn what_could_do_more_than_be_seen_is_refused_by_name() {
        let with = |inside: &str| {
            format!("<svg xmlns='{SVG}' xmlns:xlink='http://www.w3.org/1999/xlink'><path d='M0 0h1v1z'/>{inside}</svg>")
        };
        for (inside, named) in [
            ("<script>alert(1)</script>", "<script>"),
            ("<style>@import 'http://evil'</style>", "<style>"),
            ("<image href='http://evil/a.png'/>", "href"),
            ("<use xlink:href='#a'/>", "href"),
            ("<foreignObject/>", "<foreignObject>"),
            ("<a><path d='M0 0h1v1z'/></a>", "<a>"),
            ("<text>hello</text>", "<text>"),
            ("<animate attributeName='d'/>", "attributeName"),
            ("<path onload='alert(1)' d='M0 0h1v1z'/>", "onload"),
            ("<path class='x' d='M0 0h1v1z'/>", "class"),
            ("<path fill='url(http://evil)' d='M0 0h1v1z'/>", "url"),
            ("<path style='background:url(x)' d='M0 0h1v1z'/>", "background"),
            ("<path stroke='red' d='M0 0h1v1z'/>", "lines"),
            ("<path d='M0 0 hello'/>", "<path>"),
            ("<path opacity='0.5' d='M0 0h1v1z'/>", "opacity"),
            ("<rect width='1e400' height='1'/>", "width"),
        ] {
            let what = read(&with(inside)).expect_err(inside);
            assert!(what.contains(named), "{inside}: {what}");
        }
        for (text, named) in [
            ("<html/>", "<html>"),
            ("<svg/>", "filled"),
            ("<svg><path d='M0 0h5'/></svg>", "small"),
            ("", "not SVG"),
            ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "DTD"),
        ] {
            let what = read(text).expect_err(text);
            assert!(what.contains(named), "{text}: {what}");
        }
        let deep = format!("<svg>{}<path d='M0 0h1v1z'/>{}</svg>", "<g>".repeat(40), "</g>".repeat(40));
        assert!(read(&deep).expect_err("deep").contains("deep"));
    }
}
