//! What every call may answer besides its own answers, added to the API's description in one place.

use utoipa::openapi::{
    Content, OpenApi, Ref, RefOr, Response, ResponseBuilder,
    path::{Operation, Parameter, ParameterIn, PathItem},
};

/// What problem documents are sent as (RFC 9457, section 3).
const PROBLEM: &str = "application/problem+json";

/// Adds the refusals that a call does not describe itself, and says of every refusal what it is sent as.
pub(super) fn add_to_every_call(description: &mut OpenApi) {
    for item in description.paths.paths.values_mut() {
        for operation in operations(item) {
            let usual = usual(operation);
            let responses = &mut operation.responses.responses;
            for (status, meaning) in usual {
                responses
                    .entry(status.to_owned())
                    .or_insert_with(|| RefOr::T(refusal(meaning)));
            }
            for response in responses
                .iter_mut()
                .filter(|(status, _)| status.starts_with('4'))
                .map(|(_, response)| response)
            {
                if let RefOr::T(response) = response
                    && let Some(problem) = response.content.shift_remove("application/json")
                {
                    response.content.insert(PROBLEM.to_owned(), problem);
                }
            }
        }
    }
}

/// Status and meaning of what a call of this kind may be refused with.
fn usual(operation: &Operation) -> Vec<(&'static str, &'static str)> {
    let parameters = operation.parameters.as_deref().unwrap_or_default();
    let named =
        |parameter: &RefOr<Parameter>, place: &ParameterIn| matches!(parameter, RefOr::T(it) if it.parameter_in == *place);
    let has = |place: &ParameterIn| parameters.iter().any(|parameter| named(parameter, place));
    let mut usual = vec![
        ("401", "No valid token"),
        ("403", "The role does not allow it"),
        ("429", "Too many tokens that are not valid came from this address"),
    ];
    if has(&ParameterIn::Path) {
        usual.push(("404", "There is no such thing"));
    }
    if has(&ParameterIn::Header) || operation.request_body.is_some() {
        usual.push(("400", "The body is not JSON, or a header is not understood"));
    }
    if has(&ParameterIn::Query) || operation.request_body.is_some() {
        usual.push(("422", "Something in it is not valid"));
    }
    if operation.request_body.is_some() {
        usual.extend([
            (
                "409",
                "Somebody else changed it at the same moment, or the same request is still being answered",
            ),
            ("413", "More than 1 MiB"),
            ("415", "Not sent as JSON"),
        ]);
    }
    usual
}

fn refusal(meaning: &str) -> Response {
    let problem = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
    ResponseBuilder::new().description(meaning).content(PROBLEM, problem).build()
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
