//! Draws what measurements kept: every ratio that has a goal, beside its goal, and each pair that it is the median of.

use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use clap::Args;
use plotters::prelude::*;
use serde::Deserialize;

use crate::{nodes::text, report::number};

/// What is drawn.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Folder for the pictures, one SVG per measurement
    #[arg(long, value_name = "FOLDER", default_value = "docs/performance")]
    into: PathBuf,
}

/// Pixels of a picture's width, of a row, and of what is above and below them.
const WIDTH: u32 = 1_000;
const ROW: u32 = 34;
const AROUND: u32 = 110;
/// Pixels for the rows' names.
const NAMES: u32 = 520;

/// A report as it was kept.
#[derive(Debug, Deserialize)]
struct Kept {
    name: String,
    machine: Machine,
    ratios: Vec<Ratio>,
}

#[derive(Debug, Deserialize)]
struct Machine {
    processor: String,
    cores: u32,
}

#[derive(Debug, Deserialize)]
struct Ratio {
    name: String,
    value: f64,
    #[serde(default)]
    pairs: Vec<f64>,
    goal: Goal,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Goal {
    AtLeast(f64),
    AtMost(f64),
    ToCompare,
}

impl Goal {
    /// How many times better than it a value is; `None` where there is no goal.
    fn times(self, value: f64) -> Option<f64> {
        match self {
            Self::AtLeast(least) => Some(value / least),
            Self::AtMost(most) => Some(most / value),
            Self::ToCompare => None,
        }
    }

    fn words(self) -> String {
        match self {
            Self::AtLeast(least) => format!("at least {}", number(least)),
            Self::AtMost(most) => format!("at most {}", number(most)),
            Self::ToCompare => String::new(),
        }
    }
}

/// Draws every report in `results`.
pub(crate) fn draw(options: &Options, results: &Path) -> Result<(), String> {
    fs::create_dir_all(&options.into).map_err(text)?;
    let mut kept: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(results).map_err(|error| format!("nothing was measured yet in {}: {error}", results.display()))? {
        let path = entry.map_err(text)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            kept.push(path);
        }
    }
    kept.sort();
    for path in kept {
        let read = fs::read(&path).map_err(text)?;
        let report: Kept = serde_json::from_slice(&read).map_err(|error| format!("{}: {error}", path.display()))?;
        let picture = options.into.join(format!("{}.svg", report.name));
        if picture_of(&report, &picture)? {
            println!("{}", picture.display());
        }
    }
    Ok(())
}

/// A row of a picture.
struct Row<'a> {
    ratio: &'a Ratio,
    times: f64,
    pairs: Vec<f64>,
}

impl<'a> Row<'a> {
    fn of(ratio: &'a Ratio) -> Option<Self> {
        let times = |value| ratio.goal.times(value);
        Some(Self {
            ratio,
            times: times(ratio.value)?,
            pairs: ratio.pairs.iter().copied().filter_map(times).collect(),
        })
    }
}

/// Draws one; says whether there was anything with a goal.
fn picture_of(report: &Kept, path: &Path) -> Result<bool, String> {
    let rows: Vec<Row<'_>> = report.ratios.iter().filter_map(Row::of).collect();
    if rows.is_empty() {
        return Ok(false);
    }
    let count = u32::try_from(rows.len()).map_err(text)?;
    let area = SVGBackend::new(path, (WIDTH, count * ROW + AROUND)).into_drawing_area();
    area.fill(&WHITE).map_err(text)?;
    let title = format!(
        "{}: times better than the goal ({}, {} cores)",
        report.name, report.machine.processor, report.machine.cores
    );
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(NAMES)
        .build_cartesian_2d(range(&rows).log_scale(), 0_f64..f64::from(count))
        .map_err(text)?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .x_max_light_lines(1)
        .x_desc("1 is the goal; to the right is better; dots are single rounds")
        .x_label_formatter(&|times| format!("{times}"))
        .draw()
        .map_err(text)?;
    for (place, row) in (0..count).rev().zip(&rows) {
        let (bottom, middle) = (f64::from(place), f64::from(place) + 0.5);
        let colour = if row.times >= 1.0 {
            RGBColor(31, 111, 92)
        } else {
            RGBColor(178, 60, 23)
        };
        let bar = Rectangle::new([(1.0, bottom + 0.25), (row.times, bottom + 0.75)], colour.mix(0.75).filled());
        chart.draw_series([bar]).map_err(text)?;
        let dots = row
            .pairs
            .iter()
            .map(|pair| Circle::new((*pair, middle), 3, BLACK.mix(0.6).filled()));
        chart.draw_series(dots).map_err(text)?;
        let name = format!("{}: {} ({})", row.ratio.name, number(row.ratio.value), row.ratio.goal.words());
        let (_, height) = chart.backend_coord(&(1.0, middle));
        area.draw(&Text::new(name, (14, height - 6), ("sans-serif", 13)))
            .map_err(text)?;
    }
    let goal = PathElement::new([(1.0, 0.0), (1.0, f64::from(count))], BLACK.stroke_width(2));
    chart.draw_series([goal]).map_err(text)?;
    area.present().map_err(text)?;
    Ok(true)
}

/// From what is worst to what is best, and a little more.
fn range(rows: &[Row<'_>]) -> Range<f64> {
    let all = rows.iter().flat_map(|row| row.pairs.iter().chain([&row.times])).copied();
    let (least, most) = all.fold((1.0, 1.0), |(least, most): (f64, f64), times| {
        (least.min(times), most.max(times))
    });
    (least * 0.7)..(most * 1.4)
}
