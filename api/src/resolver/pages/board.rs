//! A board: one of the big links that a visitor can follow from a page.

use super::address;

pub(super) struct Board<'a> {
    pub label: &'a str,
    /// None if it must not be followed; the label then stands there without a link.
    pub address: Option<&'a str>,
}

impl<'a> Board<'a> {
    pub(super) fn all(links: &[(&'a str, &'a str)]) -> Vec<Self> {
        let board = |&(label, address): &(&'a str, &'a str)| {
            let address = Some(address).filter(|address| address::suits_a_board(address));
            Self { label, address }
        };
        links.iter().map(board).collect()
    }
}
