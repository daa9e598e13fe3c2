//! Units.

pub(crate) mod list;
pub(crate) mod put;
pub(crate) mod show;
