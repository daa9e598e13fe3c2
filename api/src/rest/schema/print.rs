//! How a batch is printed, on the wire.

use serde::{Deserialize, Serialize};
use signpost_application::{queries::settled::Settled, refusal::Fault};
use signpost_domain::{
    print::{Paper, Print},
    sheets::{Measure, Sheet},
};
use utoipa::ToSchema;

use super::super::batches::asked::Asked;

/// How a batch is printed. What is left out is as usual; fields are called as the parameters of pictures and labels are.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPrint)]
pub(crate) struct PrintBody {
    /// The design symbols are in, in place of level, margin and colours: a name, which takes its version of now, or a name and a version.
    #[schema(example = "harbour@3")]
    design: Option<String>,
    /// Error correction: `L`, `M`, `Q` or `H`.
    level: Option<String>,
    /// Quiet zone in modules.
    margin: Option<u8>,
    /// Colour of the dark modules, as `000000`.
    dark: Option<String>,
    /// Colour of the light modules, as `ffffff`.
    light: Option<String>,
    /// Lines of text on labels, 4 at most, with `{id}`, `{number}`, `{label}` and `{unit}`.
    caption: Option<Vec<String>>,
    /// A sheet of labels that shops sell, by its name.
    #[schema(example = "avery-l7160")]
    sheet: Option<String>,
    /// Or its measures: the page, in millimetres.
    page: Option<String>,
    /// Labels side by side and one below the other, such as `3x7`.
    labels: Option<String>,
    /// A label's width and height in millimetres, such as `63.5x38.1`.
    label: Option<String>,
    /// Where the first label begins, from the left and from the top in millimetres.
    origin: Option<String>,
    /// From where one label begins to where the next does, in millimetres.
    pitch: Option<String>,
    /// Whether the corners of labels are marked, for sheets that are cut afterwards.
    cut_marks: Option<bool>,
    /// The format of pictures: `svg`, `png`, `pdf` or `eps`.
    format: Option<String>,
    /// Edge of a picture with the quiet zone: pixels for SVG and PNG, millimetres for PDF and EPS.
    size: Option<u32>,
    /// Dots per inch of a PNG.
    dpi: Option<u32>,
    /// What the files of pictures are called, without their ending: a text with `{id}`, `{number}`, `{label}` and `{unit}`.
    #[schema(example = "{number}-{label}")]
    name: Option<String>,
    /// Why, for the history.
    #[serde(skip_serializing)]
    pub(crate) reason: Option<String>,
}

impl PrintBody {
    /// What it says, or what is wrong with it, with pointers below `at`.
    pub(crate) fn read(self, at: &str) -> Result<Print, Vec<Fault>> {
        let asked = Asked {
            design: self.design,
            level: self.level,
            margin: self.margin.map(|margin| margin.to_string()),
            dark: self.dark,
            light: self.light,
            caption: self.caption,
            sheet: self.sheet,
            page: self.page,
            labels: self.labels,
            label: self.label,
            origin: self.origin,
            pitch: self.pitch,
            cut_marks: self.cut_marks.map(|yes| yes.to_string()),
            format: self.format,
            size: self.size.map(|size| size.to_string()),
            dpi: self.dpi.map(|dpi| dpi.to_string()),
            name: self.name,
            // Queries alone ask for these.
            first: None,
            as_of: None,
        };
        let below = |fault: Fault| Fault::new(format!("{at}/{}", fault.pointer), fault.detail);
        asked.read().map_err(|faults| faults.into_iter().map(below).collect())
    }
}

impl From<Print> for PrintBody {
    fn from(print: Print) -> Self {
        let measures = |of: fn(&Sheet) -> String| match &print.paper {
            Some(Paper::Measured(sheet)) => Some(of(sheet)),
            _ => None,
        };
        Self {
            page: measures(|sheet| millimetres(sheet.page)),
            labels: measures(|sheet| format!("{}x{}", sheet.columns, sheet.rows)),
            label: measures(|sheet| millimetres(sheet.label)),
            origin: measures(|sheet| millimetres(sheet.origin)),
            pitch: measures(|sheet| millimetres(sheet.pitch)),
            sheet: match &print.paper {
                Some(Paper::Usual(name)) => Some(name.clone()),
                _ => None,
            },
            design: print.design.map(Into::into),
            level: print.level.map(|level| level.to_string()),
            margin: print.margin,
            dark: print.dark.map(Into::into),
            light: print.light.map(Into::into),
            caption: print.caption.map(|lines| lines.into_iter().map(Into::into).collect()),
            cut_marks: print.cut_marks,
            format: print.format.map(|format| format.as_str().to_owned()),
            size: print.size,
            dpi: print.dpi,
            name: print.names.map(Into::into),
            reason: None,
        }
    }
}

/// A measure as parameters have it.
fn millimetres(measure: Measure) -> String {
    let along = |micrometres: u32| f64::from(micrometres) / 1000.0;
    format!("{}x{}", along(measure.x), along(measure.y))
}

/// How a batch is printed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Print)]
pub(crate) struct PrintView {
    /// What was settled; null where it was not.
    print: Option<PrintBody>,
    /// The number of its first code.
    first: u64,
    /// The position of the decision log at which labels and units of its codes are printed; null, as they are then.
    as_of: Option<u64>,
    /// The number of decisions on the batch itself, as in the `ETag`.
    version: u64,
}

impl PrintView {
    pub(crate) fn new(settled: &Settled) -> Self {
        Self {
            print: settled.batch.print.clone().map(Into::into),
            first: settled.first(),
            as_of: settled.as_of.map(|position| position.0),
            version: settled.version,
        }
    }
}
