//! What a measurement found: rounds of each figure, and ratios of their medians beside the goals.

use std::{fmt::Write as _, fs, path::Path};

use serde::Serialize;

/// Everything one subcommand found.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The subcommand.
    name: &'static str,
    machine: Machine,
    figures: Vec<Figure>,
    ratios: Vec<Ratio>,
}

/// What it was measured on.
#[derive(Debug, Serialize)]
struct Machine {
    processor: String,
    cores: usize,
    /// Bytes.
    memory: u64,
    kernel: String,
}

/// One thing measured several times.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figure {
    name: String,
    unit: &'static str,
    rounds: Vec<f64>,
}

/// A figure as a part of another one.
#[derive(Debug, Serialize)]
struct Ratio {
    name: String,
    value: f64,
    /// The ratio of each pair that was measured side by side, where it is the median of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pairs: Vec<f64>,
    goal: Goal,
    met: bool,
}

/// What a ratio should be.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Goal {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
    /// Nothing: it is told beside the others.
    ToCompare,
}

impl Figure {
    /// A figure that was measured in `rounds`, none of which is no number; at least one.
    pub(crate) fn new(name: impl Into<String>, unit: &'static str, rounds: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            unit,
            rounds,
        }
    }

    /// What it is of.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The middle round; of an even number of rounds, the mean of the two in the middle.
    pub(crate) fn median(&self) -> f64 {
        median(&self.rounds)
    }
}

/// The middle one of `values`; of an even number, the mean of the two in the middle. At least one.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[middle]
    } else {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    }
}

fn spread(values: &[f64]) -> (f64, f64) {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (least, most)
}

impl Report {
    /// An empty report of this machine.
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            machine: Machine::read(),
            figures: Vec::new(),
            ratios: Vec::new(),
        }
    }

    /// Adds a figure.
    pub(crate) fn figure(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// Adds the ratio of two medians.
    pub(crate) fn ratio(&mut self, name: impl Into<String>, of: f64, to: f64, goal: Goal) {
        self.add_ratio(name.into(), of / to, Vec::new(), goal);
    }

    /// Adds the median of the ratios of what was measured side by side: a machine that is slower for a while is so for both.
    pub(crate) fn ratio_of_pairs(&mut self, name: impl Into<String>, of: &[f64], to: &[f64], goal: Goal) {
        let pairs: Vec<f64> = of.iter().zip(to).map(|(of, to)| of / to).collect();
        self.add_ratio(name.into(), median(&pairs), pairs, goal);
    }

    fn add_ratio(&mut self, name: String, value: f64, pairs: Vec<f64>, goal: Goal) {
        let met = match goal {
            Goal::AtLeast(least) => value >= least,
            Goal::AtMost(most) => value <= most,
            Goal::ToCompare => true,
        };
        self.ratios.push(Ratio {
            name,
            value,
            pairs,
            goal,
            met,
        });
    }

    /// Prints a table and writes `NAME.json` into `folder`.
    pub(crate) fn show_and_keep(&self, folder: &Path) -> Result<(), String> {
        print!("{}", self.table());
        let path = folder.join(format!("{}.json", self.name));
        let json = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, json + "\n"))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        println!("\nkept in {}", path.display());
        Ok(())
    }

    fn table(&self) -> String {
        let mut text = String::new();
        let Machine {
            processor,
            cores,
            memory,
            kernel,
        } = &self.machine;
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{}: {processor}, {cores} cores, {} GiB, {kernel}\n",
            self.name,
            memory >> 30
        );
        let _ = writeln!(
            text,
            "{:<58} {:>14} {:>30} unit",
            "figure", "median", "least … most of rounds"
        );
        for figure in &self.figures {
            let (least, most) = spread(&figure.rounds);
            let spread = format!("{} … {} of {}", number(least), number(most), figure.rounds.len());
            let median = number(figure.median());
            let _ = writeln!(text, "{:<58} {median:>14} {spread:>30} {}", figure.name, figure.unit);
        }
        let _ = writeln!(
            text,
            "\n{:<58} {:>14} {:>30}  least … most of pairs",
            "ratio", "value", "goal"
        );
        for ratio in &self.ratios {
            let goal = match ratio.goal {
                Goal::AtLeast(least) => format!("at least {}", number(least)),
                Goal::AtMost(most) => format!("at most {}", number(most)),
                Goal::ToCompare => String::new(),
            };
            let met = match ratio.goal {
                Goal::ToCompare => "",
                _ if ratio.met => "reached",
                _ => "NOT REACHED",
            };
            let pairs = if ratio.pairs.is_empty() {
                String::new()
            } else {
                let (least, most) = spread(&ratio.pairs);
                format!("{} … {} of {}", number(least), number(most), ratio.pairs.len())
            };
            let _ = writeln!(
                text,
                "{:<58} {:>14} {goal:>30}  {pairs} {met}",
                ratio.name,
                number(ratio.value)
            );
        }
        text
    }
}

/// Three or four digits that count.
pub(crate) fn number(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude >= 1_000.0 {
        format!("{value:.0}")
    } else if magnitude >= 10.0 {
        format!("{value:.1}")
    } else if magnitude >= 0.01 || magnitude == 0.0 {
        format!("{value:.3}")
    } else {
        format!("{value:.5}")
    }
}

impl Machine {
    fn read() -> Self {
        let file = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let field = |text: &str, name: &str| {
            let line = text.lines().find(|line| line.starts_with(name));
            let value = line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim());
            value.unwrap_or("unknown").to_owned()
        };
        let memory = field(&file("/proc/meminfo"), "MemTotal");
        let kibibytes: u64 = memory.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0);
        Self {
            processor: field(&file("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory: kibibytes * 1_024,
            kernel: format!("Linux {}", file("/proc/sys/kernel/osrelease").trim()),
        }
    }
}
