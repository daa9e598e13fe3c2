//! A part of a long list.

use serde::Serialize;
use utoipa::ToSchema;

/// A part of a long list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageOf<T: ToSchema> {
    /// The entries.
    pub(crate) items: Vec<T>,
    /// Give this as `cursor` (or `after`) to get the next part; null at the end.
    pub(crate) next: Option<String>,
}
