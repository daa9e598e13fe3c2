//! Changes of many codes as they are asked for.

use std::{fmt::Display, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};
use signpost_application::{
    commands::changes::{Order, Terms},
    ports::catalogue::{CodeFilter, Standing},
};
use signpost_domain::change::Alteration;
use utoipa::ToSchema;

use super::{Faults, TargetBody, TargetSchema};

/// What to change about which codes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChangeOrder)]
pub(crate) struct OrderBody {
    /// Which codes.
    filter: FilterBody,
    /// What about them.
    #[schema(value_type = AlterationSchema)]
    change: AlterationBody,
}

/// A change to be carried out.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewChange)]
pub(crate) struct ChangeBody {
    /// Which codes.
    filter: FilterBody,
    /// What about them.
    #[schema(value_type = AlterationSchema)]
    change: AlterationBody,
    /// Whether codes that cannot be changed so are left out; otherwise they keep all others from being changed.
    #[serde(default)]
    leave_out: bool,
    /// The token of a preview: nothing is changed unless exactly that would be done.
    previewed: Option<String>,
    /// Why, for the history.
    pub(crate) reason: Option<String>,
}

/// How a change is taken back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Reversal)]
pub(crate) struct ReversalBody {
    /// The token of a preview: nothing is changed unless exactly that would be done.
    previewed: Option<String>,
    /// Why, for the history.
    pub(crate) reason: Option<String>,
}

/// Which codes: everything given must fit, and something must be given.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CodeFilter)]
pub(crate) struct FilterBody {
    /// Words that its id, label, tags, asset or targets contain; beginnings of words will do.
    q: Option<String>,
    /// Its unit.
    unit: Option<String>,
    /// A tag on it.
    tag: Option<String>,
    /// `active`, `unassigned`, `suspended` or `retired`.
    status: Option<String>,
    /// A host that one of its targets leads to now.
    host: Option<String>,
    /// The series it was made in.
    batch: Option<String>,
    /// An audience that one of its rules is for.
    audience: Option<String>,
    /// One of these.
    ids: Option<Vec<String>>,
}

/// What to change about each code.
#[derive(ToSchema)]
#[schema(as = Alteration)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(
    dead_code,
    reason = "describes AlterationBody, whose fields are all optional so that a fault can be told with its place"
)]
pub(crate) enum AlterationSchema {
    /// What points to one host points to another, in the default target and every rule; port, path, query and fragment stay.
    MoveHost {
        /// The host that is left.
        #[schema(example = "old.example.org")]
        from: String,
        /// The host that takes over.
        #[schema(example = "new.example.org")]
        to: String,
    },
    /// Another default target; null for none.
    Retarget {
        /// The target.
        #[schema(required = true)]
        target: Option<TargetSchema>,
    },
    /// A default target for each, of a pattern with `{id}`, `{unit}` and `{number}`, which counts the codes that fit by their ids.
    RetargetToPattern {
        /// An address with places to fill in after its host.
        #[schema(example = "https://example.org/benches/{id}")]
        url: String,
        /// Whether the query of the scanned address is passed on.
        #[schema(default = false)]
        forward_query: Option<bool>,
    },
    /// Out of use for now.
    Suspend,
    /// In use again.
    Resume,
    /// Out of use for good. This cannot be taken back.
    Retire {
        /// The code that takes over.
        successor: Option<String>,
    },
    /// To another department; null for none.
    Transfer {
        /// The department.
        #[schema(required = true)]
        unit: Option<String>,
    },
    /// A word more to find it by.
    AddTag {
        /// The word.
        tag: String,
    },
    /// A word less to find it by.
    RemoveTag {
        /// The word.
        tag: String,
    },
}

/// An alteration as it is sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct AlterationBody {
    #[serde(rename = "type")]
    kind: Kind,
    from: Option<String>,
    to: Option<String>,
    #[serde(default)]
    target: Given<TargetBody>,
    url: Option<String>,
    forward_query: Option<bool>,
    successor: Option<String>,
    #[serde(default)]
    unit: Given<String>,
    tag: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    MoveHost,
    Retarget,
    RetargetToPattern,
    Suspend,
    Resume,
    Retire,
    Transfer,
    AddTag,
    RemoveTag,
}

/// A field where null says something else than nothing.
#[derive(Debug, Clone, Default)]
enum Given<T> {
    /// It was left out.
    #[default]
    Nothing,
    /// It is null, or this.
    It(Option<T>),
}

impl<T> Given<T> {
    fn is_given(&self) -> bool {
        matches!(self, Self::It(_))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::It)
    }
}

impl ChangeBody {
    pub(crate) fn terms(&self, wait: bool) -> Terms {
        Terms {
            leave_out: self.leave_out,
            previewed: self.previewed.clone(),
            wait,
        }
    }

    pub(crate) fn order(self) -> OrderBody {
        let Self { filter, change, .. } = self;
        OrderBody { filter, change }
    }
}

impl ReversalBody {
    pub(crate) fn terms(&self, wait: bool) -> Terms {
        Terms {
            previewed: self.previewed.clone(),
            wait,
            ..Terms::default()
        }
    }
}

