use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::{
    queries::print::{Texts, labels},
    refusal::Fault,
};
use utoipa::IntoParams;

use super::{
    super::{
        extract::{Named, Parameters, Reading, parse},
        problem::Problem,
    },
    asked::{Asked, lines, yes},
    printed::{Kind, Order},
};
use crate::Shared;

/// What labels are printed on, and how.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paper {
    /// A sheet that shops sell, such as `avery-l7160`; `GET /sheets` names all. Or its measures, in the next five.
    pub(crate) sheet: Option<String>,
    /// The page in millimetres, such as `210x297`, or `a4` or `letter`; A4 if not given.
    page: Option<String>,
    /// Labels side by side and one below the other, such as `3x7`.
    labels: Option<String>,
    /// A label's width and height in millimetres, such as `63.5x38.1`.
    label: Option<String>,
    /// Where the first label begins, from the left and from the top in millimetres; `0x0` if not given.
    origin: Option<String>,
    /// From where one label begins to where the next does, in millimetres; a label's width and height if not given.
    pitch: Option<String>,
    /// Which label of the first sheet is the first that is printed, counted along the rows; 1 if not given.
    start: Option<String>,
    /// `true` marks the corners of labels, for sheets that are cut afterwards.
    pub(crate) cut_marks: Option<String>,
    /// `true` gives one page of proof instead: the first label, the outlines of all, and rulers.
    proof: Option<String>,
    /// Text beside or below the symbol, with `{id}`, `{number}`, `{label}` and `{unit}`, and `|` between lines; what the design says if not given, or `{id}`.
    caption: Option<String>,
    /// The number of the first code in the order in which they were minted; as it was ordered if not given.
    first: Option<String>,
    /// Which labels and units are printed: those that codes had at this position of the decision log, or `now`. If not given, those of when it was
    /// settled how the batch is printed, or else of now.
    as_of: Option<String>,
    /// Error correction: `L`, `M`, `Q` or `H`. Left out, `M` or whatever better fits in the same symbol.
    level: Option<String>,
    /// Quiet zone in modules, 0 to 40; the standard asks for 4.
    margin: Option<String>,
    /// Colour of the dark modules and the text, as `000000`.
    dark: Option<String>,
    /// Colour of the light modules, as `ffffff`.
    light: Option<String>,
    /// The design symbols are drawn in, in place of level, margin and colours: a name, such as `harbour`, or a name and a version, such as `harbour@3`,
    /// which gives the same for ever. Empty for none, where the batch is printed in one.
    pub(crate) design: Option<String>,
}

/// Label sheets of a batch
///
/// As PDF in vectors, in the order in which the codes were minted, in constant memory. Print it in its own size (100 %): every label is where its
/// sheet has it. What is not asked for is as it was settled how the batch is printed (`/batches/{id}/print`), and then gives the same bytes for ever; so
/// does a request that gives `as_of` and a design with its version.
#[utoipa::path(
    get, path = "/batches/{id}/labels.pdf", tag = "batches",
    params(("id" = String, Path, description = "The batch"), Paper),
    responses(
        (status = 200, description = "Sheets of labels", content_type = "application/pdf", headers(
            ("Signpost-Design" = Option<String>, description = "The design and its version, such as harbour@3"),
            ("Signpost-As-Of" = u64, description = "The position at which labels and units were looked up, for as_of"),
        )),
        (status = 422, description = "No phone could read that, or there is no such sheet", body = Problem),
    ),
)]
pub(crate) async fn batch_labels(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<String>,
    Parameters(asked): Parameters<Paper>,
) -> Result<Response, Problem> {
    let order = Order::of(&api, &principal, id, &asked.asked()).await?;
    let start = parse("start", asked.start.as_deref())?.unwrap_or(1);
    let mut faults: Vec<Fault> = vec![];
    let proof = yes("proof", asked.proof.as_deref(), &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let request = labels(&order.print, order.design.as_ref(), start, proof.unwrap_or_default())?;
    let texts = Texts::of_labels(&order.print, order.design.as_ref());
    let press = |out| api.application.artist.labels(&request, out);
    order.carry_out(&api, &principal, Kind::Pdf, texts, press).await
}

impl Paper {
    fn asked(&self) -> Asked {
        Asked {
            design: self.design.clone(),
            level: self.level.clone(),
            margin: self.margin.clone(),
            dark: self.dark.clone(),
            light: self.light.clone(),
            caption: self.caption.as_deref().map(lines),
            sheet: self.sheet.clone(),
            page: self.page.clone(),
            labels: self.labels.clone(),
            label: self.label.clone(),
            origin: self.origin.clone(),
            pitch: self.pitch.clone(),
            cut_marks: self.cut_marks.clone(),
            first: self.first.clone(),
            as_of: self.as_of.clone(),
            ..Asked::default()
        }
    }
}
