//! How a batch is to be printed, as a query or a body says it: one way of reading for both.

use std::{fmt::Display, str::FromStr};

use signpost_application::{ports::artwork::Format, refusal::Fault};
use signpost_domain::{
    design::{Level, MOST_LINES, QUIET_ZONE},
    print::{Paper, Print},
    sheets::{Measure, Sheet},
    template::Template,
};

use super::super::schema::reason;

/// What each field says, by the names that queries and bodies have.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub(crate) design: Option<String>,
    pub(crate) level: Option<String>,
    pub(crate) margin: Option<String>,
    pub(crate) dark: Option<String>,
    pub(crate) light: Option<String>,
    pub(crate) caption: Option<Vec<String>>,
    pub(crate) sheet: Option<String>,
    pub(crate) page: Option<String>,
    pub(crate) labels: Option<String>,
    pub(crate) label: Option<String>,
    pub(crate) origin: Option<String>,
    pub(crate) pitch: Option<String>,
    pub(crate) cut_marks: Option<String>,
    pub(crate) format: Option<String>,
    pub(crate) size: Option<String>,
    pub(crate) dpi: Option<String>,
    pub(crate) name: Option<String>,
    /// Of queries alone: which number the first code has, and which labels and units are printed.
    pub(crate) first: Option<String>,
    pub(crate) as_of: Option<String>,
}

/// The lines of a caption with bars between them.
pub(crate) fn lines(caption: &str) -> Vec<String> {
    if caption.is_empty() {
        return vec![];
    }
    caption.split('|').map(str::to_owned).collect()
}

impl Asked {
    /// What it says, or everything that is wrong with it, by the names of the fields.
    pub(crate) fn read(&self) -> Result<Print, Vec<Fault>> {
        let mut faults = vec![];
        // Without one, whatever was settled.
        let plain = self.design.as_deref() == Some("");
        let design = read("design", self.design.as_deref().filter(|_| !plain), &mut faults);
        for (name, given) in [
            ("level", &self.level),
            ("margin", &self.margin),
            ("dark", &self.dark),
            ("light", &self.light),
        ] {
            if given.is_some() && self.design.is_some() && !plain {
                faults.push(Fault::new(name, "the design says that; leave it out"));
            }
        }
        let level = self.level.as_ref().map(|level| level.to_ascii_uppercase());
        let paper = self.paper().unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        let print = Print {
            design,
            level: word("level", level.as_deref(), &Level::ALL, Level::as_str, &mut faults),
            margin: read("margin", self.margin.as_deref(), &mut faults).or(plain.then_some(QUIET_ZONE)),
            dark: read("dark", self.dark.as_deref(), &mut faults),
            light: read("light", self.light.as_deref(), &mut faults),
            caption: self.caption(&mut faults),
            paper,
            cut_marks: yes("cut_marks", self.cut_marks.as_deref(), &mut faults),
            format: word("format", self.format.as_deref(), &Format::ALL, Format::as_str, &mut faults),
            size: read("size", self.size.as_deref(), &mut faults),
            dpi: read("dpi", self.dpi.as_deref(), &mut faults),
            names: read("name", self.name.as_deref(), &mut faults),
        };
        if faults.is_empty() { Ok(print) } else { Err(faults) }
    }

    fn caption(&self, faults: &mut Vec<Fault>) -> Option<Vec<Template>> {
        let lines = self.caption.as_ref()?;
        if lines.len() > MOST_LINES {
            faults.push(Fault::new("caption", format!("give at most {MOST_LINES} lines")));
        }
        Some(lines.iter().filter_map(|line| read("caption", Some(line), faults)).collect())
    }

    fn paper(&self) -> Result<Option<Paper>, Fault> {
        let measures = [&self.page, &self.labels, &self.label, &self.origin, &self.pitch];
        let is_measured = measures.iter().any(|measure| measure.is_some());
        if let Some(name) = &self.sheet {
            if is_measured {
                return Err(Fault::new("sheet", "give the name of a sheet or its measures, not both"));
            }
            if Sheet::usual(name).is_none() {
                let what = "there is no sheet of this name; the list of sheets names all";
                return Err(Fault::new("sheet", what));
            }
            return Ok(Some(Paper::Usual(name.to_ascii_lowercase())));
        }
        if !is_measured {
            return Ok(None);
        }
        let wanted = |name: &str| {
            Fault::new(
                name,
                "name a sheet, such as avery-l7160, or give labels (3x7) and label (63.5x38.1)",
            )
        };
        let grid = self.labels.as_deref().ok_or_else(|| wanted("labels"))?;
        let grid = grid
            .split_once('x')
            .and_then(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)));
        let (columns, rows) = grid.ok_or_else(|| Fault::new("labels", "give columns and rows, such as 3x7"))?;
        let label = measure("label", self.label.as_deref())?.ok_or_else(|| wanted("label"))?;
        let page = match self.page.as_deref() {
            None => Sheet::A4,
            Some(page) if page.eq_ignore_ascii_case("a4") => Sheet::A4,
            Some(page) if page.eq_ignore_ascii_case("letter") => Sheet::LETTER,
            Some(page) => measure("page", Some(page))?.unwrap_or(Sheet::A4),
        };
        let sheet = Sheet {
            page,
            columns,
            rows,
            label,
            origin: measure("origin", self.origin.as_deref())?.unwrap_or(Measure::new(0, 0)),
            pitch: measure("pitch", self.pitch.as_deref())?.unwrap_or(label),
        };
        sheet
            .check()
            .map_err(|error| Fault::new(error.measure(), error.to_string()))?;
        Ok(Some(Paper::Measured(sheet)))
    }
}

fn read<T: FromStr<Err: Display + 'static>>(name: &str, text: Option<&str>, faults: &mut Vec<Fault>) -> Option<T> {
    let text = text?;
    let read = text.parse();
    read.map_err(|error: T::Err| faults.push(Fault::new(name, reason(text, &error))))
        .ok()
}

fn word<T: Copy>(
    name: &str,
    text: Option<&str>,
    known: &[T],
    word: impl Fn(T) -> &'static str,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let text = text?.trim();
    let found = known.iter().copied().find(|known| word(*known) == text);
    if found.is_none() {
        let all: Vec<&str> = known.iter().map(|known| word(*known)).collect();
        faults.push(Fault::new(name, format!("{text:?} is none of {}", all.join(", "))));
    }
    found
}

pub(crate) fn yes(name: &str, text: Option<&str>, faults: &mut Vec<Fault>) -> Option<bool> {
    word(name, text, &[true, false], |yes| if yes { "true" } else { "false" }, faults)
}

/// Reads a width and a height in millimetres, to a thousandth.
fn measure(name: &str, text: Option<&str>) -> Result<Option<Measure>, Fault> {
    let Some(text) = text else { return Ok(None) };
    let micrometres = |text: &str| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits =
            |text: &str, most: usize| text.len() <= most && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let read = digits(whole, 4) && digits(fraction, 3);
        read.then(|| format!("{whole}{fraction:0<3}").parse().ok()).flatten()
    };
    let read = text
        .split_once('x')
        .and_then(|(x, y)| Some(Measure::new(micrometres(x)?, micrometres(y)?)));
    let fault = || Fault::new(name, "give width and height in millimetres, such as 63.5x38.1");
    read.map(Some).ok_or_else(fault)
}
