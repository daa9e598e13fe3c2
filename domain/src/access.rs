//! Access: who may do something, as decisions. Names of people are not here; see the table that can forget them.

use std::{fmt, str::FromStr};

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::identifier::{PrincipalId, UnitName};

/// What somebody is trusted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Admin,
    /// Changes codes and audiences, of one unit where the grant says so.
    Editor,
    /// Reads everything, changes nothing.
    Auditor,
    /// Reads statistics and scans.
    Analyst,
    /// Approves and rejects what others propose, of one unit where the grant says so.
    Approver,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [Self::Admin, Self::Editor, Self::Auditor, Self::Analyst, Self::Approver];

    /// The word used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Editor => "editor",
            Self::Auditor => "auditor",
            Self::Analyst => "analyst",
            Self::Approver => "approver",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text is not a [`Role`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a role; the roles are admin, editor, auditor, analyst and approver")]
pub struct RoleError(String);

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| RoleError(text.chars().take(40).collect()))
    }
}

/// A role, everywhere or within one unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// What the holder is trusted with.
    pub role: Role,
    /// Where; `None` means in every unit.
    pub unit: Option<UnitName>,
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.unit {
            None => self.role.fmt(f),
            Some(unit) => write!(f, "{} of {unit}", self.role),
        }
    }
}

/// The SHA-256 of a token, in hexadecimal. The token itself is 256 random bits and is never stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenDigest(pub String);

/// What one principal holds.
#[expect(clippy::struct_excessive_bools, reason = "each was decided by itself, and rows are kept so")]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The token by which it is recognised, until revoked.
    pub token: Option<TokenDigest>,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// Whether a token was ever issued.
    pub issued: bool,
    /// The person who holds it, by the id that they got first; `None` when it is this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PrincipalId>,
    /// Whether who this was is forgotten, so that nobody can tell any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forgotten: bool,
    /// Whether it may sign in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub account: bool,
    /// Whether it is an account, open or closed, and no token.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signs_in: bool,
    /// From when on the token counts no more; `None` when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// What can happen to somebody's access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum AccessEvent {
    /// A token was made for it.
    TokenIssued {
        /// Digest of the token.
        digest: TokenDigest,
        /// The person it was issued to, by the id that they got first; `None` for somebody new. Events of version 1 do not say: each
        /// token was somebody's own.
        #[serde(default)]
        person: Option<PrincipalId>,
        /// From when on it counts no more; `None` for until it is revoked, as it was for all up to version 2.
        #[serde(default)]
        expires_at: Option<Timestamp>,
    },
    /// The token counts no more.
    TokenRevoked,
    /// It may sign in from now on.
    AccountOpened {
        /// The person it was opened for, by the id that they got first; `None` for somebody new.
        person: Option<PrincipalId>,
    },
    /// It may sign in no more.
    AccountClosed,
    /// It may do this from now on.
    RoleGranted(Grant),
    /// It may do this no more.
    RoleRevoked(Grant),
    /// The name of this person was removed for good; all that is left of them is this id.
    PersonForgotten,
    /// It was found to be this person's, by the id that they got first: it was issued when tokens did not say whose they are yet.
    PersonRecognised {
        /// Whose it is.
        person: PrincipalId,
    },
}

impl DomainEvent for AccessEvent {
    fn event_type(&self) -> String {
        match self {
            Self::TokenIssued { .. } => "TokenIssued",
            Self::TokenRevoked => "TokenRevoked",
            Self::AccountOpened { .. } => "AccountOpened",
            Self::AccountClosed => "AccountClosed",
            Self::RoleGranted(_) => "RoleGranted",
            Self::RoleRevoked(_) => "RoleRevoked",
            Self::PersonForgotten => "PersonForgotten",
            Self::PersonRecognised { .. } => "PersonRecognised",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        match self {
            Self::TokenIssued { .. } => "3",
            _ => "1",
        }
        .to_owned()
    }
}

/// What can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessCommand {
    /// Recognise the holder of this token, with these grants.
    IssueToken {
        /// Digest of the token.
        digest: TokenDigest,
        /// The person it is for, by the id that they got first; `None` for somebody new.
        person: Option<PrincipalId>,
        /// What its holder may do.
        grants: Vec<Grant>,
        /// From when on it counts no more.
        expires_at: Option<Timestamp>,
    },
    /// Recognise it no more, by token or account, and trust it with nothing.
    RevokeToken,
    /// Say that the name of this person was removed for good.
    ForgetPerson,
    /// Say whose this is, by the id that they got first.
    RecognisePerson(PrincipalId),
    /// Let this principal sign in, with these grants.
    OpenAccount {
        /// The person it is for, by the id that they got first; `None` for somebody new.
        person: Option<PrincipalId>,
        /// What they may do.
        grants: Vec<Grant>,
    },
    /// Trust it with exactly these: with those that it has not, and with no others.
    GrantExactly(Vec<Grant>),
    /// Trust it with this, too.
    GrantRole(Grant),
    /// Trust it with this no more.
    RevokeRole(Grant),
    /// Let this principal sign in, if it never could before, and trust it with these and nothing else.
    TrustWith(Vec<Grant>),
}

/// Why it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// This principal already has a token.
    #[error("this principal already has a token")]
    AlreadyIssued,
    /// There is no such token, and no such account.
    #[error("there is no such token")]
    Unknown,
    /// It is recognised no more, and never will be again.
    #[error("this counts no more, so it cannot be trusted with anything")]
    Over,
}

