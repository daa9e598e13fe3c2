use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::{
    ports::artwork::Format,
    queries::{
        print::{Texts, prepare},
        series::series,
    },
};
use utoipa::IntoParams;

use super::super::{
    codes::picture::Look,
    extract::{Named, Parameters, Reading, parse, parse_list},
    pipe::pipe,
    problem::Problem,
};
use super::printed::{Labelled, Numbering, answer};
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
    /// The number of the first code in the order in which they were minted; 1 if not given.
    first: Option<String>,
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
    /// which gives the same for ever.
    design: Option<String>,
}

/// Pictures of all codes of a batch
///
/// As a ZIP archive, in the order in which the codes were minted, in constant memory. The same request gives the same bytes as long as no code
/// gets another label or unit that names its file.
#[utoipa::path(
    get, path = "/batches/{id}/images.zip", tag = "batches",
    params(("id" = String, Path, description = "The batch"), Pictures),
    responses(
        (status = 200, description = "A picture of every code", content_type = "application/zip", headers(
            ("Signpost-Design" = Option<String>, description = "The design and its version, such as harbour@3"),
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
    let format = parse_list("format", asked.format.as_deref(), &Format::ALL, Format::as_str)?;
    let format = match format[..] {
        [] => Format::Svg,
        [one] => one,
        _ => return Err(Problem::fault("format", "give one format")),
    };
    let names = parse("name", asked.name.as_deref())?.unwrap_or_default();
    let Numbering(first) = parse("first", asked.first.as_deref())?.unwrap_or_default();
    let look = Look {
        level: asked.level,
        size: asked.size,
        dpi: asked.dpi,
        margin: asked.margin,
        dark: asked.dark,
        light: asked.light,
        design: asked.design,
    };
    let chosen = look.chosen(&api, &principal).await?;
    let request = look.request(format, chosen.as_ref())?;
    let texts = Texts {
        names,
        caption: chosen
            .as_ref()
            .map_or_else(Vec::new, |chosen| chosen.specification.caption.clone()),
    };
    let application = &api.application;
    let series = series(application, &principal, &id, first).await?;
    let run = prepare(series, texts, |impression| {
        application.artist.draw(&impression.content, &impression.caption, &request)?;
        Ok(())
    })
    .await?;
    let (writer, breaker, body) = pipe();
    let press = application.artist.archive(&request, Box::new(writer));
    let file = Labelled::new("application/zip", format!("{id}.zip"), chosen);
    Ok(answer(run, press, breaker, body, file))
}
