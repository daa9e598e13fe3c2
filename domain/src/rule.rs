//! Audience rules: who gets another target than the default.

use serde::{Deserialize, Serialize};

use crate::{condition::Condition, identifier::AudienceName, target::Target};

/// Rules on one code, at most.
pub const MOST_RULES: usize = 50;

/// Whoever is meant gets this target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Whom it is for.
    #[serde(flatten)]
    pub whom: Whom,
    /// What they get.
    pub target: Target,
}

/// Whom a rule is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// A named audience.
    Audience(AudienceName),
    /// A condition of this rule alone.
    When(Condition),
}

impl Rule {
    /// The audience it names, if it names one.
    pub fn audience(&self) -> Option<&AudienceName> {
        match &self.whom {
            Whom::Audience(name) => Some(name),
            Whom::When(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_read_as_in_the_contract() {
        let json = r#"[{"audience":"staff","target":{"type":"redirect","url":"https://example.org/","forward_query":false}},{"when":{"signed_in":true},"target":{"type":"redirect","url":"https://example.org/","forward_query":false}}]"#;
        let rules: Vec<Rule> = serde_json::from_str(json).unwrap();
        assert_eq!(rules[0].audience().unwrap().as_str(), "staff");
        assert_eq!(serde_json::to_string(&rules).unwrap(), json);
    }
}
