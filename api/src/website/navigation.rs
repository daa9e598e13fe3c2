//! The sections of the website, in the order in which they are shown, each to those who may do what it is for.

use signpost_application::authority::{Action, Principal};

/// A section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// What somebody sees first.
    Start,
    /// How symbols look in print.
    Designs,
    /// Codes, and each of them.
    Codes,
    /// How often they are scanned.
    Statistics,
    /// One's own account; it has its place beside one's name.
    Account,
    /// Before signing in.
    Outside,
}

impl Section {
    /// Those that are in the menu.
    const IN_MENU: [Self; 4] = [Self::Start, Self::Codes, Self::Designs, Self::Statistics];

    /// Where it is.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Start => "/admin",
            Self::Designs => "/admin/designs",
            Self::Codes => "/admin/codes",
            Self::Statistics => "/admin/statistics",
            Self::Account => "/admin/account",
            Self::Outside => "/admin/sign-in",
        }
    }

    /// The key of its name.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Start => "section-start",
            Self::Designs => "section-designs",
            Self::Codes => "section-codes",
            Self::Statistics => "section-statistics",
            Self::Account => "section-account",
            Self::Outside => "sign-in",
        }
    }

    /// What one must be allowed to do for it to be of use; `None` where that is nothing.
    fn is_for(self) -> Option<Action> {
        match self {
            Self::Start | Self::Account | Self::Outside => None,
            Self::Codes | Self::Designs => Some(Action::ReadCatalogue),
            Self::Statistics => Some(Action::ReadStatistics),
        }
    }

    /// The menu of somebody.
    pub(crate) fn menu(principal: &Principal) -> Vec<Self> {
        let may = |section: &Self| section.is_for().is_none_or(|action| principal.must_somewhere(action).is_ok());
        Self::IN_MENU.into_iter().filter(may).collect()
    }
}
