//! People, accounts and tokens on the wire.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use signpost_application::{
    commands::forget_person::Forgotten,
    ports::people::TokenRecord,
    queries::{
        people::Person,
        tokens::{Holding, held_by},
    },
};
use signpost_domain::access::Grant;
use utoipa::ToSchema;

use super::Faults;

/// A role, everywhere or within one unit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Grant)]
pub(crate) struct GrantBody {
    /// `admin`, `editor`, `auditor`, `analyst` or `approver`.
    #[schema(example = "editor")]
    role: String,
    /// The unit within which an editor or approver acts; left out or null, all of them.
    unit: Option<String>,
}

impl From<&Grant> for GrantBody {
    fn from(grant: &Grant) -> Self {
        Self {
            role: grant.role.to_string(),
            unit: grant.unit.as_ref().map(ToString::to_string),
        }
    }
}

/// Reads grants, and notes what is wrong with each.
pub(crate) fn read_grants(grants: &[GrantBody], faults: &mut Faults) -> Vec<Grant> {
    let mut read = vec![];
    for (n, grant) in grants.iter().enumerate() {
        let role = faults.parse(&format!("/grants/{n}/role"), &grant.role);
        let unit = grant
            .unit
            .as_deref()
            .map(|unit| faults.parse(&format!("/grants/{n}/unit"), unit));
        if let (Some(role), None | Some(Some(_))) = (role, &unit) {
            let unit = unit.flatten();
            read.push(Grant { role, unit });
        }
    }
    read
}

/// Reads a time, if there is one.
pub(crate) fn read_time(pointer: &str, text: Option<&str>, faults: &mut Faults) -> Option<Timestamp> {
    faults.time(pointer, text?)
}

/// A token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
pub(crate) struct TokenView {
    /// The principal that the history knows its holder by.
    id: String,
    /// Who holds it, by the id that they got first.
    person: String,
    /// What they are called; null when that is forgotten.
    name: Option<String>,
    /// `active`, `expired` or `revoked`.
    status: &'static str,
    /// What its holder may do; nothing once it is revoked.
    grants: Vec<GrantBody>,
    /// When it was issued.
    #[schema(format = DateTime)]
    issued_at: String,
    /// From when on it counts no more; null for until it is revoked.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// When it was revoked.
    #[schema(format = DateTime)]
    revoked_at: Option<String>,
    /// When it was last used, to the minute; null when it never was.
    #[schema(format = DateTime)]
    used_at: Option<String>,
}

impl TokenView {
    pub(crate) fn of(holding: &Holding, now: Timestamp) -> Self {
        let record = &holding.record;
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        Self {
            id: record.id.to_string(),
            person: holding.person.to_string(),
            name: holding.name.clone(),
            status: match (record.revoked_at, record.counts(now)) {
                (Some(_), _) => "revoked",
                (None, false) => "expired",
                (None, true) => "active",
            },
            grants: record.grants.iter().map(GrantBody::from).collect(),
            issued_at: record.issued_at.to_string(),
            expires_at: text(record.expires_at),
            revoked_at: text(record.revoked_at),
            used_at: text(holding.used_at),
        }
    }
}

/// An account: somebody may sign in by it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct AccountView {
    /// The principal that the history knows its holder by.
    id: String,
    /// What its holder may do; nothing once it is closed.
    grants: Vec<GrantBody>,
    /// When it was opened.
    #[schema(format = DateTime)]
    opened_at: String,
    /// When it was closed.
    #[schema(format = DateTime)]
    closed_at: Option<String>,
}

impl From<&TokenRecord> for AccountView {
    fn from(record: &TokenRecord) -> Self {
        Self {
            id: record.id.to_string(),
            grants: record.grants.iter().map(GrantBody::from).collect(),
            opened_at: record.issued_at.to_string(),
            closed_at: record.revoked_at.map(|at| at.to_string()),
        }
    }
}

