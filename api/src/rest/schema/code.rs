//! Codes on the wire.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use signpost_application::ports::catalogue::{CodeRecord, Standing};
use signpost_domain::{
    approval::Approval,
    code::{Code, Minting},
    identifier::CodeId,
};
use utoipa::ToSchema;

use super::{ApprovalSchema, AssetBody, CallView, Faults, RuleBody, RuleSchema, TargetBody, TargetSchema, read_rules};

/// A code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Code)]
pub(crate) struct CodeView {
    /// Its id.
    #[schema(example = "7K3M9QXT")]
    id: String,
    /// What is printed.
    #[schema(example = "https://q.gent/7K3M9QXT")]
    url: String,
    /// `active`, `unassigned`, `suspended` or `retired`.
    status: &'static str,
    /// Its id as it is printed, where it was taken over from elsewhere and that is not in upper case.
    printed: Option<String>,
    /// More ids that lead to it.
    aliases: Vec<String>,
    /// Calls to other systems that came with it; they are kept, and not made.
    calls: Vec<CallView>,
    /// The department that owns it.
    unit: Option<String>,
    /// Its name for people.
    label: Option<String>,
    /// Words to find it by.
    tags: Vec<String>,
    /// What it is attached to.
    #[schema(value_type = Option<AssetBody>)]
    asset: Value,
    /// What everybody gets for whom no rule holds.
    #[schema(value_type = Option<TargetSchema>)]
    target: Value,
    /// Who gets something else; the first that holds wins.
    #[schema(value_type = Vec<RuleSchema>)]
    rules: Value,
    /// Whether another person must approve what sends its visitors elsewhere, whatever its unit demands.
    #[schema(value_type = ApprovalSchema)]
    approval: Approval,
    /// The code that took over from a retired one.
    successor: Option<String>,
    /// The series it was made in.
    batch: Option<String>,
    /// The number of decisions on it, as in its `ETag`.
    version: u64,
    /// When it was minted.
    #[schema(format = DateTime)]
    minted_at: String,
    /// When something about it was last decided.
    #[schema(format = DateTime)]
    changed_at: String,
}

impl CodeView {
    pub(crate) fn new(record: &CodeRecord, public_url: &str) -> Self {
        let Code {
            unit,
            label,
            tags,
            asset,
            approval,
            printed,
            aliases,
            calls,
            configuration,
            ..
        } = &record.code;
        let json = |value: Result<Value, serde_json::Error>| value.unwrap_or_default();
        Self {
            id: record.id.to_string(),
            url: format!("{public_url}/{}", record.id),
            status: Standing::of(&record.code).as_str(),
            printed: printed.clone(),
            aliases: aliases.iter().map(ToString::to_string).collect(),
            calls: calls.iter().map(Into::into).collect(),
            unit: unit.as_ref().map(ToString::to_string),
            label: label.clone(),
            tags: tags.iter().map(ToString::to_string).collect(),
            asset: json(serde_json::to_value(asset)),
            target: json(serde_json::to_value(&configuration.target)),
            rules: json(serde_json::to_value(&configuration.rules)),
            approval: *approval,
            successor: configuration.successor.as_ref().map(ToString::to_string),
            batch: record.batch.clone(),
            version: record.version,
            minted_at: record.minted_at.to_string(),
            changed_at: record.changed_at.to_string(),
        }
    }
}

/// A code to be minted; everything may be left out.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCode)]
pub(crate) struct MintBody {
    /// 3 to 50 of `A-Z 0-9 - _`; left out, a free one of 8 characters is drawn.
    #[schema(example = "7K3M9QXT")]
    pub(crate) id: Option<String>,
    /// Its name for people.
    label: Option<String>,
    /// The department that owns it.
    unit: Option<String>,
    /// Words to find it by.
    #[serde(default)]
    tags: Vec<String>,
    /// What it is attached to.
    asset: Option<AssetBody>,
    /// What everybody gets for whom no rule holds.
    #[schema(value_type = Option<TargetSchema>)]
    target: Option<TargetBody>,
    /// Who gets something else.
    #[serde(default)]
    #[schema(value_type = Vec<RuleSchema>, required = false)]
    rules: Vec<RuleBody>,
    /// Why, for the history.
    pub(crate) reason: Option<String>,
}

impl MintBody {
    /// Reads everything but the reason.
    pub(crate) fn read(self, faults: &mut Faults) -> Option<(Option<CodeId>, Minting)> {
        let id = self.id.map(|id| faults.parse("/id", &id));
        let unit = self.unit.map(|unit| faults.parse("/unit", &unit));
        let tags = read_tags(&self.tags, faults);
        let target = self.target.map(|target| target.read("/target", faults));
        let rules = read_rules(self.rules, "/rules", faults);
        let minting = Minting {
            unit: unit.map_or(Some(None), |unit| unit.map(Some))?,
            batch: None,
            label: self.label,
            tags: tags?,
            asset: self.asset.map(Into::into),
            target: target.map_or(Some(None), |target| target.map(Some))?,
            rules: rules?,
        };
        Some((id.map_or(Some(None), |id| id.map(Some))?, minting))
    }
}

/// Reads every tag.
pub(crate) fn read_tags(tags: &[String], faults: &mut Faults) -> Option<Vec<signpost_domain::identifier::Tag>> {
    let tags: Vec<_> = tags
        .iter()
        .enumerate()
        .map(|(n, tag)| faults.parse(&format!("/tags/{n}"), tag))
        .collect();
    tags.into_iter().collect()
}