impl Access {
    /// What follows from a command; nothing when nothing changes.
    pub fn decide(&self, command: AccessCommand) -> Result<Vec<AccessEvent>, AccessError> {
        match command {
            AccessCommand::IssueToken { .. } | AccessCommand::OpenAccount { .. } if self.issued => {
                Err(AccessError::AlreadyIssued)
            }
            AccessCommand::IssueToken {
                digest,
                person,
                grants,
                expires_at,
            } => {
                let issued = AccessEvent::TokenIssued {
                    digest,
                    person,
                    expires_at,
                };
                Ok([vec![issued], granting(&[], &grants)].concat())
            }
            AccessCommand::RevokeToken
            | AccessCommand::ForgetPerson
            | AccessCommand::RecognisePerson(_)
            | AccessCommand::GrantRole(_)
            | AccessCommand::RevokeRole(_)
            | AccessCommand::GrantExactly(_)
                if !self.issued =>
            {
                Err(AccessError::Unknown)
            }
            AccessCommand::RevokeToken => Ok(self.revocation()),
            AccessCommand::ForgetPerson if self.forgotten => Ok(vec![]),
            // Nobody is recognised as somebody of whom nobody knows who they are.
            AccessCommand::ForgetPerson => Ok([self.revocation(), vec![AccessEvent::PersonForgotten]].concat()),
            // Who was forgotten is nobody any more.
            AccessCommand::RecognisePerson(person) if self.forgotten || self.person.as_ref() == Some(&person) => Ok(vec![]),
            AccessCommand::RecognisePerson(person) => Ok(vec![AccessEvent::PersonRecognised { person }]),
            AccessCommand::OpenAccount { person, grants } => {
                Ok([vec![AccessEvent::AccountOpened { person }], granting(&[], &grants)].concat())
            }
            AccessCommand::GrantRole(_) | AccessCommand::RevokeRole(_) | AccessCommand::GrantExactly(_) if !self.counts() => {
                Err(AccessError::Over)
            }
            AccessCommand::GrantRole(grant) if self.grants.contains(&grant) => Ok(vec![]),
            AccessCommand::GrantRole(grant) => Ok(vec![AccessEvent::RoleGranted(grant)]),
            AccessCommand::RevokeRole(grant) if !self.grants.contains(&grant) => Ok(vec![]),
            AccessCommand::RevokeRole(grant) => Ok(vec![AccessEvent::RoleRevoked(grant)]),
            AccessCommand::GrantExactly(grants) => Ok(self.exactly(&grants)),
            // Nobody comes to be known for being trusted with nothing.
            AccessCommand::TrustWith(grants) if !self.issued && grants.is_empty() => Ok(vec![]),
            AccessCommand::TrustWith(_) if self.issued && !self.account => Err(AccessError::Over),
            AccessCommand::TrustWith(grants) => {
                let opened = (!self.issued).then_some(AccessEvent::AccountOpened { person: None });
                Ok(opened.into_iter().chain(self.exactly(&grants)).collect())
            }
        }
    }

    /// Whether it is recognised, by a token or by signing in.
    pub fn counts(&self) -> bool {
        self.token.is_some() || self.account
    }

    /// What it takes that it holds these grants and no others.
    fn exactly(&self, grants: &[Grant]) -> Vec<AccessEvent> {
        let lost = self.grants.iter().filter(|held| !grants.contains(held));
        let lost = lost.cloned().map(AccessEvent::RoleRevoked);
        lost.chain(granting(&self.grants, grants)).collect()
    }

    /// What it takes that it is recognised no more, if it is still.
    fn revocation(&self) -> Vec<AccessEvent> {
        let token = self.token.is_some().then_some(AccessEvent::TokenRevoked);
        let account = self.account.then_some(AccessEvent::AccountClosed);
        let ended = token.into_iter().chain(account);
        if !self.counts() {
            return vec![];
        }
        let grants = self.grants.iter().cloned().map(AccessEvent::RoleRevoked);
        ended.chain(grants).collect()
    }
}

/// Grants those of `wanted` that are not among `held`, each once.
fn granting(held: &[Grant], wanted: &[Grant]) -> Vec<AccessEvent> {
    let mut granted: Vec<&Grant> = vec![];
    for grant in wanted {
        if !held.contains(grant) && !granted.contains(&grant) {
            granted.push(grant);
        }
    }
    granted.into_iter().cloned().map(AccessEvent::RoleGranted).collect()
}

impl Aggregate for Access {
    const TYPE: &'static str = "access";
    type Command = AccessCommand;
    type Event = AccessEvent;
    type Error = AccessError;
    type Services = ();

    async fn handle(&mut self, command: AccessCommand, (): &(), sink: &EventSink<Self>) -> Result<(), AccessError> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: AccessEvent) {
        match event {
            AccessEvent::TokenIssued {
                digest,
                person,
                expires_at,
            } => {
                self.token = Some(digest);
                self.issued = true;
                self.person = person;
                self.expires_at = expires_at;
            }
            AccessEvent::TokenRevoked => self.token = None,
            AccessEvent::AccountOpened { person } => {
                self.account = true;
                self.signs_in = true;
                self.issued = true;
                self.person = person;
            }
            AccessEvent::AccountClosed => self.account = false,
            AccessEvent::RoleGranted(grant) => self.grants.push(grant),
            AccessEvent::RoleRevoked(grant) => self.grants.retain(|held| *held != grant),
            AccessEvent::PersonForgotten => self.forgotten = true,
            AccessEvent::PersonRecognised { person } => self.person = Some(person),
        }
    }
}

#[cfg(test)]
mod tests;
