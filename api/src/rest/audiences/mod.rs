//! Audiences.

pub(crate) mod define;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod touched;
pub(crate) mod withdraw;
