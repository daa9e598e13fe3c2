use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use signpost_application::{
    ports::history::Moment,
    queries::diff::{Change, diff},
};
use signpost_domain::{decision::Position, identifier::CodeId};
use utoipa::{IntoParams, ToSchema};

use super::super::{
    extract::{Named, Parameters, Reading, parse},
    problem::Problem,
};
use crate::Shared;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Moments {
    /// A time (RFC 3339) or a position in the decision log.
    #[param(required = true)]
    from: Option<String>,
    /// Another one; left out, now.
    to: Option<String>,
}

/// What is different about a code.
#[derive(Serialize, ToSchema)]
#[schema(as = Difference)]
pub(crate) struct DifferenceView {
    /// Position in the decision log that it is compared from.
    from: u64,
    /// Position that it is compared with.
    to: u64,
    /// What is different; empty when nothing is.
    changes: Vec<ChangeView>,
}

/// One thing that is different.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub(crate) struct ChangeView {
    /// Where: a JSON pointer into the code; `/audiences/NAME` is an audience that a rule names, `/allowed_hosts` the policy of its
    /// unit. A rule has the number of its place afterwards, or, if it is gone, of its place before.
    #[schema(example = "/target")]
    pointer: String,
    /// What it was; null where there was nothing.
    before: Value,
    /// What it became; null where there is nothing any more.
    after: Value,
    /// The same in a sentence.
    pub(crate) words: String,
}

impl From<Change> for ChangeView {
    fn from(change: Change) -> Self {
        let Change {
            pointer,
            before,
            after,
            words,
        } = change;
        Self {
            pointer,
            before,
            after,
            words,
        }
    }
}

/// What is different about a code between two moments
///
/// Where it led, for whom, and what it is; also whether an audience that its rules name, or its unit's policy, changed.
#[utoipa::path(
    get, path = "/codes/{id}/diff", tag = "codes",
    params(("id" = String, Path, description = "The code's id, in any case"), Moments),
    responses(
        (status = 200, description = "What is different", body = DifferenceView),
        (status = 404, description = "It existed at neither moment", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn diff_code(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<CodeId>,
    Parameters(moments): Parameters<Moments>,
) -> Result<Json<DifferenceView>, Problem> {
    let from = moment("from", moments.from.as_deref())?;
    let from = from.ok_or_else(|| Problem::fault("from", "give a time, or a position in the decision log"))?;
    let to = moment("to", moments.to.as_deref())?.unwrap_or(Moment::LATEST);
    let difference = diff(&api.application, &principal, &id, from, to).await?;
    Ok(Json(DifferenceView {
        from: difference.from.0,
        to: difference.to.0,
        changes: difference.changes.into_iter().map(Into::into).collect(),
    }))
}

/// A position is a whole number; everything else must be a time.
pub(crate) fn moment(name: &str, text: Option<&str>) -> Result<Option<Moment>, Problem> {
    if text.is_some_and(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())) {
        return Ok(parse::<Position>(name, text)?.map(Moment::Position));
    }
    Ok(parse(name, text)?.map(Moment::Time))
}
