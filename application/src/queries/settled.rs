//! How a batch is printed when nobody says otherwise.

use signpost_domain::{
    Aggregate,
    batch::{Batch, BatchEvent},
    decision::{DecisionEvent, Position},
    identifier::UnitName,
    print::Print,
};

use super::batches::batch;
use crate::{
    Application,
    authority::Principal,
    ports::{Paging, catalogue::CodeFilter},
    refusal::Refusal,
};

/// What was settled of a batch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settled {
    /// The number of decisions on the batch itself; 0 of one that was minted before batches kept anything.
    pub version: u64,
    /// What was ordered, and how it is printed.
    pub batch: Batch,
    /// The position of the decision log at which labels and units of its codes are printed, where it is settled how they are.
    pub as_of: Option<Position>,
}

impl Settled {
    /// How it is printed; as usual where nobody said so.
    pub fn print(&self) -> Print {
        self.batch.print.clone().unwrap_or_default()
    }

    /// The number of its first code.
    pub fn first(&self) -> u64 {
        self.batch.order.as_ref().map_or(1, |order| order.first)
    }
}

/// What was settled of a batch that there is.
pub async fn settled(application: &Application, principal: &Principal, id: &str) -> Result<Settled, Refusal> {
    batch(application, principal, id).await?;
    let decisions = application.decisions.decisions_on(Batch::TYPE, &[id]).await?;
    let mut settled = Settled::default();
    let mut act = None;
    for decision in decisions {
        settled.version = decision.version;
        if let DecisionEvent::Batch(_, event) = decision.event {
            if event.print().is_some() {
                act = Some((
                    decision.position,
                    decision.circumstances.correlation,
                    matches!(event, BatchEvent::Ordered { .. }),
                ));
            }
            settled.batch.apply(event);
        }
    }
    settled.as_of = match act {
        // Its codes were minted by the decisions that followed in the same act.
        Some((position, correlation, true)) => {
            let last = application.decisions.correlated(&correlation).await?;
            Some(last.map_or(position, |(_, last)| last.max(position)))
        }
        Some((position, ..)) => Some(position),
        None => None,
    };
    Ok(settled)
}

/// The unit that a batch was ordered for. Of one that does not tell, that of one of its codes.
pub(crate) async fn unit_of(application: &Application, id: &str, settled: &Settled) -> Result<Option<UnitName>, Refusal> {
    if let Some(order) = &settled.batch.order {
        return Ok(order.unit.clone());
    }
    let filter = CodeFilter {
        batch: Some(id.to_owned()),
        ..CodeFilter::default()
    };
    let found = application
        .catalogue
        .codes(&filter, &Paging { limit: 1, cursor: None })
        .await?;
    Ok(found.items.into_iter().next().and_then(|record| record.code.unit))
}
