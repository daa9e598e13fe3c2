use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::{
    ports::artwork::{Format, LabelsRequest, PictureRequest},
    queries::{
        print::{Texts, prepare},
        series::series,
    },
    sheets::{Measure, Sheet},
};
use signpost_domain::{
    design::MOST_LINES,
    template::{FileNames, Template},
};
use utoipa::IntoParams;

use super::{
    super::{
        codes::picture::Look,
        extract::{Named, Parameters, Reading, parse, parse_list},
        pipe::pipe,
        problem::Problem,
    },
    printed::{Labelled, Numbering, answer},
};
use crate::Shared;

/// What labels are printed on, and how.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paper {
    /// A sheet that shops sell, such as `avery-l7160`; `GET /sheets` names all. Or its measures, in the next five.
    sheet: Option<String>,
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
    cut_marks: Option<String>,
    /// `true` gives one page of proof instead: the first label, the outlines of all, and rulers.
    proof: Option<String>,
    /// Text beside or below the symbol, with `{id}`, `{number}`, `{label}` and `{unit}`, and `|` between lines; what the design says if not given, or `{id}`.
    caption: Option<String>,
    /// The number of the first code in the order in which they were minted; 1 if not given.
    first: Option<String>,
    /// Error correction: `L`, `M`, `Q` or `H`. Left out, `M` or whatever better fits in the same symbol.
    level: Option<String>,
    /// Quiet zone in modules, 0 to 40; the standard asks for 4.
    margin: Option<String>,
    /// Colour of the dark modules and the text, as `000000`.
    dark: Option<String>,
    /// Colour of the light modules, as `ffffff`.
    light: Option<String>,
    /// The design symbols are drawn in, in place of level, margin and colours: a name, such as `harbour`, or a name and a version, such as `harbour@3`,
    /// which gives the same for ever.
    design: Option<String>,
}

/// Label sheets of a batch
///
/// As PDF in vectors, in the order in which the codes were minted, in constant memory. Print it in its own size (100 %): every label is where its
/// sheet has it. The same request gives the same bytes as long as what the captions say stays the same.
#[utoipa::path(
    get, path = "/batches/{id}/labels.pdf", tag = "batches",
    params(("id" = String, Path, description = "The batch"), Paper),
    responses(
        (status = 200, description = "Sheets of labels", content_type = "application/pdf", headers(
            ("Signpost-Design" = Option<String>, description = "The design and its version, such as harbour@3"),
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
    let look = asked.look();
    let chosen = look.chosen(&api, &principal).await?;
    let request = asked.request(look.request(Format::Pdf, chosen.as_ref())?)?;
    let of_design = chosen.as_ref().map(|chosen| chosen.specification.caption.clone());
    let texts = Texts {
        names: FileNames::default(),
        caption: match (&asked.caption, of_design) {
            (Some(text), _) => caption(text)?,
            (None, Some(lines)) if !lines.is_empty() => lines,
            (None, _) => caption("{id}")?,
        },
    };
    let Numbering(first) = parse("first", asked.first.as_deref())?.unwrap_or_default();
    let application = &api.application;
    let series = series(application, &principal, &id, first).await?;
    let try_out = |impression: &_| {
        application
            .artist
            .labels(&request, Box::new(std::io::sink()))
            .print(impression)
    };
    let run = prepare(series, texts, try_out).await?;
    let (writer, breaker, body) = pipe();
    let press = application.artist.labels(&request, Box::new(writer));
    let file = Labelled::new("application/pdf", format!("{id}.pdf"), chosen);
    Ok(answer(run, press, breaker, body, file))
}

impl Paper {
    /// What a label has in common with a picture.
    fn look(&self) -> Look {
        Look {
            level: self.level.clone(),
            size: None,
            dpi: None,
            margin: self.margin.clone(),
            dark: self.dark.clone(),
            light: self.light.clone(),
            design: self.design.clone(),
        }
    }

    fn request(&self, picture: PictureRequest) -> Result<LabelsRequest, Problem> {
        let sheet = self.sheet()?;
        let start = match parse("start", self.start.as_deref())? {
            None => 0,
            Some(start @ 1..) if start <= sheet.labels() => start - 1,
            Some(_) => {
                let detail = format!("this sheet has labels 1 to {}", sheet.labels());
                return Err(Problem::fault("start", detail));
            }
        };
        Ok(LabelsRequest {
            sheet,
            start,
            cut_marks: yes("cut_marks", self.cut_marks.as_deref())?,
            proof: yes("proof", self.proof.as_deref())?,
            level: picture.level,
            margin: picture.margin,
            dark: picture.dark,
            light: picture.light,
            design: picture.design,
        })
    }

    fn sheet(&self) -> Result<Sheet, Problem> {
        let measures = [&self.page, &self.labels, &self.label, &self.origin, &self.pitch];
        if let Some(name) = &self.sheet {
            if measures.iter().any(|measure| measure.is_some()) {
                return Err(Problem::fault("sheet", "give the name of a sheet or its measures, not both"));
            }
            let known = Sheet::usual(name).copied();
            return known.ok_or_else(|| Problem::fault("sheet", "there is no sheet of this name; GET /api/v1/sheets names all"));
        }
        let wanted = |name: &str| {
            Problem::fault(
                name,
                "name a sheet, such as avery-l7160, or give labels (3x7) and label (63.5x38.1)",
            )
        };
        let grid = self.labels.as_deref().ok_or_else(|| wanted("sheet"))?;
        let grid = grid
            .split_once('x')
            .and_then(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)));
        let (columns, rows) = grid.ok_or_else(|| Problem::fault("labels", "give columns and rows, such as 3x7"))?;
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
            .map_err(|error| Problem::fault(error.measure(), error.to_string()))?;
        Ok(sheet)
    }
}

/// Reads a width and a height in millimetres, to a thousandth.
fn measure(name: &str, text: Option<&str>) -> Result<Option<Measure>, Problem> {
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
    let fault = || Problem::fault(name, "give width and height in millimetres, such as 63.5x38.1");
    read.map(Some).ok_or_else(fault)
}

fn yes(name: &str, text: Option<&str>) -> Result<bool, Problem> {
    let words = parse_list(name, text, &[true, false], |yes| if yes { "true" } else { "false" })?;
    Ok(words.contains(&true))
}

fn caption(text: &str) -> Result<Vec<Template>, Problem> {
    if text.is_empty() {
        return Ok(vec![]);
    }
    let lines = text.split('|').map(|line| parse::<Template>("caption", Some(line)));
    let lines: Vec<Template> = lines.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    if lines.len() > MOST_LINES {
        return Err(Problem::fault("caption", format!("give at most {MOST_LINES} lines")));
    }
    Ok(lines)
}
