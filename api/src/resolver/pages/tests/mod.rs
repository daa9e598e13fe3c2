//! What every page keeps, whichever it is and whatever stands in it.

mod document;
mod each_page;
mod hostile;
mod hostile_markdown;
mod languages;
mod markdown;
mod texts;

use super::{InformationPage, MenuPage, Notice, Pages, UiLanguage};

const NOTICES: [Notice; 6] = [
    Notice::Unassigned,
    Notice::Suspended,
    Notice::Retired,
    Notice::Unknown,
    Notice::Home,
    Notice::Failure,
];

const INFORMATION: InformationPage = InformationPage {
    language: "nl-BE",
    title: "Bloemenkiosk",
    body: "Open op **zondag**.",
    links: &[("Boeken", "https://stad.gent/boek?a=1&b=2"), ("Spelen", "antwerp-app://play")],
    code: "7K3M9QXT",
};

const MENU: MenuPage = MenuPage {
    language: "nl",
    heading: Some("Deze brug"),
    items: &[
        ("Geschiedenis", "/7K3M9QXT?choice=1"),
        ("Melding maken", "https://stad.gent/meld"),
    ],
    code: "7K3M9QXT",
};

/// One of each page in one language of the interface.
fn one_of_each(pages: &Pages, ui: UiLanguage) -> Vec<String> {
    let notices = NOTICES.map(|notice| pages.notice(ui, notice, Some("7K3M9QXT")));
    notices
        .into_iter()
        .chain([pages.information(ui, &INFORMATION), pages.menu(ui, &MENU)])
        .collect()
}
