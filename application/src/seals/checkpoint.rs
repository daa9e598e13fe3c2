//! Checkpoints: how many records the log has and the root of its tree, signed.

use std::{fmt, str::FromStr};

use base64::{Engine, prelude::BASE64_STANDARD};
use ed25519_dalek::SigningKey;
use signed_note::{Note, Signer, StandardSigner, StandardVerifier, VerifierList, is_key_name_valid, new_ed25519_verifier_key};
use tlog_tiles::{Checkpoint, Hash};

/// Ed25519, in the keys of signed-note.
const ED25519: u8 = 1;

/// Why a key or a checkpoint is not right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The name of a log.
    #[error("the name of a log has no white space and no plus sign, and is not empty")]
    Origin,
    /// A secret key.
    #[error("this is not a secret key of a log (PRIVATE+KEY+NAME+ID+KEY)")]
    SecretKey,
    /// A verifier key.
    #[error("this is not the key of a log (NAME+ID+KEY, as signpost seals key prints it)")]
    Key,
    /// The text around or in the signed part.
    #[error("this is not a signed checkpoint")]
    Malformed,
    /// Signatures.
    #[error("the checkpoint is not signed with this key, or its signature is wrong")]
    Signature,
}

/// What everybody may know of a key: the name of the log, the key's id and the public key, as signed-note writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey(String);

impl VerifierKey {
    /// As signed-note writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the log.
    pub fn origin(&self) -> &str {
        self.0.split('+').next().unwrap_or_default()
    }

    fn verifier(&self) -> Result<StandardVerifier, CheckpointError> {
        StandardVerifier::new(&self.0).map_err(|_| CheckpointError::Key)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for VerifierKey {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let key = Self(text.trim().to_owned());
        key.verifier().map(|_| key)
    }
}

/// A key that signs checkpoints. Its secret half is shown by [`to_secret`](Self::to_secret) alone.
#[derive(Clone)]
pub struct SealKey {
    signer: StandardSigner,
    secret: String,
    verifier: VerifierKey,
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealKey({})", self.verifier)
    }
}

impl SealKey {
    /// The key of the log `origin` that 32 random bytes make.
    pub fn make(origin: &str, secret: &[u8; 32]) -> Result<Self, CheckpointError> {
        if !is_key_name_valid(origin) {
            return Err(CheckpointError::Origin);
        }
        let public = SigningKey::from_bytes(secret).verifying_key();
        let verifier = new_ed25519_verifier_key(origin, &public);
        let id = verifier.split('+').nth(1).unwrap_or_default();
        let encoded = BASE64_STANDARD.encode([&[ED25519], secret.as_slice()].concat());
        format!("PRIVATE+KEY+{origin}+{id}+{encoded}").parse()
    }

    /// As signed-note writes it: not for anybody's eyes.
    pub fn to_secret(&self) -> &str {
        &self.secret
    }

    /// What everybody may know of it.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }
}

impl FromStr for SealKey {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let wrong = || CheckpointError::SecretKey;
        let text = text.trim();
        let signer = StandardSigner::new(text).map_err(|_| wrong())?;
        let key = text.splitn(5, '+').nth(4).ok_or_else(wrong)?;
        let bytes = BASE64_STANDARD.decode(key).map_err(|_| wrong())?;
        let secret: &[u8; 32] = bytes.get(1..).and_then(|key| key.try_into().ok()).ok_or_else(wrong)?;
        let public = SigningKey::from_bytes(secret).verifying_key();
        let verifier = VerifierKey(new_ed25519_verifier_key(signer.name(), &public));
        Ok(Self {
            signer,
            secret: text.to_owned(),
            verifier,
        })
    }
}

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeHead {
    /// The name of the log.
    pub origin: String,
    /// How many records it has.
    pub size: u64,
    /// The root of its tree.
    pub root: Hash,
}

impl TreeHead {
    /// The checkpoint, signed with all of `keys`, of which there is one at least.
    pub fn sign(&self, keys: &[&SealKey]) -> Result<String, CheckpointError> {
        let text = Checkpoint::new(&self.origin, self.size, self.root, "").map_err(|_| CheckpointError::Origin)?;
        let mut note = Note::new(&text.to_bytes(), &[]).map_err(|_| CheckpointError::Origin)?;
        let signers: Vec<&dyn Signer> = keys.iter().map(|key| &key.signer as &dyn Signer).collect();
        note.add_sigs(&signers).map_err(|_| CheckpointError::Signature)?;
        String::from_utf8(note.to_bytes()).map_err(|_| CheckpointError::Malformed)
    }

    /// What a checkpoint says, whoever signed it.
    pub fn read(note: &str) -> Result<Self, CheckpointError> {
        Self::of(&Note::from_bytes(note.as_bytes()).map_err(|_| CheckpointError::Malformed)?)
    }

    /// What a checkpoint says that was signed with one of `keys`.
    pub fn verified(note: &str, keys: &[VerifierKey]) -> Result<Self, CheckpointError> {
        let note = Note::from_bytes(note.as_bytes()).map_err(|_| CheckpointError::Malformed)?;
        let head = Self::of(&note)?;
        let mut known: Vec<Box<dyn signed_note::Verifier>> = Vec::new();
        for key in keys {
            if key.origin() == head.origin {
                known.push(Box::new(key.verifier()?));
            }
        }
        note.verify(&VerifierList::new(known))
            .map_err(|_| CheckpointError::Signature)?;
        Ok(head)
    }

    fn of(note: &Note) -> Result<Self, CheckpointError> {
        let checkpoint = Checkpoint::from_bytes(note.text()).map_err(|_| CheckpointError::Malformed)?;
        Ok(Self {
            origin: checkpoint.origin().to_owned(),
            size: checkpoint.size(),
            root: *checkpoint.hash(),
        })
    }
}