impl OrderBody {
    pub(crate) fn read(self, faults: &mut Faults) -> Option<Order> {
        let filter = self.filter.read(faults);
        let alteration = self.change.read(faults);
        Some(Order {
            filter: filter?,
            alteration: alteration?,
        })
    }
}

/// A text that is there and cannot be read; what is wrong with it is noted.
struct Unreadable;

/// Reads a text that may be left out.
fn optional<T>(pointer: &str, text: Option<&String>, faults: &mut Faults) -> Result<Option<T>, Unreadable>
where
    T: FromStr,
    T::Err: Display + 'static,
{
    match text {
        Some(text) => faults.parse(pointer, text).map(Some).ok_or(Unreadable),
        None => Ok(None),
    }
}

impl FilterBody {
    fn read(self, faults: &mut Faults) -> Option<CodeFilter> {
        let unit = optional("/filter/unit", self.unit.as_ref(), faults);
        let tag = optional("/filter/tag", self.tag.as_ref(), faults);
        let audience = optional("/filter/audience", self.audience.as_ref(), faults);
        let standing = match self.status.as_deref() {
            None => Ok(None),
            Some(word) => {
                let known = Standing::ALL.into_iter().find(|standing| standing.as_str() == word);
                if known.is_none() {
                    let all = Standing::ALL.map(Standing::as_str).join(", ");
                    faults.add("/filter/status", format!("{word:?} is none of {all}"));
                }
                known.map(Some).ok_or(Unreadable)
            }
        };
        let ids = self.ids.map(|ids| {
            let ids = ids.iter().enumerate();
            let ids: Vec<_> = ids.map(|(n, id)| faults.parse(&format!("/filter/ids/{n}"), id)).collect();
            ids.into_iter().collect::<Option<Vec<_>>>().ok_or(Unreadable)
        });
        Some(CodeFilter {
            q: self.q,
            unit: unit.ok()?,
            tag: tag.ok()?,
            standing: standing.ok()?,
            host: self.host.map(|host| host.to_ascii_lowercase()),
            batch: self.batch,
            audience: audience.ok()?,
            ids: ids.transpose().ok()?,
        })
    }
}

impl AlterationBody {
    fn read(self, faults: &mut Faults) -> Option<Alteration> {
        self.refuse_others(faults);
        Some(match self.kind {
            Kind::MoveHost => {
                let from = needed("/change/from", self.from.as_ref(), faults);
                let to = needed("/change/to", self.to.as_ref(), faults);
                Alteration::MoveHost { from: from?, to: to? }
            }
            Kind::Retarget => match self.target {
                Given::Nothing => {
                    faults.add("/change/target", "give the target, or null for none");
                    return None;
                }
                Given::It(target) => Alteration::Retarget {
                    target: match target {
                        Some(target) => Some(target.read("/change/target", faults)?),
                        None => None,
                    },
                },
            },
            Kind::RetargetToPattern => Alteration::RetargetToPattern {
                url: needed("/change/url", self.url.as_ref(), faults)?,
                forward_query: self.forward_query.unwrap_or_default(),
            },
            Kind::Suspend => Alteration::Suspend,
            Kind::Resume => Alteration::Resume,
            Kind::Retire => Alteration::Retire {
                successor: optional("/change/successor", self.successor.as_ref(), faults).ok()?,
            },
            Kind::Transfer => match &self.unit {
                Given::Nothing => {
                    faults.add("/change/unit", "give the unit, or null for none");
                    return None;
                }
                Given::It(unit) => Alteration::Transfer {
                    unit: optional("/change/unit", unit.as_ref(), faults).ok()?,
                },
            },
            Kind::AddTag => Alteration::AddTag {
                tag: needed("/change/tag", self.tag.as_ref(), faults)?,
            },
            Kind::RemoveTag => Alteration::RemoveTag {
                tag: needed("/change/tag", self.tag.as_ref(), faults)?,
            },
        })
    }

    /// What is given beside what this kind takes was meant for another.
    fn refuse_others(&self, faults: &mut Faults) {
        let kind = self.kind;
        for (field, is_given, takers) in [
            ("from", self.from.is_some(), &[Kind::MoveHost][..]),
            ("to", self.to.is_some(), &[Kind::MoveHost]),
            ("target", self.target.is_given(), &[Kind::Retarget]),
            ("url", self.url.is_some(), &[Kind::RetargetToPattern]),
            ("forward_query", self.forward_query.is_some(), &[Kind::RetargetToPattern]),
            ("successor", self.successor.is_some(), &[Kind::Retire]),
            ("unit", self.unit.is_given(), &[Kind::Transfer]),
            ("tag", self.tag.is_some(), &[Kind::AddTag, Kind::RemoveTag]),
        ] {
            if is_given && !takers.contains(&kind) {
                faults.add(format!("/change/{field}"), "a change of this type takes no such field");
            }
        }
    }
}

fn needed<T>(pointer: &str, text: Option<&String>, faults: &mut Faults) -> Option<T>
where
    T: FromStr,
    T::Err: Display + 'static,
{
    let Some(text) = text else {
        faults.add(pointer, "a change of this type needs this field");
        return None;
    };
    faults.parse(pointer, text)
}
