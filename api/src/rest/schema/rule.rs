//! Audience rules on the wire.

use serde::{Deserialize, Serialize};
use signpost_domain::rule::{Rule, Whom};
use utoipa::ToSchema;

use super::{ConditionSchema, Faults, TargetBody, TargetSchema};

/// Whoever is meant gets this target: `audience` or `when`, not both.
#[derive(Serialize, ToSchema)]
#[schema(as = Rule)]
pub(crate) struct RuleSchema {
    /// The name of an audience.
    #[schema(example = "staff")]
    audience: Option<String>,
    /// A condition of this rule alone.
    when: Option<ConditionSchema>,
    /// What they get.
    #[schema(value_type = TargetSchema)]
    target: serde_json::Value,
}

/// A rule as it is sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleBody {
    audience: Option<String>,
    when: Option<ConditionSchema>,
    target: TargetBody,
}

/// Reads the rules that stand at `pointer`; all are read, so that every fault is found.
pub(crate) fn read_rules(rules: Vec<RuleBody>, pointer: &str, faults: &mut Faults) -> Option<Vec<Rule>> {
    let rules: Vec<Option<Rule>> = rules
        .into_iter()
        .enumerate()
        .map(|(place, rule)| {
            let at = format!("{pointer}/{place}");
            let whom = match (rule.audience, rule.when) {
                (Some(name), None) => faults.parse(&format!("{at}/audience"), &name).map(Whom::Audience),
                (None, Some(condition)) => condition.read(&format!("{at}/when"), faults).map(Whom::When),
                _ => {
                    faults.add(&at, "a rule has audience or when, and not both");
                    None
                }
            };
            let target = rule.target.read(&format!("{at}/target"), faults);
            Some(Rule {
                whom: whom?,
                target: target?,
            })
        })
        .collect();
    rules.into_iter().collect()
}
