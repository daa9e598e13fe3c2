//! The fields of the form of a design, and what they say.

use serde::Deserialize;
use signpost_application::refusal::Fault;
use signpost_domain::design::{Colour, Emblem, Frame, Level, Logo, QUIET_ZONE, Shape, Specification, USUAL_SIZE};

/// How wide a logo is at first, in per cent of the symbol.
const USUAL_SHARE: u8 = 20;

/// What stands in the fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    pub(super) name: String,
    /// The version that was changed here; empty where it is new.
    pub(super) version: String,
    pub(super) label: String,
    pub(super) unit: String,
    pub(super) dark: String,
    pub(super) light: String,
    pub(super) shape: String,
    pub(super) margin: String,
    pub(super) level: String,
    pub(super) svg: String,
    /// A logo in pixels, which was sent by another way and is kept.
    pub(super) png: String,
    pub(super) share: String,
    pub(super) thickness: String,
    pub(super) corner: String,
    pub(super) caption: String,
    pub(super) size: String,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            name: String::new(),
            version: String::new(),
            label: String::new(),
            unit: String::new(),
            dark: Colour::BLACK.to_string(),
            light: Colour::WHITE.to_string(),
            shape: Shape::Square.as_str().to_owned(),
            margin: QUIET_ZONE.to_string(),
            level: String::new(),
            svg: String::new(),
            png: String::new(),
            share: USUAL_SHARE.to_string(),
            thickness: "0".to_owned(),
            corner: "0".to_owned(),
            caption: String::new(),
            size: USUAL_SIZE.to_string(),
        }
    }
}

impl Fields {
    /// What a design says.
    pub(super) fn of(name: &str, version: u64, design: &Specification) -> Self {
        let (svg, png) = match design.logo.as_ref().map(|logo| &logo.emblem) {
            None => Default::default(),
            Some(Emblem::Svg(svg)) => (svg.clone(), String::new()),
            Some(Emblem::Png(png)) => (String::new(), png.clone()),
        };
        let lines: Vec<String> = design.caption.iter().map(ToString::to_string).collect();
        let frame = design.frame.map_or([0, 0], |frame| [frame.thickness, frame.corner]);
        Self {
            name: name.to_owned(),
            version: version.to_string(),
            label: design.label.clone(),
            unit: design.unit.as_ref().map(ToString::to_string).unwrap_or_default(),
            dark: design.dark.to_string(),
            light: design.light.to_string(),
            shape: design.shape.as_str().to_owned(),
            margin: design.margin.to_string(),
            level: design.level.map(|level| level.as_str().to_owned()).unwrap_or_default(),
            svg,
            png,
            share: design.logo.as_ref().map_or(USUAL_SHARE, |logo| logo.share).to_string(),
            thickness: frame[0].to_string(),
            corner: frame[1].to_string(),
            caption: lines.join("\n"),
            size: design.size.to_string(),
        }
    }

    /// The design that they say, or what is wrong with them by the pointers that the use case has.
    pub(super) fn read(&self) -> Result<Specification, Vec<Fault>> {
        let mut faults = Vec::new();
        let unit = filled(&self.unit).map(|unit| parse(&mut faults, "/unit", unit));
        let dark = parse(&mut faults, "/dark", &self.dark);
        let light = parse(&mut faults, "/light", &self.light);
        let margin = number(&mut faults, "/margin", &self.margin);
        let share = number(&mut faults, "/logo/share", &self.share);
        let thickness = number(&mut faults, "/frame/thickness", &self.thickness);
        let corner = number(&mut faults, "/frame/corner", &self.corner);
        let size = number(&mut faults, "/size", &self.size);
        let caption = self.caption.lines().filter(|line| !line.trim().is_empty());
        let caption: Vec<_> = caption.map(|line| parse(&mut faults, "/caption", line.trim())).collect();
        let emblem = match (filled(&self.svg), filled(&self.png)) {
            (Some(svg), _) => Some(Emblem::Svg(svg.to_owned())),
            (None, Some(png)) => Some(Emblem::Png(png.to_owned())),
            (None, None) => None,
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        let frame = thickness.filter(|thickness| *thickness > 0).zip(corner);
        Ok(Specification {
            unit: unit.flatten(),
            label: self.label.clone(),
            dark: dark.unwrap_or(Colour::BLACK),
            light: light.unwrap_or(Colour::WHITE),
            shape: named(&Shape::ALL, Shape::as_str, &self.shape).unwrap_or_default(),
            margin: margin.unwrap_or(QUIET_ZONE),
            level: named(&Level::ALL, Level::as_str, &self.level),
            logo: emblem.zip(share).map(|(emblem, share)| Logo { emblem, share }),
            frame: frame.map(|(thickness, corner)| Frame { thickness, corner }),
            caption: caption.into_iter().flatten().collect(),
            size: size.unwrap_or(USUAL_SIZE),
        })
    }
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// What is chosen from a list; what is not in it was not chosen there.
fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str, wanted: &str) -> Option<T> {
    all.iter().copied().find(|one| name(*one) == wanted)
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(faults: &mut Vec<Fault>, pointer: &str, text: &str) -> Option<T> {
    text.parse()
        .map_err(|error: T::Err| faults.push(Fault::new(pointer, error.to_string())))
        .ok()
}

fn number<T: std::str::FromStr>(faults: &mut Vec<Fault>, pointer: &str, text: &str) -> Option<T> {
    let read = text.trim().parse().ok();
    if read.is_none() {
        faults.push(Fault::new(pointer, "give a whole number"));
    }
    read
}
