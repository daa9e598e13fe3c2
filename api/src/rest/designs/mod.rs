//! Designs: how symbols look in print.

pub(crate) mod draw;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod sample;
pub(crate) mod show;
pub(crate) mod withdraw;
