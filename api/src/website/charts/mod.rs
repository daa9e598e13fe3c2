//! Charts, as SVG of our own making: columns over time, and a bar per row of a table. Their colours and lines are classes of the
//! stylesheet, since a page allows no style inside it; their words stand around them as text, so that they can be read on a phone.

use askama::Template;

/// What a chart of columns is drawn in: it is stretched to the width of its place.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 200.0;
/// Of its share of the width, what a column takes.
const COLUMN: f64 = 0.8;

/// One column: how high it is in all, how much of it is people's, and what it says to whoever points at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) label: String,
    pub(crate) all: u64,
    pub(crate) lower: u64,
    pub(crate) says: String,
}

/// Columns over time.
#[derive(Template)]
#[template(path = "website/chart.html")]
pub(crate) struct Columns {
    title: String,
    /// What the top line stands for.
    top: u64,
    rects: Vec<Rect>,
    /// Those of the columns that are named below: few enough to be read.
    named: Vec<String>,
}

struct Rect {
    x: f64,
    width: f64,
    /// Where people's part begins and how high it is.
    lower: (f64, f64),
    /// The same of the rest, which stands on it.
    upper: (f64, f64),
    says: String,
}

/// Labels below a chart, at most.
const MOST_LABELS: usize = 7;

impl Columns {
    pub(crate) fn new(title: String, columns: &[Column]) -> Self {
        let highest = columns.iter().map(|column| column.all).max().unwrap_or_default();
        let top = ceiling(highest);
        #[expect(clippy::cast_precision_loss, reason = "a chart shows no more than a thousand steps")]
        let height = |count: u64| count as f64 / top as f64 * HEIGHT;
        #[expect(clippy::cast_precision_loss, reason = "there are no more columns than a year has hours")]
        let (share, place) = (WIDTH / columns.len().max(1) as f64, |n: usize| n as f64);
        let rect = |(n, column): (usize, &Column)| {
            let (lower, all) = (height(column.lower), height(column.all));
            Rect {
                x: round(share.mul_add(place(n), share * (1.0 - COLUMN) / 2.0)),
                width: round(share * COLUMN),
                lower: (round(HEIGHT - lower), round(lower)),
                upper: (round(HEIGHT - all), round(all - lower)),
                says: format!("{}: {}", column.label, column.says),
            }
        };
        let step = columns.len().div_ceil(MOST_LABELS).max(1);
        Self {
            title,
            top,
            rects: columns.iter().enumerate().map(rect).collect(),
            named: columns.iter().step_by(step).map(|column| column.label.clone()).collect(),
        }
    }
}

/// Hundredths are enough.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// The next number that reads well: 1, 2 or 5 with zeros.
fn ceiling(highest: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for step in [1, 2, 5] {
            let top = power.saturating_mul(step);
            if top >= highest {
                return top;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// How long the bar of a row is, in hundredths of the longest.
pub(crate) fn share(count: u64, highest: u64) -> u64 {
    (u128::from(count) * 100 / u128::from(highest.max(1)))
        .try_into()
        .unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_line_is_a_number_that_reads_well_and_no_column_is_higher() {
        let tops = [0, 1, 2, 3, 7, 10, 11, 48, 501, u64::MAX].map(ceiling);
        assert_eq!(tops, [1, 1, 2, 5, 10, 10, 20, 50, 1_000, u64::MAX]);
    }

    #[test]
    fn columns_stand_on_the_ground_and_say_what_they_are() {
        let column = |all, lower| Column {
            label: format!("d{all}"),
            all,
            lower,
            says: "<b>".to_owned(),
        };
        let chart = Columns::new("Scans".to_owned(), &[column(10, 4), column(0, 0), column(5, 5)]);
        let html = chart.render().unwrap();
        let document = scraper::Html::parse_fragment(&html);
        let rects = scraper::Selector::parse("rect").unwrap();
        let number = |rect: &scraper::ElementRef<'_>, name| rect.value().attr(name).unwrap().parse::<f64>().unwrap();
        let people: Vec<_> = document
            .select(&rects)
            .filter(|rect| rect.value().attr("class") == Some("lower"))
            .collect();
        assert_eq!(people.len(), 3);
        for rect in &people {
            assert!((number(rect, "y") + number(rect, "height") - HEIGHT).abs() < 0.02);
        }
        assert!((number(&people[0], "height") - 80.0).abs() < 0.02);
        assert!(html.contains("d10: &#60;b&#62;"), "{html}");
        assert!(!html.contains("style"));
    }

    #[test]
    fn a_year_of_hours_has_few_labels() {
        let column = |n: usize| Column {
            label: n.to_string(),
            all: 1,
            lower: 1,
            says: String::new(),
        };
        let columns: Vec<Column> = (0..8_784).map(column).collect();
        assert!(Columns::new(String::new(), &columns).named.len() <= MOST_LABELS);
    }
}
