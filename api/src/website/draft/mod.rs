//! Forms that grow: a target, a condition, rules. A draft is what stands in such a form, right or wrong. It is read from what was
//! sent, can be shown again, and becomes the body that the REST API takes, which says what is wrong with it.

mod condition;
mod fields;
mod rules;
mod target;

#[cfg(test)]
mod tests;

pub(crate) use self::{
    condition::ConditionDraft,
    fields::Fields,
    rules::{Deed, RulesDraft},
    target::TargetDraft,
};
