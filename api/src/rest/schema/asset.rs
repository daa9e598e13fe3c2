//! The object a code is attached to, on the wire.

use serde::{Deserialize, Serialize};
use signpost_domain::code::{Asset, Location};
use utoipa::ToSchema;

/// The object a code is attached to.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Asset)]
pub(crate) struct AssetBody {
    /// Its number in the city's own register.
    #[schema(example = "BENCH-0457")]
    pub(crate) reference: Option<String>,
    /// What it is, in words.
    pub(crate) description: Option<String>,
    /// Where it stands.
    pub(crate) location: Option<LocationBody>,
}

/// A place: an address in words, a point, or both.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Location)]
pub(crate) struct LocationBody {
    /// Address or directions.
    pub(crate) address: Option<String>,
    /// Degrees north (WGS 84).
    pub(crate) latitude: Option<f64>,
    /// Degrees east (WGS 84).
    pub(crate) longitude: Option<f64>,
}

impl From<AssetBody> for Asset {
    fn from(body: AssetBody) -> Self {
        let location = body.location.map(|location| Location {
            address: location.address,
            latitude: location.latitude,
            longitude: location.longitude,
        });
        Self {
            reference: body.reference,
            description: body.description,
            location,
        }
    }
}
