//! Changes of many codes as they are shown.

use serde::Serialize;
use serde_json::Value;
use signpost_application::{
    commands::changes::{Plan, Sample},
    ports::catalogue::Standing,
    queries::changes::{ChangeRecord, Touch, words},
};
use signpost_domain::{
    change::{Because, Deed, Exception, Making},
    code::Code,
};
use utoipa::ToSchema;

use super::{
    AssetBody, RuleSchema, TargetSchema,
    change_body::{AlterationSchema, FilterBody},
};
use crate::rest::problem::Problem;

/// A change of many codes, in one act.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub(crate) struct ChangeView {
    /// Its id, which all of its decisions bear as their correlation id.
    id: String,
    /// What it was, in a sentence.
    words: String,
    /// Which codes were meant; null where it took another change back, and for an import.
    #[schema(value_type = Option<FilterBody>)]
    filter: Value,
    /// What was changed about them; null where it took another change back, and for an import.
    #[schema(value_type = Option<AlterationSchema>)]
    change: Value,
    /// The change that it took back.
    reverses: Option<String>,
    /// How many codes were changed.
    codes: u64,
    /// How many codes fitted that were so already.
    unchanged: u64,
    /// How many codes fitted and were left out.
    left_out: u64,
    /// The first 1,000 of those, each with its reason.
    exceptions: Vec<ExceptionView>,
    /// How far it shows on this node.
    progress: ProgressView,
    /// Whether it can be taken back.
    reversible: bool,
    /// The changes that took it back, each on other codes.
    reversed_by: Vec<String>,
    /// The position of its last decision.
    position: u64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// By whom.
    actor: String,
    /// Why, where said.
    reason: Option<String>,
}

/// How far a change shows on this node: in its lists, searches and history, and to visitors.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangeProgress)]
struct ProgressView {
    /// How many decisions on codes it has.
    decisions: u64,
    /// How many of them show.
    shown: u64,
}

/// A code that was left out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangeException)]
struct ExceptionView {
    /// The code.
    code: String,
    /// `changed_since`, `forbidden`, `retired`, `not_allowed` or `minted`.
    #[schema(value_type = String)]
    because: Because,
}

impl From<&ChangeRecord> for ChangeView {
    fn from(record: &ChangeRecord) -> Self {
        let Making {
            deed,
            codes,
            decisions,
            unchanged,
            left_out,
            exceptions,
        } = &record.making;
        let (filter, change, reverses) = match deed {
            Deed::Alter { filter, change } => (json(filter), json(change), None),
            Deed::Reverse { change } => (Value::Null, Value::Null, Some(change.to_string())),
            Deed::Import { .. } => (Value::Null, Value::Null, None),
        };
        let exception = |exception: &Exception| ExceptionView {
            code: exception.code.to_string(),
            because: exception.because,
        };
        Self {
            id: record.id.to_string(),
            words: words(deed),
            filter,
            change,
            reverses,
            codes: *codes,
            unchanged: *unchanged,
            left_out: *left_out,
            exceptions: exceptions.iter().map(exception).collect(),
            progress: ProgressView {
                decisions: *decisions,
                shown: record.shown,
            },
            reversible: record.is_reversible,
            reversed_by: record.reversed_by.iter().map(ToString::to_string).collect(),
            position: record.position.0,
            at: record.at.to_string(),
            actor: record.actor.to_string(),
            reason: record.reason.as_ref().map(|reason| reason.as_str().to_owned()),
        }
    }
}

/// A decision of a change on one code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangedCode)]
pub(crate) struct TouchView {
    /// The code.
    code: String,
    /// What was decided, such as `Retargeted`.
    #[serde(rename = "type")]
    name: String,
    /// The number of decisions on the code with this one.
    version: u64,
    /// Its position in the decision log.
    position: u64,
}

impl From<&Touch> for TouchView {
    fn from(touch: &Touch) -> Self {
        Self {
            code: touch.code.to_string(),
            name: touch.name.clone(),
            version: touch.version,
            position: touch.position.0,
        }
    }
}

/// What a change would do now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangePreview)]
pub(crate) struct PreviewView {
    /// Stands for exactly what would be done: give it as `previewed`, and nothing else is done.
    token: String,
    /// How many codes would be changed.
    codes: u64,
    /// How many fit that are so already.
    unchanged: u64,
    /// How many fit that cannot be changed so.
    left_out: u64,
    /// How many of those that would be changed demand approval: where any does, all of it is one proposal.
    to_be_approved: u64,
    /// The first 100 of those that cannot be changed so, each with its reason.
    refused: Vec<RefusedView>,
    /// The first 10 that would be changed.
    samples: Vec<SampleView>,
}

/// A code that cannot be changed so.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RefusedCode)]
struct RefusedView {
    /// The code.
    code: String,
    /// The type of the problem that changing it alone would answer with.
    #[serde(rename = "type")]
    kind: String,
    /// What is wrong, and what is allowed.
    detail: String,
}

/// A code before and after.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangeSample)]
struct SampleView {
    /// The code.
    code: String,
    /// The number of decisions on it.
    version: u64,
    /// What it is.
    before: StateView,
    /// What it would be.
    after: StateView,
}

/// What a change can touch of a code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CodeState)]
struct StateView {
    /// `active`, `unassigned`, `suspended` or `retired`.
    status: &'static str,
    unit: Option<String>,
    label: Option<String>,
    tags: Vec<String>,
    #[schema(value_type = Option<AssetBody>)]
    asset: Value,
    #[schema(value_type = Option<TargetSchema>)]
    target: Value,
    #[schema(value_type = Vec<RuleSchema>)]
    rules: Value,
    successor: Option<String>,
}

/// Refused codes that a preview shows.
const MOST_REFUSED: usize = 100;

impl PreviewView {
    pub(crate) fn new(plan: Plan) -> Self {
        let token = plan.token();
        let refused = plan.refused.into_iter().take(MOST_REFUSED).map(|(code, refusal)| {
            let problem = Problem::from(refusal);
            RefusedView {
                code: code.to_string(),
                kind: problem.kind().to_owned(),
                detail: problem.detail().to_owned(),
            }
        });
        Self {
            token,
            codes: plan.codes,
            unchanged: plan.unchanged,
            left_out: plan.left_out,
            to_be_approved: plan.to_be_approved,
            refused: refused.collect(),
            samples: plan.samples.iter().map(SampleView::from).collect(),
        }
    }
}

impl From<&Sample> for SampleView {
    fn from(sample: &Sample) -> Self {
        Self {
            code: sample.id.to_string(),
            version: sample.version,
            before: (&sample.before).into(),
            after: (&sample.after).into(),
        }
    }
}

impl From<&Code> for StateView {
    fn from(code: &Code) -> Self {
        let configuration = &code.configuration;
        Self {
            status: Standing::of(code).as_str(),
            unit: code.unit.as_ref().map(ToString::to_string),
            label: code.label.clone(),
            tags: code.tags.iter().map(ToString::to_string).collect(),
            asset: json(&code.asset),
            target: json(&configuration.target),
            rules: json(&configuration.rules),
            successor: configuration.successor.as_ref().map(ToString::to_string),
        }
    }
}

fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
