//! What goes over the wire, and how it becomes the domain's words. What is read here names every fault with its JSON pointer.

mod access;
mod asset;
mod audience;
mod batch;
mod call;
mod change;
mod change_body;
mod code;
mod condition;
mod design;
mod page;
mod print;
mod proposal;
mod rule;
mod target;
mod unit;

pub(crate) use self::{
    access::{
        AccountBody, AccountView, ForgetBody, ForgottenView, GrantsBody, IssuedView, OpenedView, PasswordBody, PasswordView,
        PersonView, TokenBody, TokenView, read_grants, read_time,
    },
    asset::AssetBody,
    audience::{AudienceBody, AudienceView},
    batch::{BatchBody, BatchView},
    call::CallView,
    change::{ChangeView, PreviewView, TouchView},
    change_body::{ChangeBody, OrderBody, ReversalBody},
    code::{CodeView, MintBody, read_tags},
    condition::ConditionSchema,
    design::{DesignBody, DesignView},
    page::{PageOf, Part},
    print::{PrintBody, PrintView},
    proposal::ProposalView,
    rule::{RuleBody, RuleSchema, read_rules},
    target::{TargetBody, TargetSchema},
    unit::{ApprovalSchema, UnitBody, UnitView},
};

use std::{
    any::Any,
    fmt::Display,
    num::{IntErrorKind, ParseIntError},
    str::{FromStr, ParseBoolError},
};

use jiff::Timestamp;
use signpost_application::refusal::Fault;

use super::problem::Problem;

/// Faults found so far.
#[derive(Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault.
    pub(crate) fn add(&mut self, pointer: impl Into<String>, detail: impl Into<String>) {
        self.0.push(Fault::new(pointer, detail));
    }

    /// Reads a text, or notes why it cannot be.
    pub(crate) fn parse<T>(&mut self, pointer: &str, text: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display + 'static,
    {
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(pointer, reason(text, &error));
                None
            }
        }
    }

    /// Reads a time, or notes that it is none.
    pub(crate) fn time(&mut self, pointer: &str, text: &str) -> Option<Timestamp> {
        self.parse(pointer, text)
    }

    /// All of them.
    pub(crate) fn all(self) -> Vec<Fault> {
        self.0
    }

    /// Refuses if there was any.
    pub(crate) fn check(self) -> Result<(), Problem> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid(self.0))
        }
    }
}

/// Why `text` cannot be read: what Signpost says of it, and instead of what a library says, what to give.
pub(crate) fn reason<E: Display + 'static>(text: &str, error: &E) -> String {
    let any: &dyn Any = error;
    if let Some(number) = any.downcast_ref::<ParseIntError>() {
        return match number.kind() {
            IntErrorKind::PosOverflow => format!("{text} is too high a number"),
            _ => "give a whole number".to_owned(),
        };
    }
    if any.is::<ParseBoolError>() {
        return "give true or false".to_owned();
    }
    if any.is::<jiff::Error>() {
        return format!("{text:?} is no time; give one such as 2027-01-01T00:00:00Z");
    }
    error.to_string()
}
