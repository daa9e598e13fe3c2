use std::collections::BTreeMap;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use signpost_application::{
    ports::{catalogue::CodeRecord, history::Moment},
    queries::as_of::as_of,
};
use signpost_domain::{decision::Position, identifier::CodeId};
use utoipa::{IntoParams, ToSchema};

use super::super::{
    extract::{Named, Parameters, Reading, parse},
    problem::Problem,
    schema::CodeView,
};
use crate::Shared;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct When {
    /// A time (RFC 3339).
    #[param(format = DateTime)]
    at: Option<String>,
    /// Or a position in the decision log.
    position: Option<String>,
}

/// A code's whole configuration at one moment.
#[derive(Serialize, ToSchema)]
#[schema(as = AsOf)]
pub(crate) struct AsOfView {
    /// Position in the decision log that this is true for.
    position: u64,
    /// The code; its `version` and `changed_at` are those of that moment.
    code: CodeView,
    /// The audiences its rules name, as they were defined then; those that were not there then are missing.
    audiences: BTreeMap<String, AudienceThen>,
    /// Hosts that its unit allowed then; null when every host was allowed, or when it had no unit.
    allowed_hosts: Option<Vec<String>>,
}

/// An audience as it was.
#[derive(Serialize, ToSchema)]
pub(crate) struct AudienceThen {
    /// Its name for people.
    label: String,
    /// Who belonged to it.
    condition: serde_json::Value,
}

/// A code as it was
#[utoipa::path(
    get, path = "/codes/{id}/as-of", tag = "codes",
    params(("id" = String, Path, description = "The code's id, in any case"), When),
    responses(
        (status = 200, description = "Its whole configuration then", body = AsOfView),
        (status = 404, description = "It did not exist then", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn code_as_of(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<CodeId>,
    Parameters(when): Parameters<When>,
) -> Result<Json<AsOfView>, Problem> {
    let moment = moment(when.at.as_deref(), when.position.as_deref())?
        .ok_or_else(|| Problem::fault("at", "give a time as at=, or a position= in the decision log"))?;
    let was = as_of(&api.application, &principal, &id, moment).await?;
    let policy = was.unit.map(|unit| unit.policy).unwrap_or_default();
    let allowed_hosts = policy.allowed_hosts();
    let allowed_hosts = allowed_hosts.map(|hosts| hosts.iter().map(|host| host.as_str().to_owned()).collect());
    let first = api.application.catalogue.code(&id).await?;
    let record = CodeRecord {
        id,
        version: was.then.version,
        minted_at: first.as_ref().map_or(was.then.at, |code| code.minted_at),
        changed_at: was.then.at,
        batch: first.and_then(|code| code.batch),
        code: was.then.code,
    };
    let audiences = was.audiences.into_iter().map(|(name, definition)| {
        let condition = serde_json::to_value(&definition.condition).unwrap_or_default();
        (
            name.to_string(),
            AudienceThen {
                label: definition.label,
                condition,
            },
        )
    });
    Ok(Json(AsOfView {
        position: was.position.0,
        code: CodeView::new(&record, &api.application.public_url),
        audiences: audiences.collect(),
        allowed_hosts,
    }))
}

/// Reads a moment given by time or by position.
pub(crate) fn moment(at: Option<&str>, position: Option<&str>) -> Result<Option<Moment>, Problem> {
    match (parse("at", at)?, parse::<Position>("position", position)?) {
        (Some(_), Some(_)) => Err(Problem::fault("at", "give at or position, not both")),
        (Some(time), None) => Ok(Some(Moment::Time(time))),
        (None, Some(position)) => Ok(Some(Moment::Position(position))),
        (None, None) => Ok(None),
    }
}
