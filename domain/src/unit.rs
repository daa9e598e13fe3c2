//! Units: the departments that own codes, and the hosts they may lead to.

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use serde::{Deserialize, Serialize};

use crate::{approval::Approval, url::HostPattern};

/// Hosts that a unit's codes may lead to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HostPolicy {
    allowed_hosts: Option<Vec<HostPattern>>,
}

/// A host that the policy does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the unit's policy does not allow the host {host}; it allows {allowed}")]
pub struct HostNotAllowed {
    host: String,
    allowed: String,
}

impl HostPolicy {
    /// Any host.
    pub const ANY: Self = Self { allowed_hosts: None };

    /// These hosts and no other.
    pub fn only(hosts: Vec<HostPattern>) -> Self {
        Self {
            allowed_hosts: Some(hosts),
        }
    }

    /// The allowed hosts; `None` allows any.
    pub fn allowed_hosts(&self) -> Option<&[HostPattern]> {
        self.allowed_hosts.as_deref()
    }

    /// Whether `host`, in lower case, is allowed.
    pub fn permits(&self, host: &str) -> Result<(), HostNotAllowed> {
        match &self.allowed_hosts {
            Some(patterns) if !patterns.iter().any(|pattern| pattern.matches(host)) => Err(HostNotAllowed {
                host: host.to_owned(),
                allowed: patterns.iter().map(HostPattern::as_str).collect::<Vec<_>>().join(", "),
            }),
            _ => Ok(()),
        }
    }
}

/// A department.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Whether it was ever founded.
    pub founded: bool,
    /// Its name for people.
    pub label: String,
    /// Where its codes may lead.
    pub policy: HostPolicy,
    /// Whether another person must approve what sends the visitors of its codes elsewhere.
    #[serde(default, skip_serializing_if = "Approval::is_not_needed")]
    pub approval: Approval,
}

/// What can happen to a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum UnitEvent {
    /// It came into being.
    Founded {
        /// Its name for people.
        label: String,
        /// Where its codes may lead.
        allowed_hosts: HostPolicy,
        /// Whether changes of where its codes lead must be approved; events of version 1 do not say, and none demanded it.
        #[serde(default)]
        approval: Approval,
    },
    /// Its label or its policy changed; both are given as they are now.
    PolicyChanged {
        /// Its name for people.
        label: String,
        /// Where its codes may lead.
        allowed_hosts: HostPolicy,
        /// Whether changes of where its codes lead must be approved; events of version 1 do not say, and none demanded it.
        #[serde(default)]
        approval: Approval,
    },
}

impl DomainEvent for UnitEvent {
    fn event_type(&self) -> String {
        match self {
            Self::Founded { .. } => "Founded",
            Self::PolicyChanged { .. } => "PolicyChanged",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "2".to_owned()
    }
}

/// What can be asked of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitCommand {
    /// Found it, or give it this label and policy.
    Put {
        /// Its name for people.
        label: String,
        /// Where its codes may lead.
        policy: HostPolicy,
        /// Whether changes of where its codes lead must be approved.
        approval: Approval,
    },
}

/// A unit refuses nothing that could be parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {}

impl Unit {
    /// What follows from a command; nothing when nothing changes.
    pub fn decide(&self, command: UnitCommand) -> Vec<UnitEvent> {
        let UnitCommand::Put { label, policy, approval } = command;
        if !self.founded {
            vec![UnitEvent::Founded {
                label,
                allowed_hosts: policy,
                approval,
            }]
        } else if self.label != label || self.policy != policy || self.approval != approval {
            vec![UnitEvent::PolicyChanged {
                label,
                allowed_hosts: policy,
                approval,
            }]
        } else {
            vec![]
        }
    }

    /// Whether another person must approve what made `self` of `before`: all but its label, where approval was demanded.
    pub fn must_be_approved(&self, before: &Self) -> bool {
        before.approval.is_required() && (self.policy != before.policy || self.approval != before.approval)
    }
}

