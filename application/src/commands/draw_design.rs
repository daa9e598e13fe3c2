//! Drawing a design: once it was read as it is printed, and not before.

use std::sync::Arc;

use signpost_domain::{
    design::{Design, DesignCommand, DesignError, Logo, Specification},
    identifier::DesignName,
};
use tokio::task::spawn_blocking;

use super::{Expectation, checks, decide};
use crate::{
    Application,
    authority::{Action, Caller},
    ports::{
        StoreError,
        artwork::{ArtworkError, Feature},
        catalogue::DesignRecord,
        decision_log::Stream,
    },
    queries::{
        designs::{sample_caption, sample_id, unknown},
        picture::printed,
    },
    refusal::{Fault, Refusal},
};

/// Draws a design or changes it; says whether it is new (or in use again).
pub async fn draw_design(
    application: &Application,
    caller: &Caller,
    name: &DesignName,
    expectation: Expectation,
    specification: Specification,
) -> Result<(DesignRecord, bool), Refusal> {
    caller.principal.must(Action::ChangeDesigns, specification.unit.as_ref())?;
    let stream: &dyn Stream<Design> = &*application.decisions;
    let current = stream.load(name.as_str()).await?;
    may_change(caller, &current.state)?;
    let specification = checked(application, specification).await?;

    let was_new = std::sync::atomic::AtomicBool::new(false);
    let command = |design: &Design| {
        may_change(caller, design)?;
        was_new.store(design.specification.is_none(), std::sync::atomic::Ordering::Relaxed);
        Ok(DesignCommand::Draw(Box::new(specification.clone())))
    };
    let refused = |DesignError::Unknown| unknown(name);
    let now = decide(application, stream, name.as_str(), expectation, caller, command, refused).await?;
    let record = DesignRecord {
        name: name.clone(),
        version: now.version,
        changed_at: now.span.map_or_else(|| application.clock.now(), |(_, last)| last),
        specification: now.state.specification,
    };
    Ok((record, was_new.into_inner()))
}

/// A design that is in use is changed by those of the unit that it belongs to.
pub(super) fn may_change(caller: &Caller, design: &Design) -> Result<(), Refusal> {
    match &design.specification {
        Some(current) => caller.principal.must(Action::ChangeDesigns, current.unit.as_ref()),
        None => Ok(()),
    }
}

/// What was asked for, with a logo that is safe, once a reader has read it.
pub async fn checked(application: &Application, mut specification: Specification) -> Result<Specification, Refusal> {
    let mut faults: Vec<Fault> = specification
        .check()
        .into_iter()
        .map(|(pointer, what)| Fault::new(pointer, what))
        .collect();
    checks::unit(application, specification.unit.as_ref(), &mut faults).await?;
    checks::refuse(faults)?;
    let content = printed(&application.public_url, &sample_id());
    let artist = Arc::clone(&application.artist);
    // Looking at it takes a processor some tens of milliseconds.
    let examining = spawn_blocking(move || {
        if let Some(Logo { emblem, .. }) = &mut specification.logo {
            *emblem = artist.emblem(emblem)?;
        }
        artist.examine(&specification, &content, &sample_caption(&specification))?;
        Ok(specification)
    });
    examining
        .await
        .map_err(|error| StoreError::Unavailable(format!("the design was not tried: {error}")))?
        .map_err(|error| refuse(&error))
}

/// Which field is to blame.
fn refuse(error: &ArtworkError) -> Refusal {
    let pointer = match error {
        ArtworkError::Logo { .. } => "/logo",
        ArtworkError::Covered { .. } => "/logo/share",
        ArtworkError::Contrast { .. } => "/dark",
        ArtworkError::TooLong { .. } => "/level",
        ArtworkError::Margin { .. } => "/margin",
        ArtworkError::Unreadable { feature, .. } => match feature {
            Feature::Logo => "/logo",
            Feature::Shape => "/shape",
            Feature::Dark => "/dark",
            Feature::Frame => "/frame",
            Feature::Size => "/size",
        },
        ArtworkError::Fine { .. }
        | ArtworkError::Smaller { .. }
        | ArtworkError::Small { .. }
        | ArtworkError::Size { .. }
        | ArtworkError::Resolution { .. }
        | ArtworkError::NoDots => "/size",
    };
    Refusal::Invalid(vec![Fault::new(pointer, error.to_string())])
}
