//! What every call may answer besides its own answers, added to the API's description in one place.

use utoipa::openapi::{
    Content, OpenApi, Ref, RefOr, ResponseBuilder,
    path::{Operation, PathItem},
};

/// Status and meaning.
const REFUSALS: [(&str, &str); 2] = [("401", "No valid token"), ("403", "The role does not allow it")];

/// What problem documents are sent as (RFC 9457, section 3).
const PROBLEM: &str = "application/problem+json";

/// Adds the refusals to every call that does not describe them itself, and says of every refusal what it is sent as.
pub(super) fn add_to_every_call(description: &mut OpenApi) {
    for item in description.paths.paths.values_mut() {
        for operation in operations(item) {
            for (status, meaning) in REFUSALS {
                let problem = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
                let response = ResponseBuilder::new().description(meaning).content(PROBLEM, problem).build();
                operation
                    .responses
                    .responses
                    .entry(status.to_owned())
                    .or_insert_with(|| RefOr::T(response));
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
        &mut item.patch,
    ]
    .into_iter()
    .filter_map(Option::as_mut)
}
