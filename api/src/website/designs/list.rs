//! All designs in use, each with a symbol in it.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use signpost_application::{
    authority::Action,
    ports::Paging,
    queries::designs::{designs, sample_of},
    refusal::Refusal,
};

use super::super::{Page, Query, Section, Staff, WebsiteError, render};
use crate::Shared;

/// Designs on a page.
const PART: u32 = 24;

#[derive(Template)]
#[template(path = "website/designs.html")]
struct DesignsPage<'a> {
    page: &'a Page,
    may_draw: bool,
    cards: Vec<Card>,
    next: Option<String>,
}

struct Card {
    name: String,
    label: String,
    unit: Option<String>,
    picture: String,
}

#[derive(Deserialize)]
pub(super) struct Place {
    from: Option<String>,
}

/// Shows them.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Query(Place { from }): Query<Place>) -> Response {
    let read = async {
        let paging = Paging {
            limit: PART,
            cursor: from,
        };
        let found = designs(&api.application, staff.principal(), None, &paging).await?;
        let cards = found.items.into_iter().filter_map(|record| {
            let specification = record.specification?;
            // A design that an older version of this program took may not be drawn by this one; it is shown without a picture.
            let picture = sample_of(&api.application, &specification).map(|picture| address(&picture.bytes));
            Some(Card {
                name: record.name.to_string(),
                label: specification.label.clone(),
                unit: specification.unit.as_ref().map(ToString::to_string),
                picture: picture.unwrap_or_default(),
            })
        });
        Ok::<_, Refusal>((cards.collect(), found.next))
    };
    let (cards, next) = match read.await {
        Ok(read) => read,
        Err(refusal) => return WebsiteError::refused(&staff, refusal).into_response(),
    };
    let page = Page::of(&staff, Section::Designs, "section-designs");
    let template = DesignsPage {
        page: &page,
        may_draw: staff.principal().must_somewhere(Action::ChangeDesigns).is_ok(),
        cards,
        next,
    };
    render(StatusCode::OK, &page, &template)
}

/// A picture as an address of its own.
pub(super) fn address(svg: &[u8]) -> String {
    format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg))
}
