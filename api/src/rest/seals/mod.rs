//! Seals: proofs for auditors.

pub(crate) mod consistency;
pub(crate) mod proof;
pub(crate) mod records;
