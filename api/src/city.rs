//! Whose pages these are: a city's name, logo, colour and wall clock, on the pages of citizens and of staff alike.

mod accent;
mod logo;

use signpost_domain::schedule::Zone;

pub use self::{
    accent::{Accent, AccentError},
    logo::{LARGEST_LOGO, Logo, LogoError},
};

/// Whose pages these are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Shown at the head of every page and in the browser's title.
    pub name: String,
    /// Whose wall clock staff read times by, and where their days begin.
    pub zone: Zone,
    /// Beside the name; a signpost where there is none.
    pub logo: Option<Logo>,
    /// What buttons, boards and links are in; a blue where there is none.
    pub accent: Option<Accent>,
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            name: "Signpost".to_owned(),
            zone: "UTC".parse().expect("every database of time zones has UTC"),
            logo: None,
            accent: None,
        }
    }
}