/// Somebody, with all that was ever given to them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Person)]
pub(crate) struct PersonView {
    /// The id that they got first.
    id: String,
    /// What they are called; null when that is forgotten.
    name: Option<String>,
    /// Their accounts.
    accounts: Vec<AccountView>,
    /// Their tokens.
    tokens: Vec<TokenView>,
}

impl PersonView {
    pub(crate) fn of(person: Person, uses: &BTreeMap<String, Timestamp>, now: Timestamp) -> Self {
        let (id, name) = (person.id.to_string(), person.name.clone());
        let held = held_by(person, uses);
        let (accounts, tokens): (Vec<_>, Vec<_>) = held.iter().partition(|held| held.record.signs_in);
        Self {
            id,
            name,
            accounts: accounts.into_iter().map(|held| AccountView::from(&held.record)).collect(),
            tokens: tokens.into_iter().map(|held| TokenView::of(held, now)).collect(),
        }
    }
}

/// A token to be issued.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewToken)]
pub(crate) struct TokenBody {
    /// Who will hold it, person or service; tokens and accounts of one name are one person's. Kept in a table that can forget.
    #[schema(example = "Works department's own app")]
    pub(crate) name: String,
    /// What it is for: 1 to 50 roles.
    pub(crate) grants: Vec<GrantBody>,
    /// From when on it counts no more; left out or null, until it is revoked.
    #[schema(format = DateTime)]
    pub(crate) expires_at: Option<String>,
    /// Why, for the history.
    pub(crate) reason: Option<String>,
}

/// A token that was just issued.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IssuedToken)]
pub(crate) struct IssuedView {
    #[serde(flatten)]
    pub(crate) about: TokenView,
    /// The token, to be sent as `Authorization: Bearer TOKEN`; null where the answer is repeated, since nobody keeps it.
    pub(crate) token: Option<String>,
}

/// What somebody may do from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGrants)]
pub(crate) struct GrantsBody {
    /// Exactly this: 1 to 50 roles. To trust a token or account with nothing, revoke or close it.
    pub(crate) grants: Vec<GrantBody>,
    /// Why, for the history.
    pub(crate) reason: Option<String>,
}

/// Somebody who is to sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAccount)]
pub(crate) struct AccountBody {
    /// What they type, such as an e-mail address.
    #[schema(example = "ann.peeters@example.org")]
    pub(crate) login: String,
    /// Who that is. Kept in a table that can forget.
    #[schema(example = "Ann Peeters")]
    pub(crate) name: String,
    /// What they may do: 1 to 50 roles.
    pub(crate) grants: Vec<GrantBody>,
    /// Why, for the history.
    pub(crate) reason: Option<String>,
}

/// Somebody who may sign in from now on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenedAccount)]
pub(crate) struct OpenedView {
    #[serde(flatten)]
    pub(crate) person: PersonView,
    /// Their first password; null where the answer is repeated, since nobody keeps it.
    pub(crate) password: Option<String>,
}

/// Another password for somebody.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPassword)]
pub(crate) struct PasswordBody {
    /// 12 to 256 characters; left out or null, one that nobody chose.
    pub(crate) password: Option<String>,
}

/// A password that somebody was given.
#[derive(Serialize, ToSchema)]
#[schema(as = Password)]
pub(crate) struct PasswordView {
    /// The one that nobody chose; null where one was sent.
    pub(crate) password: Option<String>,
}

/// Why somebody is forgotten.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Forgetting)]
pub(crate) struct ForgetBody {
    /// Why, for the history, which forgets nothing: name nobody here.
    pub(crate) reason: Option<String>,
}

/// What came of forgetting somebody.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Forgotten)]
pub(crate) struct ForgottenView {
    /// Who, by the id that is left of them.
    id: String,
    /// Tokens and accounts that counted until now.
    revoked: usize,
    /// Whether there was a name left to be forgotten.
    had_name: bool,
}

impl From<Forgotten> for ForgottenView {
    fn from(done: Forgotten) -> Self {
        Self {
            id: done.person.to_string(),
            revoked: done.revoked,
            had_name: done.had_name,
        }
    }
}
