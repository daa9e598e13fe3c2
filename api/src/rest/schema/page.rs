//! A part of a long list.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A part of a long list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageOf<T: ToSchema> {
    /// The entries.
    pub(crate) items: Vec<T>,
    /// Give this as `cursor` (or `after`) to get the next part; null at the end.
    pub(crate) next: Option<String>,
}

/// Which part of a long list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// Entries at most, 1 to 1,000; 100 if not given.
    pub(crate) limit: Option<String>,
    /// What the page before said in `next`.
    pub(crate) cursor: Option<String>,
}
