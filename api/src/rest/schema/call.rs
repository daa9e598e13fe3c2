//! Calls that came with a code, on the wire.

use serde::Serialize;
use signpost_domain::code::{CallHeader, KeptCall};
use utoipa::ToSchema;

/// A call that another system made whenever somebody followed a link of the code, and that came with it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptCall)]
pub(crate) struct CallView {
    /// `kept`: it is data. Signpost makes no calls yet.
    #[schema(example = "kept")]
    status: &'static str,
    /// What the link said.
    label: String,
    /// Where the link led.
    link: Option<String>,
    /// What was called, by POST.
    url: String,
    /// What was sent.
    payload: String,
    /// What went with it.
    headers: Vec<CallHeaderView>,
}

/// A header of a call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallHeader)]
pub(crate) struct CallHeaderView {
    /// Its name.
    name: String,
    /// Its value; null where that is a credential, which is not kept.
    value: Option<String>,
}

impl From<&KeptCall> for CallView {
    fn from(call: &KeptCall) -> Self {
        let header = |CallHeader { name, value }: &CallHeader| CallHeaderView {
            name: name.clone(),
            value: value.clone(),
        };
        Self {
            status: "kept",
            label: call.label.clone(),
            link: call.link.as_ref().map(|link| link.as_str().to_owned()),
            url: call.url.as_str().to_owned(),
            payload: call.payload.clone(),
            headers: call.headers.iter().map(header).collect(),
        }
    }
}
