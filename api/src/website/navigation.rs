//! The sections of the website, and the menu: each section is for those who may do what it is for.

use signpost_application::authority::{Action, Principal};

use super::Page;

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
    /// Groups of visitors.
    Audiences,
    /// Series of codes.
    Batches,
    /// Tables that come in and go out.
    Imports,
    /// Changes of many codes.
    Changes,
    /// What another person must approve.
    Proposals,
    /// Addresses where nobody answers.
    Links,
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
    /// Where it is.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Start => "/admin",
            Self::Designs => "/admin/designs",
            Self::Codes => "/admin/codes",
            Self::Statistics => "/admin/statistics",
            Self::Audiences => "/admin/audiences",
            Self::Batches => "/admin/batches",
            Self::Imports => "/admin/imports",
            Self::Changes => "/admin/changes",
            Self::Proposals => "/admin/proposals",
            Self::Links => "/admin/links",
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
            Self::Audiences => "section-audiences",
            Self::Batches => "section-batches",
            Self::Imports => "section-imports",
            Self::Changes => "section-changes",
            Self::Proposals => "section-proposals",
            Self::Links => "section-links",
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
            Self::Codes | Self::Audiences | Self::Designs | Self::Batches | Self::Imports | Self::Links | Self::Units => {
                Some(Action::ReadCatalogue)
            }
            Self::Changes | Self::Proposals | Self::Decisions | Self::Seals | Self::Work => Some(Action::ReadHistory),
            Self::People | Self::Tokens => Some(Action::ManageAccess),
        }
    }

    fn is_of_use_to(self, principal: &Principal) -> bool {
        self.is_for().is_none_or(|action| principal.must_somewhere(action).is_ok())
    }
}

/// The menu of somebody: what they need most, and the rest in groups.
pub(crate) struct Menu {
    pub(crate) first: Vec<Section>,
    /// The key of what a group is called, and what is in it.
    pub(crate) more: Vec<(&'static str, Vec<Section>)>,
}

/// What those need most who change codes, who approve it, and who look.
const FIRST: [(Action, &[Section]); 3] = [
    (
        Action::ChangeCodes,
        &[
            Section::Start,
            Section::Codes,
            Section::Audiences,
            Section::Batches,
            Section::Statistics,
        ],
    ),
    (
        Action::Approve,
        &[Section::Start, Section::Codes, Section::Proposals, Section::Statistics],
    ),
    (
        Action::ReadStatistics,
        &[
            Section::Start,
            Section::Codes,
            Section::Decisions,
            Section::Seals,
            Section::Statistics,
        ],
    ),
];

/// Everything else.
const MORE: [(&str, &[Section]); 4] = [
    (
        "menu-many",
        &[
            Section::Batches,
            Section::Designs,
            Section::Imports,
            Section::Changes,
            Section::Work,
        ],
    ),
    ("menu-city", &[Section::Audiences, Section::Units, Section::Links]),
    ("menu-record", &[Section::Proposals, Section::Decisions, Section::Seals]),
    ("menu-access", &[Section::People, Section::Tokens]),
];

impl Menu {
    /// The menu of somebody.
    pub(crate) fn of(principal: &Principal) -> Self {
        let may = |action: Action| principal.must_somewhere(action).is_ok();
        let first = FIRST
            .iter()
            .find(|(action, _)| may(*action))
            .map_or(&[][..], |(_, first)| first);
        let of_use = |sections: &[Section]| -> Vec<Section> {
            let of_use = sections.iter().copied().filter(|section| section.is_of_use_to(principal));
            of_use.collect()
        };
        let rest = |(key, sections): &(&'static str, &[Section])| {
            let mut rest = of_use(sections);
            rest.retain(|section| !first.contains(section));
            (!rest.is_empty()).then_some((*key, rest))
        };
        Self {
            first: of_use(first),
            more: MORE.iter().filter_map(rest).collect(),
        }
    }

    /// Whether the section of a page is among the rest.
    pub(crate) fn hides(&self, page: &Page) -> bool {
        self.more.iter().any(|(_, sections)| sections.contains(&page.section))
    }
}

#[cfg(test)]
mod tests {
    use signpost_domain::access::{Grant, Role};

    use super::*;

    #[test]
    fn whatever_is_of_use_to_somebody_is_in_their_menu_once_and_nothing_else() {
        let all = MORE.iter().flat_map(|(_, sections)| sections.iter().copied());
        let all: Vec<Section> = all.chain([Section::Start, Section::Codes, Section::Statistics]).collect();
        for role in Role::ALL {
            let principal = Principal::new("somebody".parse().unwrap(), vec![Grant { role, unit: None }]);
            let menu = Menu::of(&principal);
            let mut shown = menu.first.clone();
            shown.extend(menu.more.iter().flat_map(|(_, sections)| sections));
            for section in &all {
                let times = shown.iter().filter(|shown| *shown == section).count();
                assert_eq!(times, usize::from(section.is_of_use_to(&principal)), "{role} {section:?}");
            }
            assert!(menu.first.len() <= 5, "{role}: one row at a desk");
        }
    }
}
