//! Who reads a page.

use super::UiLanguage;

/// Who reads a page: in which language of ours, and whether it is somebody who may change the code.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    pub(super) ui: UiLanguage,
    /// Where they do; for everybody else there is no such thing.
    pub(super) manage: Option<&'a str>,
}

impl<'a> Reader<'a> {
    /// Somebody who may change the code at the path `manage`.
    #[must_use]
    pub fn managing(ui: UiLanguage, manage: &'a str) -> Self {
        Self {
            ui,
            manage: Some(manage),
        }
    }
}

/// Anybody.
impl From<UiLanguage> for Reader<'_> {
    fn from(ui: UiLanguage) -> Self {
        Self { ui, manage: None }
    }
}
