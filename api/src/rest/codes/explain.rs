use std::collections::BTreeMap;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use signpost_application::{
    ports::history::Moment,
    queries::explain::{ImaginedVisit, explain},
};
use signpost_domain::{
    access::Grant,
    decision::Position,
    identifier::CodeId,
    language::Language,
    visit::{Platform, Visitor},
};
use utoipa::ToSchema;

use super::super::{
    extract::{Body, Named, Nothing, Parameters, Reading},
    problem::Problem,
    schema::{Faults, TargetSchema},
};
use crate::Shared;

/// A visit that somebody imagines, and when.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Explain)]
pub(crate) struct ExplainBody {
    /// Ask the configuration of this time; left out, that of now.
    #[schema(format = DateTime)]
    at: Option<String>,
    /// Or that of this position in the decision log.
    position: Option<u64>,
    /// The visit.
    #[serde(default)]
    visit: VisitBody,
}

/// What is known of the visit; what is left out is not known.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = Visit)]
pub(crate) struct VisitBody {
    /// When it comes, if not at the moment that is asked about.
    #[schema(format = DateTime)]
    at: Option<String>,
    /// The language preferred most, or several in that order.
    #[schema(value_type = Option<Vec<String>>)]
    language: Option<OneOrMany>,
    /// `ios`, `android`, `desktop` or `other`.
    platform: Option<String>,
    /// Address of the client.
    network: Option<String>,
    /// Query parameters.
    query: BTreeMap<String, String>,
    /// Request headers.
    headers: BTreeMap<String, String>,
    /// Whether a member of staff is signed in, or as what.
    signed_in: SignedInAs,
    /// Country (ISO 3166-1, two letters).
    country: Option<String>,
    /// Who, as 16 hexadecimal digits of a recorded scan; matters to percentages only.
    visitor: Option<String>,
}

/// Anybody or nobody of the staff, or somebody with a role, perhaps in one unit.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(untagged, deny_unknown_fields)]
#[schema(as = SignedInAs)]
enum SignedInAs {
    Whether(bool),
    With {
        /// `admin`, `editor`, `auditor`, `analyst` or `approver`.
        role: String,
        /// The unit in which they hold it; left out, all of them.
        unit: Option<String>,
    },
}

impl Default for SignedInAs {
    fn default() -> Self {
        Self::Whether(false)
    }
}

/// One text or several.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// Where a visit would lead, and why.
#[derive(Serialize, ToSchema)]
#[schema(as = Explanation)]
pub(crate) struct ExplanationView {
    /// Position in the decision log that this is true for.
    position: u64,
    /// `target`, `unassigned`, `suspended` or `retired`.
    outcome: &'static str,
    /// What made it so: `default`, `audience:NAME`, `rule:PLACE` (from 0) or `status`.
    cause: String,
    /// The target, if it leads somewhere.
    #[schema(value_type = Option<TargetSchema>)]
    target: serde_json::Value,
    /// The successor of a retired code.
    successor: Option<String>,
    /// Every rule in order, whether it held, and what it was compared with.
    #[schema(value_type = Vec<Object>)]
    rules: serde_json::Value,
}

impl VisitBody {
    fn read(self, faults: &mut Faults) -> Option<ImaginedVisit> {
        macro_rules! read {
            ($field:ident) => {
                self.$field
                    .map(|text| faults.parse(concat!("/visit/", stringify!($field)), &text))
                    .map_or(Some(None), |v| v.map(Some))
            };
        }
        let tags = match self.language {
            None => vec![],
            Some(OneOrMany::One(tag)) => vec![tag],
            Some(OneOrMany::Many(tags)) => tags,
        };
        let languages: Vec<Option<Language>> = tags.iter().map(|tag| faults.parse("/visit/language", tag)).collect();
        let platform = match self.platform.as_deref() {
            None => Some(Platform::Other),
            Some(word) => {
                let found = Platform::ALL.into_iter().find(|platform| platform.as_str() == word);
                if found.is_none() {
                    faults.add("/visit/platform", format!("{word:?} is none of ios, android, desktop, other"));
                }
                found
            }
        };
        let (at, network, country) = (read!(at), read!(network), read!(country));
        let visitor = match self.visitor.map(|text| u64::from_str_radix(&text, 16)) {
            None => Some(Visitor(0)),
            Some(Ok(visitor)) => Some(Visitor(visitor)),
            Some(Err(_)) => {
                faults.add("/visit/visitor", "give 16 hexadecimal digits, as scans have them");
                None
            }
        };
        let staff = match self.signed_in {
            SignedInAs::Whether(is_so) => Some(is_so.then(Vec::new)),
            SignedInAs::With { role, unit } => {
                let role = faults.parse("/visit/signed_in/role", &role);
                let unit = match unit.map(|unit| faults.parse("/visit/signed_in/unit", &unit)) {
                    None => Some(None),
                    Some(unit) => unit.map(Some),
                };
                role.zip(unit).map(|(role, unit)| Some(vec![Grant { role, unit }]))
            }
        };
        Some(ImaginedVisit {
            at: at?,
            languages: languages.into_iter().collect::<Option<_>>()?,
            platform: platform?,
            network: network?,
            query: self.query,
            headers: self
                .headers
                .into_iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value))
                .collect(),
            staff: staff?,
            country: country?,
            visitor: visitor?,
        })
    }
}

/// Where would this visit lead, and why?
///
/// Nothing is recorded. The answer comes from the same function that answers scans.
#[utoipa::path(
    post, path = "/codes/{id}/explain", tag = "codes",
    params(("id" = String, Path, description = "The code's id, in any case")),
    request_body = ExplainBody,
    responses(
        (status = 200, description = "The resolution, and per rule why it held or not", body = ExplanationView),
        (status = 404, description = "There is no such thing", body = Problem), (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn explain_code(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<CodeId>,
    Parameters(Nothing {}): Parameters<Nothing>,
    Body(body): Body<ExplainBody>,
) -> Result<Json<ExplanationView>, Problem> {
    let mut faults = Faults::default();
    let time = body.at.map(|at| faults.parse("/at", &at));
    let visit = body.visit.read(&mut faults);
    if time.is_some() && body.position.is_some() {
        faults.add("/at", "give at or position, not both");
    }
    let position = body.position.map(Position::try_from).transpose();
    let position = position.map_err(|error| faults.add("/position", error.to_string()));
    faults.check()?;
    let moment = match (time.flatten(), position.unwrap_or_default()) {
        (Some(time), _) => Some(Moment::Time(time)),
        (None, Some(position)) => Some(Moment::Position(position)),
        (None, None) => None,
    };
    let visit = visit.ok_or_else(|| Problem::fault("/visit", "not understood"))?;
    let explanation = explain(&api.application, &principal, &id, moment, &visit).await?;
    Ok(Json(ExplanationView {
        position: explanation.position.0,
        outcome: explanation.outcome,
        cause: explanation.cause.to_string(),
        target: serde_json::to_value(&explanation.target).unwrap_or_default(),
        successor: explanation.successor.map(String::from),
        rules: serde_json::to_value(&explanation.rules).unwrap_or_default(),
    }))
}
