//! Printing all codes of a batch, of any number in constant memory.

use std::sync::Arc;

use signpost_domain::template::{FileNames, Printed, Template};
use tokio::task::spawn_blocking;

use super::{
    designs::lines,
    picture::{printed, refuse},
    series::Series,
};
use crate::{
    ports::{
        artwork::{Impression, Press, PressError},
        catalogue::CodeRecord,
    },
    refusal::Refusal,
};

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

/// A batch that is about to be printed.
pub struct Run {
    series: Series,
    records: Vec<(u64, CodeRecord)>,
    texts: Texts,
    public_url: Arc<str>,
}

/// Gets ready to print a series. Tries its first code, so that whoever asks for what cannot be printed is told before it begins.
pub async fn prepare(
    mut series: Series,
    texts: Texts,
    try_out: impl FnOnce(&Impression) -> Result<(), PressError>,
) -> Result<Run, Refusal> {
    let records = series.next().await?;
    let public_url = series.public_url();
    let run = Run {
        series,
        records,
        texts,
        public_url,
    };
    if let Some((number, record)) = run.records.first() {
        match try_out(&run.impression(*number, record)) {
            Err(PressError::Artwork(error)) => return Err(refuse(&error)),
            Err(PressError::Output(_)) | Ok(()) => {}
        }
    }
    Ok(run)
}

impl Run {
    /// Prints all of it. Drawing takes a processor's time, so it is done on threads for that.
    pub async fn print(mut self, mut press: Box<dyn Press>) -> Result<(), PrintError> {
        while !self.records.is_empty() {
            let impressions = self.records.iter().map(|(number, record)| self.impression(*number, record));
            let impressions: Vec<Impression> = impressions.collect();
            let printing = spawn_blocking(move || {
                impressions.iter().try_for_each(|impression| press.print(impression))?;
                Ok::<_, PressError>(press)
            });
            press = printing.await??;
            self.records = self.series.next().await?;
        }
        Ok(spawn_blocking(move || press.finish()).await??)
    }

    fn impression(&self, number: u64, record: &CodeRecord) -> Impression {
        let of = Printed {
            id: &record.id,
            number,
            label: record.code.label.as_deref(),
            unit: record.code.unit.as_ref(),
        };
        Impression {
            content: printed(&self.public_url, &record.id),
            name: self.texts.names.fill(of),
            caption: lines(&self.texts.caption, of),
        }
    }
}
