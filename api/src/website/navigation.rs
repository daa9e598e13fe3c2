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
    /// Series of codes.
    Batches,
    /// Changes of many codes.
    Changes,
    /// What another person must approve.
    Proposals,
    /// Departments.
    Units,
    /// All that was ever decided.
    Decisions,
    /// What proves it.
    Seals,
    /// What takes long.
    Work,
    /// Who may sign in, and who may do what.
    People,
    /// By what programs are recognised.
    Tokens,
    /// One's own account; it has its place beside one's name.
    Account,
    /// Before signing in.
    Outside,
}

impl Section {
    /// Those that are in the menu.
    const IN_MENU: [Self; 13] = [
        Self::Start,
        Self::Codes,
        Self::Statistics,
        Self::Batches,
        Self::Designs,
        Self::Changes,
        Self::Proposals,
        Self::Units,
        Self::Decisions,
        Self::Seals,
        Self::Work,
        Self::People,
        Self::Tokens,
    ];

    /// Where it is.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Start => "/admin",
            Self::Designs => "/admin/designs",
            Self::Codes => "/admin/codes",
            Self::Statistics => "/admin/statistics",
            Self::Batches => "/admin/batches",
            Self::Changes => "/admin/changes",
            Self::Proposals => "/admin/proposals",
            Self::Units => "/admin/units",
            Self::Decisions => "/admin/decisions",
            Self::Seals => "/admin/seals",
            Self::Work => "/admin/work",
            Self::People => "/admin/people",
            Self::Tokens => "/admin/tokens",
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
            Self::Batches => "section-batches",
            Self::Changes => "section-changes",
            Self::Proposals => "section-proposals",
            Self::Units => "section-units",
            Self::Decisions => "section-decisions",
            Self::Seals => "section-seals",
            Self::Work => "section-work",
            Self::People => "section-people",
            Self::Tokens => "section-tokens",
            Self::Account => "section-account",
            Self::Outside => "sign-in",
        }
    }

    /// What one must be allowed to do for it to be of use; `None` where that is nothing.
    fn is_for(self) -> Option<Action> {
        match self {
            Self::Start | Self::Account | Self::Outside => None,
            Self::Statistics => Some(Action::ReadStatistics),
            Self::Codes | Self::Designs | Self::Batches | Self::Units => Some(Action::ReadCatalogue),
            Self::Changes | Self::Proposals | Self::Decisions | Self::Seals | Self::Work => Some(Action::ReadHistory),
            Self::People | Self::Tokens => Some(Action::ManageAccess),
        }
    }

    /// The menu of somebody.
    pub(crate) fn menu(principal: &Principal) -> Vec<Self> {
        let may = |section: &Self| section.is_for().is_none_or(|action| principal.must_somewhere(action).is_ok());
        Self::IN_MENU.into_iter().filter(may).collect()
    }
}
