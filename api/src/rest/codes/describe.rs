use axum::{extract::State, response::Response};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use signpost_application::{
    commands::describe_code::{Description, describe_code as describe},
    refusal::{Fault, Refusal},
};
use signpost_domain::{code::Asset, identifier::CodeId};
use utoipa::ToSchema;

use super::super::{
    extract::{Acting, Body, Expecting, Named, because},
    problem::Problem,
    schema::{AssetBody, CodeView, Faults, read_tags},
};
use crate::Shared;

/// What changes (JSON merge patch, RFC 7396): what is left out stays, null takes away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CodePatch)]
#[expect(clippy::option_option, reason = "left out and null are two things in a merge patch")]
pub(crate) struct Patch {
    /// Its name for people.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    label: Option<Option<String>>,
    /// Words to find it by; all of them.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Vec<String>>)]
    tags: Option<Option<Vec<String>>>,
    /// What it is attached to; parts that are left out stay.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<AssetBody>)]
    asset: Option<Value>,
    /// Why, for the history.
    reason: Option<String>,
}

/// Tells null from left out.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Change label, tags or asset
#[utoipa::path(
    patch, path = "/codes/{id}", tag = "codes",
    params(
        ("id" = String, Path, description = "The code's id, in any case"),
        ("If-Match" = Option<String>, Header, description = "The version this is based on, as its ETag"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body(content = Patch, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, description = "The code as it is now", body = CodeView, headers(("ETag" = String))),
        (status = 404, description = "There is no such thing", body = Problem), (status = 412, description = "It has another version", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn describe_code(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<CodeId>,
    Expecting(expectation): Expecting,
    Body(patch): Body<Patch>,
) -> Result<Response, Problem> {
    let caller = because(caller, patch.reason)?;
    let mut faults = Faults::default();
    let tags = patch.tags.map(|tags| read_tags(&tags.unwrap_or_default(), &mut faults));
    faults.check()?;
    let tags = tags.flatten();
    let description = |current: Option<&Asset>| {
        let asset = patch.asset.as_ref().map(|change| merged(current, change)).transpose()?;
        Ok(Description {
            label: patch.label.clone(),
            tags: tags.clone(),
            asset,
        })
    };
    let decided = describe(&api.application, &caller, &id, expectation, description).await?;
    super::answered(&api, decided).await
}

/// The asset after a merge patch on the current one.
fn merged(current: Option<&Asset>, change: &Value) -> Result<Option<Asset>, Refusal> {
    let unreadable = |error: serde_json::Error| Refusal::Invalid(vec![Fault::new("/asset", error.to_string())]);
    let mut value = serde_json::to_value(current).map_err(unreadable)?;
    merge(&mut value, change);
    let body: Option<AssetBody> = serde_json::from_value(value).map_err(unreadable)?;
    Ok(body.map(Into::into))
}

/// RFC 7396, section 2.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    if let Value::Object(object) = target {
        for (key, value) in patch {
            if value.is_null() {
                object.remove(key);
            } else {
                merge(object.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn merging_follows_the_examples_of_the_standard() {
        for (mut target, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (
                json!({"a": {"b": "c"}}),
                json!({"a": {"b": "d", "c": null}}),
                json!({"a": {"b": "d"}}),
            ),
            (json!(null), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ] {
            merge(&mut target, &patch);
            assert_eq!(target, result);
        }
    }
}
