//! What citizens meet at a code.

mod languages;
mod menu;
mod outcomes;
mod plain;
mod rules;
