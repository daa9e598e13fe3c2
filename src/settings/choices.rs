//! Settings that are one of a few words.

use clap::ValueEnum;
use serde::Deserialize;

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogFormat {
    /// Lines for people
    #[default]
    Plain,
    /// One JSON object a line
    Json,
}

/// What a node is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    /// Citizens' scans: no REST API, and no read models built here
    Resolver,
    /// The REST API and the read models: no scans answered, no codes in memory
    Admin,
    /// Both
    #[default]
    All,
}

/// What an answered scan survives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Durability {
    /// The death of the process, by kill -9 too
    #[default]
    Process,
    /// The loss of power: synced to the disk before the answer
    Power,
}
