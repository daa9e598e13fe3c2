//! Passwords: kept as argon2id hashes with the parameters that OWASP gives (19 MiB, two passes, one lane), and measured by zxcvbn,
//! which knows the 30,000 commonest ones, names, words, dates and rows of keys.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc},
};
use async_trait::async_trait;
use signpost_application::ports::{
    StoreError,
    accounts::PasswordHash,
    passwords::{LONGEST_PASSWORD, Passwords, SHORTEST_PASSWORD, Weakness},
};
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

/// Hashes computed at once, at most: each takes 19 MiB and a core for some hundredths of a second.
const AT_ONCE: usize = 4;

/// Hashes and measures passwords.
#[derive(Clone)]
pub struct Argon2Passwords {
    argon2: Argon2<'static>,
    places: Arc<Semaphore>,
    /// What is compared with where there is no account, so that this takes as long.
    nobodys: Arc<str>,
}

impl Argon2Passwords {
    /// Ready to work.
    pub fn new() -> Result<Self, StoreError> {
        let parameters = Params::new(19 * 1_024, 2, 1, None).map_err(failed)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
        let nobodys = argon2.hash_password(b"nobody's").map_err(failed)?.to_string();
        Ok(Self {
            argon2,
            places: Arc::new(Semaphore::new(AT_ONCE)),
            nobodys: nobodys.into(),
        })
    }

    /// Does it on a thread of its own when there is a place.
    async fn compute<T: Send + 'static>(&self, work: impl FnOnce(&Argon2<'_>) -> T + Send + 'static) -> Result<T, StoreError> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(failed)?;
        let argon2 = self.argon2.clone();
        let work = move || {
            let _place = place;
            work(&argon2)
        };
        tokio::task::spawn_blocking(work).await.map_err(failed)
    }
}

fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Failed(format!("a password could not be worked on: {error}"))
}

#[async_trait]
impl Passwords for Argon2Passwords {
    async fn hash(&self, password: &str) -> Result<PasswordHash, StoreError> {
        let password = password.to_owned();
        let hashed = self
            .compute(move |argon2| argon2.hash_password(password.as_bytes()).map(|hash| hash.to_string()))
            .await?;
        hashed.map(PasswordHash).map_err(failed)
    }

    async fn is(&self, password: &str, kept: Option<&PasswordHash>) -> Result<bool, StoreError> {
        // Nothing that long was ever taken, and hashing it would take as long as its sender likes.
        let password: String = password.chars().take(LONGEST_PASSWORD + 1).collect();
        let compared: Arc<str> = kept.map_or_else(|| self.nobodys.clone(), |kept| kept.0.as_str().into());
        let is_right = self
            .compute(move |argon2| {
                let compared = phc::PasswordHash::new(&compared)?;
                argon2.verify_password(password.as_bytes(), &compared)
            })
            .await?;
        Ok(is_right.is_ok() && kept.is_some())
    }

    fn weakness(&self, password: &str, known_by: &[&str]) -> Option<Weakness> {
        match password.chars().count() {
            length if length < SHORTEST_PASSWORD => return Some(Weakness::Short),
            length if length > LONGEST_PASSWORD => return Some(Weakness::Long),
            _ => {}
        }
        // As they are, in parts, and run together: JanPeeters2026 is a name and a year.
        let together = |known: &&str| known.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let together: Vec<String> = known_by.iter().map(together).collect();
        let parts = known_by
            .iter()
            .flat_map(|known| known.split(|c: char| !c.is_alphanumeric()))
            .chain(together.iter().map(String::as_str))
            .chain(["signpost"])
            .filter(|part| part.len() > 2);
        let parts: Vec<&str> = parts.collect();
        // Three of four: over 10^8 guesses.
        (zxcvbn(password, &parts).score() < Score::Three).then_some(Weakness::Common)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_kept_as_argon2id_as_owasp_asks_and_no_two_alike() {
        let passwords = Argon2Passwords::new().unwrap();
        let (one, other) = (
            passwords.hash("correct horse").await.unwrap(),
            passwords.hash("correct horse").await.unwrap(),
        );
        assert!(one.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", one.0);
        assert_ne!(one, other);
        for (password, kept, right) in [
            ("correct horse", Some(&one), true),
            ("correct horse", Some(&other), true),
            ("Correct horse", Some(&one), false),
            ("correct horse ", Some(&one), false),
            ("", Some(&one), false),
            ("correct horse", None, false),
            ("nobody's", None, false),
            ("correct horse", Some(&PasswordHash("nonsense".into())), false),
        ] {
            assert_eq!(passwords.is(password, kept).await.unwrap(), right, "{password:?}");
        }
    }

    #[test]
    fn easy_passwords_are_refused_and_any_characters_are_welcome() {
        let passwords = Argon2Passwords::new().unwrap();
        let weakness = |password: &str| passwords.weakness(password, &["jan.peeters@stad.gent", "Jan Peeters"]);
        assert_eq!(weakness("9f!Qz#1"), Some(Weakness::Short));
        assert_eq!(weakness(&"x9".repeat(129)), Some(Weakness::Long));
        for common in [
            "password1234",
            "qwertyuiop12",
            "aaaaaaaaaaaaaaaa",
            "JanPeeters2026",
            "signpost2026",
            "123456789012",
        ] {
            assert_eq!(weakness(common), Some(Weakness::Common), "{common}");
        }
        for good in ["mosterd lantaarn oever kraai", "Ω≈ç√∫˜µ≤≥÷åß∂", "tramhalte7vergeet"] {
            assert_eq!(weakness(good), None, "{good}");
        }
    }
}
