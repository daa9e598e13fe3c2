//! Designs on the wire.

use serde::{Deserialize, Serialize};
use signpost_application::ports::catalogue::DesignRecord;
use signpost_domain::{
    design::{Colour, Emblem, Frame, Level, Logo, QUIET_ZONE, Shape, Specification, USUAL_SIZE},
    identifier::UnitName,
    template::Template,
};
use utoipa::ToSchema;

use super::Faults;

/// How wide a logo is if nobody says, in per cent of the symbol.
const USUAL_SHARE: u8 = 20;

/// What dark modules look like.
#[derive(ToSchema)]
#[schema(as = Shape, rename_all = "snake_case")]
#[expect(dead_code, reason = "describes Shape, which lives where OpenAPI is not known")]
enum ShapeSchema {
    /// Squares that touch, as the standard has them.
    Square,
    /// Squares whose outer corners are round.
    Rounded,
    /// Dots, each by itself; what readers find a symbol by stays whole.
    Dots,
}

/// Error correction: the share of a symbol that may be lost.
#[derive(ToSchema)]
#[schema(as = Level)]
#[expect(dead_code, reason = "describes Level, which lives where OpenAPI is not known")]
enum LevelSchema {
    /// About 7 %.
    L,
    /// About 15 %.
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

/// A picture in the middle of a symbol: `svg` or `png`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Logo)]
pub(crate) struct LogoBody {
    /// An SVG of `path`, `rect`, `circle`, `ellipse`, `polygon` and `g`, filled with plain colours and nothing else. What is kept is written anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    svg: Option<String>,
    /// A PNG in base 64, of 1,024 pixels along an edge and 64 KiB at most. What is kept is written anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    png: Option<String>,
    /// How wide it is, in per cent of the symbol's width, 5 to 35; 20 if not given.
    share: Option<u8>,
}

/// A line around symbol and caption.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Frame)]
pub(crate) struct FrameBody {
    /// How thick it is in modules, 1 to 4; 1 if not given.
    thickness: Option<u8>,
    /// The radius of its corners in modules, 0 to 8; 0 if not given.
    corner: Option<u8>,
}

/// A design.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Design)]
pub(crate) struct DesignView {
    /// Its name.
    name: String,
    /// What names it at this version, for `design`: `harbour@3`.
    pin: String,
    /// The unit it belongs to; null, the whole city's.
    unit: Option<String>,
    /// Its name for people.
    label: String,
    /// Colour of dark modules, frame and caption.
    dark: String,
    /// Colour of what is behind.
    light: String,
    /// What dark modules look like.
    #[schema(value_type = ShapeSchema)]
    shape: Shape,
    /// Quiet zone in modules.
    margin: u8,
    /// Error correction; null, `M` or whatever better fits in the same symbol, and `H` with a logo.
    #[schema(value_type = Option<LevelSchema>)]
    level: Option<Level>,
    /// A picture in the middle, as it is kept.
    logo: Option<LogoBody>,
    /// A line around it all.
    frame: Option<FrameBody>,
    /// Lines of text below it.
    #[schema(value_type = Vec<String>)]
    caption: Vec<Template>,
    /// How wide what is printed is at least, in millimetres.
    size: u16,
    /// The number of decisions on it, as in its `ETag`.
    version: u64,
    /// When something about it was last decided.
    #[schema(format = DateTime)]
    changed_at: String,
}

impl DesignView {
    /// A view of a design in use.
    pub(crate) fn new(record: DesignRecord) -> Self {
        let DesignRecord {
            name,
            version,
            changed_at,
            specification,
        } = record;
        let specification = specification.unwrap_or_else(nothing);
        Self {
            pin: format!("{name}@{version}"),
            name: name.to_string(),
            unit: specification.unit.map(Into::into),
            label: specification.label,
            dark: specification.dark.to_string(),
            light: specification.light.to_string(),
            shape: specification.shape,
            margin: specification.margin,
            level: specification.level,
            logo: specification.logo.map(|Logo { emblem, share }| {
                let (svg, png) = match emblem {
                    Emblem::Svg(svg) => (Some(svg), None),
                    Emblem::Png(png) => (None, Some(png)),
                };
                let share = Some(share);
                LogoBody { svg, png, share }
            }),
            frame: specification.frame.map(|frame| FrameBody {
                thickness: Some(frame.thickness),
                corner: Some(frame.corner),
            }),
            caption: specification.caption,
            size: specification.size,
            version,
            changed_at: changed_at.to_string(),
        }
    }
}

/// What a design looks like of which nothing is said.
fn nothing() -> Specification {
    Specification {
        unit: None,
        label: String::new(),
        dark: Colour::BLACK,
        light: Colour::WHITE,
        shape: Shape::Square,
        margin: QUIET_ZONE,
        level: None,
        logo: None,
        frame: None,
        caption: vec![],
        size: USUAL_SIZE,
    }
}

/// How symbols shall look. What is left out is as in a plain picture.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDesign)]
pub(crate) struct DesignBody {
    /// The unit it belongs to; left out or null, the whole city's.
    unit: Option<String>,
    /// Its name for people.
    label: String,
    /// Colour of dark modules, frame and caption, as `#1a5fb4`; black if not given.
    dark: Option<String>,
    /// Colour of what is behind; white if not given.
    light: Option<String>,
    /// What dark modules look like; squares if not given.
    #[schema(value_type = Option<ShapeSchema>)]
    shape: Option<Shape>,
    /// Quiet zone in modules, 4 to 40; 4 if not given.
    margin: Option<u8>,
    /// Error correction; left out, `M` or whatever better fits in the same symbol, and `H` with a logo.
    #[schema(value_type = Option<LevelSchema>)]
    level: Option<Level>,
    /// A picture in the middle.
    logo: Option<LogoBody>,
    /// A line around it all.
    frame: Option<FrameBody>,
    /// Lines of text below it, 4 at most, with `{id}`, `{label}` and `{unit}`. Lines in which nothing is filled in are left out.
    caption: Option<Vec<String>>,
    /// How wide what is printed is at least, in millimetres, 10 to 1,000; 20 if not given. It is tried at this size.
    size: Option<u16>,
    /// Why, for the history.
    pub(crate) reason: Option<String>,
}

impl DesignBody {
    pub(crate) fn read(self, faults: &mut Faults) -> Option<Specification> {
        let usual = nothing();
        let unit: Option<Option<UnitName>> = match self.unit.as_deref() {
            None => Some(None),
            Some(unit) => faults.parse("/unit", unit).map(Some),
        };
        let mut colour = |pointer: &str, colour: Option<&str>, usual: Colour| match colour {
            None => Some(usual),
            Some(colour) => faults.parse(pointer, colour),
        };
        let dark = colour("/dark", self.dark.as_deref(), usual.dark);
        let light = colour("/light", self.light.as_deref(), usual.light);
        let logo = match self.logo.map(|logo| (logo.svg, logo.png, logo.share)) {
            None => Some(None),
            Some((svg, png, share)) => {
                let emblem = match (svg, png) {
                    (Some(svg), None) => Some(Emblem::Svg(svg)),
                    (None, Some(png)) => Some(Emblem::Png(png)),
                    _ => {
                        faults.add("/logo", "give svg or png");
                        None
                    }
                };
                let share = share.unwrap_or(USUAL_SHARE);
                emblem.map(|emblem| Some(Logo { emblem, share }))
            }
        };
        let caption = self.caption.unwrap_or_default();
        let caption = caption.iter().enumerate();
        let caption: Vec<Option<Template>> = caption
            .map(|(line, text)| faults.parse(&format!("/caption/{line}"), text))
            .collect();
        Some(Specification {
            unit: unit?,
            label: self.label,
            dark: dark?,
            light: light?,
            shape: self.shape.unwrap_or_default(),
            margin: self.margin.unwrap_or(usual.margin),
            level: self.level,
            logo: logo?,
            frame: self.frame.map(|frame| Frame {
                thickness: frame.thickness.unwrap_or(1),
                corner: frame.corner.unwrap_or(0),
            }),
            caption: caption.into_iter().collect::<Option<_>>()?,
            size: self.size.unwrap_or(usual.size),
        })
    }
}
