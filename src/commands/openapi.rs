//! `signpost openapi`

use crate::failure::{Failure, fail};

/// Prints the description of the REST API.
pub(crate) fn run() -> Result<(), Failure> {
    println!("{}", signpost_api::rest::openapi().to_pretty_json().map_err(fail)?);
    Ok(())
}
