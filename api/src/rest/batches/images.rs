use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::queries::print::{Texts, pictures};
use utoipa::IntoParams;

use super::{
    super::{
        extract::{Named, Parameters, Reading},
        problem::Problem,
    },
    asked::Asked,
    printed::{Kind, Order},
};
use crate::Shared;

/// What the pictures are, and what they are called.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Pictures {
    /// `svg`, `png`, `pdf` or `eps`; `svg` if not given.
    format: Option<String>,
    /// What the files are called, without their ending: a text with `{id}`, `{number}`, `{label}` and `{unit}`; `{id}` if not given.
    name: Option<String>,
    /// The number of the first code in the order in which they were minted; as it was ordered if not given.
    first: Option<String>,
    /// Which labels and units are printed: those that codes had at this position of the decision log, or `now`. If not given, those of when it was
    /// settled how the batch is printed, or else of now.
    as_of: Option<String>,
    /// Error correction: `L`, `M`, `Q` or `H`. Left out, `M` or whatever better fits in the same symbol.
    level: Option<String>,
    /// Edge with the quiet zone: pixels for SVG and PNG (512), millimetres for PDF and EPS (30).
    size: Option<String>,
    /// Dots per inch of a PNG, 300 if not given.
    dpi: Option<String>,
    /// Quiet zone in modules, 0 to 40; the standard asks for 4.
    margin: Option<String>,
    /// Colour of the dark modules, as `000000`.
    dark: Option<String>,
    /// Colour of the light modules, as `ffffff`.
    light: Option<String>,
    /// The design they are drawn in, in place of level, margin and colours: a name, such as `harbour`, or a name and a version, such as `harbour@3`,
    /// which gives the same for ever. Empty for none, where the batch is printed in one.
    pub(crate) design: Option<String>,
}

/// Pictures of all codes of a batch
///
/// As a ZIP archive, in the order in which the codes were minted, in constant memory. What is not asked for is as it was settled how the batch is
/// printed (`/batches/{id}/print`), and then gives the same bytes for ever; so does a request that gives `as_of` and a design with its version.
#[utoipa::path(
    get, path = "/batches/{id}/images.zip", tag = "batches",
    params(("id" = String, Path, description = "The batch"), Pictures),
    responses(
        (status = 200, description = "A picture of every code", content_type = "application/zip", headers(
            ("Signpost-Design" = Option<String>, description = "The design and its version, such as harbour@3"),
            ("Signpost-As-Of" = u64, description = "The position at which labels and units were looked up, for as_of"),
        )),
        (status = 422, description = "No phone could read that, or the names are not safe", body = Problem),
    ),
)]
pub(crate) async fn batch_images(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<String>,
    Parameters(asked): Parameters<Pictures>,
) -> Result<Response, Problem> {
    let order = Order::of(&api, &principal, id, &asked.asked()).await?;
    let request = pictures(&order.print, order.design.as_ref());
    let texts = Texts::of_pictures(&order.print, order.design.as_ref());
    let press = |out| api.application.artist.archive(&request, out);
    order.carry_out(&api, &principal, Kind::Zip, texts, press).await
}

impl Pictures {
    fn asked(&self) -> Asked {
        Asked {
            design: self.design.clone(),
            level: self.level.clone(),
            margin: self.margin.clone(),
            dark: self.dark.clone(),
            light: self.light.clone(),
            format: self.format.clone(),
            size: self.size.clone(),
            dpi: self.dpi.clone(),
            name: self.name.clone(),
            first: self.first.clone(),
            as_of: self.as_of.clone(),
            ..Asked::default()
        }
    }
}
