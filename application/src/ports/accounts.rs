//! Local accounts: under which login somebody signs in, and what is kept of the password. Personal data, so in no log; an account
//! can be forgotten, what its holder decided stays under an opaque id.

use std::{fmt, str::FromStr, time::Duration};

use async_trait::async_trait;
use jiff::Timestamp;
use signpost_domain::identifier::PrincipalId;

use super::StoreError;

/// What somebody types to say who they are: 1 to 80 characters of `a-z 0-9 . - _ @ +`, compared without case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login(String);

/// Why a text is not a [`Login`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a login has 1 to 80 characters of a-z, 0-9, ., -, _, @ and +, such as an e-mail address")]
pub struct LoginError;

impl Login {
    /// In lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Login {
    type Err = LoginError;

    fn from_str(text: &str) -> Result<Self, LoginError> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'@' | b'+');
        let text = text.trim();
        if (1..=80).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(LoginError)
        }
    }
}

/// What is kept of a password: a salted hash that takes long to compute, with its parameters, as a PHC string.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What its holder types.
    pub login: Login,
    /// Who that is, in logs.
    pub principal: PrincipalId,
    /// What is kept of the password.
    pub password: PasswordHash,
}

/// How many attempts within how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Attempts that are looked at; further ones are refused unseen.
    pub attempts: u32,
    /// Without an attempt for so long, counting begins anew.
    pub within: Duration,
}

/// The table of accounts.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The account of this login.
    async fn called(&self, login: &Login) -> Result<Option<Account>, StoreError>;

    /// The account of this principal.
    async fn of(&self, principal: &PrincipalId) -> Result<Option<Account>, StoreError>;

    /// Keeps a new account; says whether its login was free.
    async fn keep(&self, account: &Account, at: Timestamp) -> Result<bool, StoreError>;

    /// Changes what is kept of a password.
    async fn change_password(&self, principal: &PrincipalId, password: &PasswordHash, at: Timestamp) -> Result<(), StoreError>;

    /// Removes the account of this principal.
    async fn remove(&self, principal: &PrincipalId) -> Result<(), StoreError>;

    /// Counts an attempt by or at `subject`, on every node alike, and says whether it is within the allowance. Counted before the
    /// password is looked at, so that many at once gain nothing.
    async fn attempt(&self, subject: &str, allowance: Allowance, at: Timestamp) -> Result<bool, StoreError>;

    /// Forgets the attempts at `subject`.
    async fn forgive(&self, subject: &str) -> Result<(), StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_compared_without_case_and_holds_nothing_strange() {
        assert_eq!(
            " Jan.Peeters@Stad.Gent ".parse::<Login>().unwrap().as_str(),
            "jan.peeters@stad.gent"
        );
        for bad in ["", " ", "jan peeters", "jan\0", "jän", &"a".repeat(81)] {
            assert_eq!(bad.parse::<Login>(), Err(LoginError), "{bad:?}");
        }
    }

    #[test]
    fn what_is_kept_of_a_password_is_not_printed() {
        assert!(!format!("{:?}", PasswordHash("$argon2id$abc".to_owned())).contains("abc"));
    }
}