impl Aggregate for Unit {
    const TYPE: &'static str = "unit";
    type Command = UnitCommand;
    type Event = UnitEvent;
    type Error = UnitError;
    type Services = ();

    async fn handle(&mut self, command: UnitCommand, (): &(), sink: &EventSink<Self>) -> Result<(), UnitError> {
        for event in self.decide(command) {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: UnitEvent) {
        let (UnitEvent::Founded {
            label,
            allowed_hosts,
            approval,
        }
        | UnitEvent::PolicyChanged {
            label,
            allowed_hosts,
            approval,
        }) = event;
        *self = Self {
            founded: true,
            label,
            policy: allowed_hosts,
            approval,
        };
    }
}

#[cfg(test)]
mod tests {
    use cqrs_es::test::TestFramework;

    use super::*;

    fn put(label: &str, policy: HostPolicy) -> UnitCommand {
        UnitCommand::Put {
            label: label.into(),
            policy,
            approval: Approval::NotNeeded,
        }
    }

    #[test]
    fn a_unit_of_before_demands_no_approval() {
        let event = r#"{"type":"Founded","label":"Roads","allowed_hosts":["gent.be"]}"#;
        let mut unit = Unit::default();
        unit.apply(serde_json::from_str(event).unwrap());
        assert!(unit.founded && unit.approval.is_not_needed());
    }

    #[test]
    fn where_approval_is_demanded_everything_but_the_label_must_be_approved() {
        let unit = |label: &str, policy: HostPolicy, approval| Unit {
            founded: true,
            label: label.to_owned(),
            policy,
            approval,
        };
        let strict = unit("Roads", HostPolicy::ANY, Approval::Required);
        let narrower = HostPolicy::only(vec!["gent.be".parse().unwrap()]);
        assert!(unit("Roads", HostPolicy::ANY, Approval::NotNeeded).must_be_approved(&strict));
        assert!(unit("Roads", narrower.clone(), Approval::Required).must_be_approved(&strict));
        assert!(!unit("Streets", HostPolicy::ANY, Approval::Required).must_be_approved(&strict));
        let free = unit("Roads", HostPolicy::ANY, Approval::NotNeeded);
        assert!(!unit("Roads", narrower, Approval::Required).must_be_approved(&free));
    }

    #[test]
    fn a_unit_is_founded_once_and_changed_after_that() {
        let founded = UnitEvent::Founded {
            label: "Roads".into(),
            allowed_hosts: HostPolicy::ANY,
            approval: Approval::NotNeeded,
        };
        TestFramework::<Unit>::with(())
            .given_no_previous_events()
            .when(put("Roads", HostPolicy::ANY))
            .then_expect_events(vec![founded.clone()]);
        TestFramework::<Unit>::with(())
            .given(vec![founded.clone()])
            .when(put("Roads", HostPolicy::ANY))
            .then_expect_events(vec![]);
        let policy = HostPolicy::only(vec!["gent.be".parse().unwrap()]);
        TestFramework::<Unit>::with(())
            .given(vec![founded])
            .when(put("Roads", policy.clone()))
            .then_expect_events(vec![UnitEvent::PolicyChanged {
                label: "Roads".into(),
                allowed_hosts: policy,
                approval: Approval::NotNeeded,
            }]);
    }

    #[test]
    fn a_policy_names_what_it_allows_when_it_refuses() {
        let policy = HostPolicy::only(vec!["gent.be".parse().unwrap(), "*.gent.be".parse().unwrap()]);
        assert_eq!(policy.permits("stad.gent.be"), Ok(()));
        assert_eq!(
            policy.permits("example.org").unwrap_err().to_string(),
            "the unit's policy does not allow the host example.org; it allows gent.be, *.gent.be"
        );
        assert_eq!(HostPolicy::ANY.permits("example.org"), Ok(()));
    }
}
