//! Printing all codes of a batch, of any number in constant memory.

use std::{io, sync::Arc};

use signpost_domain::{
    decision::Position,
    print::Print,
    template::{FileNames, Printed, Template},
};
use tokio::task::spawn_blocking;

use super::{
    designs::{Chosen, chosen, lines, sample_id},
    picture::{printed, refuse},
    series::{Labelled, Series},
};
use crate::{
    Application,
    authority::Principal,
    ports::artwork::{Format, Impression, LabelsRequest, PictureRequest, Press, PressError},
    refusal::{Fault, Refusal},
};

/// The pictures of a batch that is printed so.
pub fn pictures(print: &Print, design: Option<&Chosen>) -> PictureRequest {
    let format = print.format.unwrap_or(Format::Svg);
    if let Some(chosen) = design {
        return PictureRequest {
            size: print.size,
            dpi: print.dpi,
            ..PictureRequest::in_design(format, &chosen.specification)
        };
    }
    let plain = PictureRequest::plain(format);
    PictureRequest {
        level: print.level,
        size: print.size,
        dpi: print.dpi,
        margin: print.margin.unwrap_or(plain.margin),
        dark: print.dark.unwrap_or(plain.dark),
        light: print.light.unwrap_or(plain.light),
        ..plain
    }
}

/// The sheets of labels of a batch that is printed so, from a label of the first sheet on, counted from 1.
pub fn labels(print: &Print, design: Option<&Chosen>, start: u32, proof: bool) -> Result<LabelsRequest, Refusal> {
    let refuse = |parameter: &str, what: String| Refusal::Invalid(vec![Fault::new(parameter, what)]);
    let paper = print.paper.as_ref().ok_or_else(|| {
        let what = "name a sheet, such as avery-l7160, or give labels (3x7) and label (63.5x38.1)";
        refuse("sheet", what.to_owned())
    })?;
    let sheet = paper.sheet().ok_or_else(|| {
        let what = "there is no sheet of this name; the list of sheets names all";
        refuse("sheet", what.to_owned())
    })?;
    sheet.check().map_err(|error| refuse(error.measure(), error.to_string()))?;
    if !(1..=sheet.labels()).contains(&start) {
        return Err(refuse("start", format!("this sheet has labels 1 to {}", sheet.labels())));
    }
    let picture = pictures(print, design);
    Ok(LabelsRequest {
        sheet: *sheet,
        start: start - 1,
        cut_marks: print.cut_marks.unwrap_or_default(),
        proof,
        level: picture.level,
        margin: picture.margin,
        dark: picture.dark,
        light: picture.light,
        design: picture.design,
    })
}

/// The lines of text on labels of a batch that is printed so.
fn caption(print: &Print, design: Option<&Chosen>) -> Vec<Template> {
    let of_design = design.map(|chosen| &chosen.specification.caption);
    match (&print.caption, of_design) {
        (Some(lines), _) => lines.clone(),
        (None, Some(lines)) if !lines.is_empty() => lines.clone(),
        (None, _) => "{id}".parse().into_iter().collect(),
    }
}

/// Whether a batch could be printed so, tried on a code that there need not be. Gives the design that it is printed in.
pub(crate) async fn try_out(application: &Application, principal: &Principal, print: &Print) -> Result<Option<Chosen>, Refusal> {
    let design = match &print.design {
        Some(choice) => Some(chosen(application, principal, choice).await?),
        None => None,
    };
    let content = printed(&application.public_url, &sample_id());
    let impression = |caption: &[Template]| {
        let id = sample_id();
        let of = Printed {
            id: &id,
            number: 1,
            label: None,
            unit: None,
        };
        Impression {
            content: content.clone(),
            name: String::new(),
            caption: lines(caption, of),
        }
    };
    let drawn = application.artist.draw(&content, &[], &pictures(print, design.as_ref()));
    drawn.map_err(|error| refuse(&error))?;
    if print.paper.is_some() {
        let request = labels(print, design.as_ref(), 1, false)?;
        let mut press = application.artist.labels(&request, Box::new(io::sink()));
        if let Err(PressError::Artwork(error)) = press.print(&impression(&caption(print, design.as_ref()))) {
            return Err(refuse(&error));
        }
    }
    Ok(design)
}

/// Why a batch was not printed to its end.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The codes could not be read.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// They could not be printed.
    #[error(transparent)]
    Press(#[from] PressError),
    /// The thread that printed them died.
    #[error("printing ended early: {0}")]
    Thread(#[from] tokio::task::JoinError),
}

/// The texts that go with a symbol.
#[derive(Debug, Clone)]
pub struct Texts {
    /// What files are called.
    pub names: FileNames,
    /// Lines of text on a label, or below a picture in a design. Where nothing is filled in, a line is left out.
    pub caption: Vec<Template>,
}

impl Texts {
    /// Those of pictures.
    pub fn of_pictures(print: &Print, design: Option<&Chosen>) -> Self {
        Self {
            names: print.names.clone().unwrap_or_default(),
            caption: design.map_or_else(Vec::new, |chosen| chosen.specification.caption.clone()),
        }
    }

    /// Those of labels.
    pub fn of_labels(print: &Print, design: Option<&Chosen>) -> Self {
        Self {
            names: FileNames::default(),
            caption: caption(print, design),
        }
    }

    /// Whether they say what a code is called or whose it is, which changes.
    fn name_codes(&self) -> bool {
        self.names.names_code() || self.caption.iter().any(Template::names_code)
    }
}

/// A batch that is about to be printed.
pub struct Run {
    series: Series,
    codes: Vec<Labelled>,
    texts: Texts,
    public_url: Arc<str>,
    as_of: Option<Position>,
}

/// Gets ready to print a series, with the labels and units that its codes had at `as_of`. Tries its first code, so that whoever asks for
/// what cannot be printed is told before it begins.
pub async fn prepare(
    mut series: Series,
    texts: Texts,
    as_of: Position,
    try_out: impl FnOnce(&Impression) -> Result<(), PressError>,
) -> Result<Run, Refusal> {
    let as_of = texts.name_codes().then_some(as_of);
    let codes = series.labelled(as_of).await?;
    let public_url = series.public_url();
    let run = Run {
        series,
        codes,
        texts,
        public_url,
        as_of,
    };
    if let Some(code) = run.codes.first() {
        match try_out(&run.impression(code)) {
            Err(PressError::Artwork(error)) => return Err(refuse(&error)),
            Err(PressError::Output(_)) | Ok(()) => {}
        }
    }
    Ok(run)
}

impl Run {
    /// Prints all of it. Drawing takes a processor's time, so it is done on threads for that.
    pub async fn print(mut self, mut press: Box<dyn Press>) -> Result<(), PrintError> {
        while !self.codes.is_empty() {
            let impressions: Vec<Impression> = self.codes.iter().map(|code| self.impression(code)).collect();
            let printing = spawn_blocking(move || {
                impressions.iter().try_for_each(|impression| press.print(impression))?;
                Ok::<_, PressError>(press)
            });
            press = printing.await??;
            self.codes = self.series.labelled(self.as_of).await?;
        }
        Ok(spawn_blocking(move || press.finish()).await??)
    }

    fn impression(&self, code: &Labelled) -> Impression {
        let of = Printed {
            id: &code.id,
            number: code.number,
            label: code.label.as_deref(),
            unit: code.unit.as_ref(),
        };
        Impression {
            content: printed(&self.public_url, &code.id),
            name: self.texts.names.fill(of),
            caption: lines(&self.texts.caption, of),
        }
    }
}
