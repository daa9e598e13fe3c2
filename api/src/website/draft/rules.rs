//! The rules of a code in a form: sentences, in the order in which their cards stand.

use signpost_application::refusal::Fault;
use signpost_domain::{
    identifier::AudienceName,
    rule::{Rule, Whom},
};

use super::{ConditionDraft, Fields, TargetDraft};
use crate::{rest::schema::Faults as Found, website::texts::Texts};

/// What a button of the form does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Saves.
    Save,
    /// Adds a rule at the end.
    Add,
    /// Moves this one up.
    Up(usize),
    /// Moves this one down.
    Down(usize),
    /// Takes this one away.
    Drop(usize),
    /// Shows the form as it is.
    Show,
}

impl Deed {
    /// The deed that was sent.
    pub(crate) fn of(fields: &Fields) -> Self {
        let act = fields.text("act");
        let (verb, place) = act.split_once(' ').unwrap_or((act, ""));
        match (verb, place.parse()) {
            ("save", _) => Self::Save,
            ("rule+", _) => Self::Add,
            ("up", Ok(place)) => Self::Up(place),
            ("down", Ok(place)) => Self::Down(place),
            ("rule-", Ok(place)) => Self::Drop(place),
            _ => Self::Show,
        }
    }
}

/// One rule in a form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RuleDraft {
    /// The name of an audience; empty where it has a condition of its own.
    pub(crate) audience: String,
    pub(crate) when: ConditionDraft,
    pub(crate) target: TargetDraft,
}

/// All rules in a form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RulesDraft(pub(crate) Vec<RuleDraft>);

impl RulesDraft {
    /// A form for what there is.
    pub(crate) fn of(rules: &[Rule], texts: &Texts) -> Self {
        let draft = |rule: &Rule| RuleDraft {
            audience: rule.audience().map(AudienceName::to_string).unwrap_or_default(),
            when: match &rule.whom {
                Whom::When(condition) => ConditionDraft::of(condition),
                Whom::Audience(_) => ConditionDraft::default(),
            },
            target: TargetDraft::of(Some(&rule.target), texts),
        };
        Self(rules.iter().map(draft).collect())
    }

    /// What was sent, in the order in which it stood there.
    pub(crate) fn read(fields: &Fields, texts: &Texts) -> Self {
        let rule = |key: &str| {
            let at = format!("rules/{key}/");
            RuleDraft {
                audience: fields.text(&format!("{at}audience")).to_owned(),
                when: ConditionDraft::read(fields, texts, &format!("{at}when/"), 1),
                target: TargetDraft::read(fields, &format!("{at}target/"), texts),
            }
        };
        Self(fields.all("rule").map(rule).collect())
    }

    /// The place in the form at which the rule under this key stands: keys are places, too, but those before somebody moved the cards.
    fn place(fields: &Fields, key: usize) -> Option<usize> {
        fields.all("rule").position(|found| found == key.to_string())
    }

    /// Does what a button does; gives the rule that it did something to.
    pub(crate) fn alter(&mut self, fields: &Fields, deed: Deed, texts: &Texts) -> Option<usize> {
        let rules = &mut self.0;
        match deed {
            Deed::Save | Deed::Show => None,
            Deed::Add => {
                rules.push(RuleDraft {
                    audience: String::new(),
                    when: ConditionDraft::default(),
                    target: TargetDraft::redirect(texts),
                });
                Some(rules.len() - 1)
            }
            Deed::Up(key) => {
                let place = Self::place(fields, key).filter(|place| *place > 0)?;
                rules.swap(place, place - 1);
                Some(place - 1)
            }
            Deed::Down(key) => {
                let place = Self::place(fields, key).filter(|place| place + 1 < rules.len())?;
                rules.swap(place, place + 1);
                Some(place + 1)
            }
            Deed::Drop(key) => {
                rules.remove(Self::place(fields, key)?);
                None
            }
        }
    }

    /// The rules, or what is wrong with them by the names of their fields.
    pub(crate) fn rules(&self) -> Result<Vec<Rule>, Vec<Fault>> {
        let mut found = Found::default();
        let read = |(place, draft): (usize, &RuleDraft)| {
            let at = format!("/rules/{place}");
            let whom = if draft.audience.is_empty() {
                draft.when.condition(&format!("{at}/when"), &mut found).map(Whom::When)
            } else {
                found.parse(&format!("{at}/audience"), &draft.audience).map(Whom::Audience)
            };
            let target = draft.target.target(&format!("{at}/target"), &mut found);
            Some(Rule {
                whom: whom?,
                target: target?,
            })
        };
        let rules: Vec<Option<Rule>> = self.0.iter().enumerate().map(read).collect();
        let faults = found.all();
        match rules.into_iter().collect::<Option<Vec<Rule>>>() {
            Some(rules) if faults.is_empty() => Ok(rules),
            _ => Err(faults),
        }
    }
}
