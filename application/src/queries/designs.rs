//! Designs as they are, and as they ever were: what is printed names one and its version, and is printed the same again.

use std::{fmt, sync::Arc};

use signpost_domain::{
    Aggregate,
    decision::DecisionEvent,
    design::{Choice, Design, Specification},
    identifier::{CodeId, DesignName, UnitName},
    template::{Printed, Template},
};

use super::picture::{printed, refuse};
use crate::{
    Application,
    authority::{Action, Principal},
    ports::{
        Page, Paging,
        artwork::{Format, Picture, PictureRequest},
        catalogue::{CodeRecord, DesignRecord},
    },
    refusal::{Fault, Refusal},
};

/// A design at one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// Its name.
    pub name: DesignName,
    /// Its version.
    pub version: u64,
    /// How it looks.
    pub specification: Arc<Specification>,
}

impl fmt::Display for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.version)
    }
}

/// A design at a version, or as it is now; it must have been in use then.
pub async fn design(
    application: &Application,
    principal: &Principal,
    name: &DesignName,
    version: Option<u64>,
) -> Result<DesignRecord, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    let decisions = application.decisions.decisions_on(Design::TYPE, &[name.as_str()]).await?;
    let decision = match version {
        None => decisions.last(),
        Some(version) => decisions.iter().find(|decision| decision.version == version),
    };
    let found = decision.and_then(|decision| match &decision.event {
        DecisionEvent::Design(name, event) => Some(DesignRecord {
            name: name.clone(),
            version: decision.version,
            changed_at: decision.circumstances.at,
            specification: Some(event.specification()?.clone()),
        }),
        _ => None,
    });
    found.ok_or_else(|| Refusal::NotFound {
        kind: "design",
        id: version.map_or_else(|| name.to_string(), |version| format!("{name}@{version}")),
    })
}

/// The design to print with.
pub async fn chosen(application: &Application, principal: &Principal, choice: &Choice) -> Result<Chosen, Refusal> {
    let found = match design(application, principal, &choice.name, choice.version).await {
        Err(Refusal::NotFound { id, .. }) => {
            let what = format!(
                "there is no design {id} in use; the list of designs names those that are, and name@version is one as it was"
            );
            return Err(Refusal::Invalid(vec![Fault::new("design", what)]));
        }
        found => found?,
    };
    let specification = found.specification.map(Arc::new);
    Ok(Chosen {
        name: found.name,
        version: found.version,
        specification: specification.ok_or_else(|| Refusal::Invalid(vec![Fault::new("design", "it is not in use")]))?,
    })
}

/// What a design looks like, in a symbol of no code in particular.
pub async fn sample(
    application: &Application,
    principal: &Principal,
    name: &DesignName,
    version: Option<u64>,
) -> Result<Picture, Refusal> {
    let found = design(application, principal, name, version).await?;
    sample_of(application, &found.specification.ok_or_else(|| unknown(name))?)
}

/// What it would look like.
pub fn sample_of(application: &Application, specification: &Specification) -> Result<Picture, Refusal> {
    let content = printed(&application.public_url, &sample_id());
    let caption = sample_caption(specification);
    let request = PictureRequest::in_design(Format::Svg, &Arc::new(specification.clone()));
    application
        .artist
        .draw(&content, &caption, &request)
        .map_err(|error| refuse(&error))
}

/// Designs in use: those of a unit, or all.
pub async fn designs(
    application: &Application,
    principal: &Principal,
    unit: Option<&UnitName>,
    paging: &Paging,
) -> Result<Page<DesignRecord>, Refusal> {
    principal.must(Action::ReadCatalogue, None)?;
    Ok(application.catalogue.designs(unit, paging).await?)
}

/// The id in the symbol that a design is tried with: as long as those that are drawn at random.
const SAMPLE: u64 = 0x76_5432_10fe;
/// The label that its caption is tried with.
const SAMPLE_LABEL: &str = "Bench 12";

/// The id of no code in particular.
pub(crate) fn sample_id() -> CodeId {
    CodeId::from_random(SAMPLE)
}

/// What a caption would say below it.
pub(crate) fn sample_caption(specification: &Specification) -> Vec<String> {
    let of = Printed {
        id: &sample_id(),
        number: 0,
        label: Some(SAMPLE_LABEL),
        unit: specification.unit.as_ref(),
    };
    lines(&specification.caption, of)
}

pub(crate) fn unknown(name: &DesignName) -> Refusal {
    Refusal::NotFound {
        kind: "design",
        id: name.to_string(),
    }
}

/// The lines of a caption for one code. Where nothing is filled in, a line is left out.
pub(crate) fn lines(caption: &[Template], of: Printed<'_>) -> Vec<String> {
    let lines = caption.iter().map(|line| line.fill(of).trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// The lines of a design's caption for a code that is printed alone.
pub(crate) fn lines_alone(specification: &Specification, record: &CodeRecord) -> Vec<String> {
    let of = Printed {
        id: &record.id,
        // Not filled in: a design has no numbers in its caption.
        number: 0,
        label: record.code.label.as_deref(),
        unit: record.code.unit.as_ref(),
    };
    lines(&specification.caption, of)
}
