//! Sheets of labels that are known by name.

use axum::Json;
use serde::Serialize;
use signpost_domain::sheets::{Measure, USUAL, Usual};
use utoipa::ToSchema;

use super::{
    extract::{Nothing, Parameters, Reading},
    problem::Problem,
    schema::PageOf,
};

/// A sheet of labels. All measures are in millimetres, `[width, height]` or `[from the left, from the top]`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Sheet)]
pub(crate) struct SheetView {
    /// What it is asked for by.
    #[schema(example = "avery-l7160")]
    name: &'static str,
    /// Labels side by side.
    columns: u32,
    /// Labels one below the other.
    rows: u32,
    /// The page.
    #[schema(example = json!([210.0, 297.0]))]
    page: [f64; 2],
    /// A label.
    #[schema(example = json!([63.5, 38.1]))]
    label: [f64; 2],
    /// Where the first label begins.
    #[schema(example = json!([7.25, 15.15]))]
    origin: [f64; 2],
    /// From where one label begins to where the next does.
    #[schema(example = json!([66.0, 38.1]))]
    pitch: [f64; 2],
}

impl From<&Usual> for SheetView {
    fn from(Usual { name, sheet }: &Usual) -> Self {
        let millimetres = |measure: Measure| [measure.x, measure.y].map(|along| f64::from(along) / 1000.0);
        Self {
            name,
            columns: sheet.columns,
            rows: sheet.rows,
            page: millimetres(sheet.page),
            label: millimetres(sheet.label),
            origin: millimetres(sheet.origin),
            pitch: millimetres(sheet.pitch),
        }
    }
}

/// List the sheets of labels
///
/// Those that can be asked for by name; others are told by their measures.
#[utoipa::path(
    get, path = "/sheets", tag = "batches",
    responses((status = 200, description = "Sheets that shops sell", body = PageOf<SheetView>)),
)]
pub(crate) async fn list_sheets(
    Reading(_reader): Reading,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Json<PageOf<SheetView>>, Problem> {
    let items = USUAL.iter().map(SheetView::from).collect();
    Ok(Json(PageOf { items, next: None }))
}
