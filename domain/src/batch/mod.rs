//! Batches: series of codes that were minted together. What each code is, its own decisions say; a batch decides how it is printed, so that
//! it is printed the same again.

#[cfg(test)]
mod tests;

use std::convert::Infallible;

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use serde::{Deserialize, Serialize};

use crate::{identifier::UnitName, print::Print};

/// A batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// What was ordered; `None` of one that was minted before batches kept that.
    pub order: Option<Order>,
    /// How it is printed; `None` as long as nobody said so.
    pub print: Option<Print>,
}

/// What was ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// How many codes.
    pub count: u32,
    /// The number of the first; the others follow.
    pub first: u64,
    /// The department that owns them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitName>,
}

/// What can happen to a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum BatchEvent {
    /// Its codes were minted.
    Ordered {
        /// What was ordered.
        #[serde(flatten)]
        order: Order,
        /// How they are printed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        print: Option<Print>,
    },
    /// How it is printed from now on.
    PrintSettled {
        /// How.
        print: Print,
    },
}

impl BatchEvent {
    /// How it is printed since then, where that was decided.
    pub fn print(&self) -> Option<&Print> {
        match self {
            Self::Ordered { print, .. } => print.as_ref(),
            Self::PrintSettled { print } => Some(print),
        }
    }
}

impl DomainEvent for BatchEvent {
    fn event_type(&self) -> String {
        match self {
            Self::Ordered { .. } => "Ordered",
            Self::PrintSettled { .. } => "PrintSettled",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// What can be asked of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchCommand {
    /// Print it so from now on.
    SettlePrint(Box<Print>),
}

impl Batch {
    /// What follows from a command; nothing when nothing changes.
    pub fn decide(&self, command: BatchCommand) -> Vec<BatchEvent> {
        let BatchCommand::SettlePrint(print) = command;
        if self.print.as_ref() == Some(&*print) {
            return vec![];
        }
        vec![BatchEvent::PrintSettled { print: *print }]
    }
}

impl Aggregate for Batch {
    const TYPE: &'static str = "batch";
    type Command = BatchCommand;
    type Event = BatchEvent;
    type Error = Infallible;
    type Services = ();

    async fn handle(&mut self, command: BatchCommand, (): &(), sink: &EventSink<Self>) -> Result<(), Infallible> {
        for event in self.decide(command) {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: BatchEvent) {
        match event {
            BatchEvent::Ordered { order, print } => {
                *self = Self {
                    order: Some(order),
                    print,
                }
            }
            BatchEvent::PrintSettled { print } => self.print = Some(print),
        }
    }
}
