//! Lists that come as one row of JSON. SQLite works on a thread of its own, and each row that it hands over costs more than what is in it.

use serde::Deserialize;
use signpost_application::ports::StoreError;

use super::unreadable;

/// Reads such a list; each entry is an array with the columns in their order.
pub(super) fn read<'a, T: Deserialize<'a>>(list: &'a str) -> Result<Vec<T>, StoreError> {
    serde_json::from_str(list).map_err(unreadable)
}
