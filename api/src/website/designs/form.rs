//! One design: its form, with what it looks like beside it.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::{
    authority::Action,
    commands::{
        Expectation,
        draw_design::{checked, draw_design},
        withdraw_design::withdraw_design,
    },
    ports::Paging,
    queries::{
        designs::{design, sample_of},
        units::units,
    },
    refusal::{Fault, Refusal},
};
use signpost_domain::{
    design::{Level, Shape, Specification},
    identifier::DesignName,
};

use super::{
    super::{Faults, Page, Path, Posted, Section, Staff, Text, WebsiteError, done, refusals::Said, render},
    fields::Fields,
    list::address,
};
use crate::Shared;

/// Units that can be chosen from.
const MOST_UNITS: u32 = 1_000;

#[derive(Template)]
#[template(path = "website/design.html")]
struct DesignPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    fields: &'a Fields,
    faults: &'a Faults,
    /// What can be chosen; the empty one is the whole city.
    units: Vec<String>,
    look: Look<'a>,
    /// What names it as it is kept.
    pin: Option<String>,
    may_change: bool,
}

#[derive(Template)]
#[template(path = "website/design-look.html")]
struct Look<'a> {
    page: &'a Page,
    picture: Option<String>,
    refused: Option<Said>,
}

/// An empty form.
pub(super) async fn blank(State(api): State<Shared>, staff: Staff) -> Response {
    let fields = Fields::default();
    answer(&api, &staff, &fields, Ok(None)).await
}

/// The form of a design that there is.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(name): Path<String>) -> Response {
    let Ok(name) = name.parse::<DesignName>() else {
        return WebsiteError::not_found(&staff).into_response();
    };
    match design(&api.application, staff.principal(), &name, None).await {
        Ok(record) => match record.specification {
            Some(specification) => {
                let fields = Fields::of(name.as_str(), record.version, &specification);
                answer(&api, &staff, &fields, Ok(Some(specification))).await
            }
            None => WebsiteError::not_found(&staff).into_response(),
        },
        Err(refusal) => WebsiteError::refused(&staff, refusal).into_response(),
    }
}

#[derive(Deserialize)]
pub(super) struct Sent {
    #[serde(flatten)]
    fields: Fields,
    /// `look` only shows what it looks like.
    #[serde(default)]
    act: String,
}

/// Keeps a design, or shows what it looks like.
pub(super) async fn send(State(api): State<Shared>, Posted { staff, form }: Posted<Sent>) -> Response {
    let Sent { fields, act } = form;
    if act == "look" {
        let looked = tried(&api, &fields).await.map(Some);
        return answer(&api, &staff, &fields, looked).await;
    }
    match keep(&api, &staff, &fields).await {
        Ok(name) => done(&api, &format!("/admin/designs/{name}"), &Text::with("done-design", &name)),
        Err(refusal) => answer(&api, &staff, &fields, Err(refusal)).await,
    }
}

async fn keep(api: &Shared, staff: &Staff, fields: &Fields) -> Result<DesignName, Refusal> {
    let fault = |pointer: &str, what: String| Refusal::Invalid(vec![Fault::new(pointer, what)]);
    let name: DesignName = fields
        .name
        .trim()
        .parse()
        .map_err(|error| fault("/name", format!("{error}")))?;
    let specification = fields.read().map_err(Refusal::Invalid)?;
    // Whoever else changed it meanwhile is not written over.
    let expectation = match fields.version.parse() {
        Ok(version) => Expectation::Version(version),
        Err(_) => Expectation::Any,
    };
    if expectation == Expectation::Any && design(&api.application, staff.principal(), &name, None).await.is_ok() {
        return Err(fault("/name", "there is a design of this name already".to_owned()));
    }
    draw_design(&api.application, &staff.caller, &name, expectation, specification).await?;
    Ok(name)
}

/// The part of the page that shows what a design looks like.
pub(super) async fn look(State(api): State<Shared>, Posted { staff, form }: Posted<Sent>) -> Response {
    let page = Page::of(&staff, Section::Designs, "design-look");
    let looked = tried(&api, &form.fields).await;
    match look_of(&api, &page, looked.map(Some)) {
        Ok(look) => render(StatusCode::OK, &page, &look),
        Err(refusal) => WebsiteError::refused(&staff, refusal).into_response(),
    }
}

/// Takes a design out of use.
pub(super) async fn withdraw(
    State(api): State<Shared>,
    Path(name): Path<String>,
    Posted { staff, form }: Posted<Withdrawal>,
) -> Response {
    let Ok(name) = name.parse::<DesignName>() else {
        return WebsiteError::not_found(&staff).into_response();
    };
    let expectation = form.version.parse().map_or(Expectation::Any, Expectation::Version);
    match withdraw_design(&api.application, &staff.caller, &name, expectation).await {
        Ok(()) => done(&api, "/admin/designs", &Text::with("done-design-withdrawn", &name)),
        Err(refusal) => WebsiteError::refused(&staff, refusal).into_response(),
    }
}

#[derive(Deserialize)]
pub(super) struct Withdrawal {
    #[serde(default)]
    version: String,
}

/// What the fields say, once a reader has read it.
async fn tried(api: &Shared, fields: &Fields) -> Result<Specification, Refusal> {
    let specification = fields.read().map_err(Refusal::Invalid)?;
    checked(&api.application, specification).await
}

fn look_of<'a>(api: &Shared, page: &'a Page, looked: Result<Option<Specification>, Refusal>) -> Result<Look<'a>, Refusal> {
    let (picture, refused) = match looked {
        Ok(None) => (None, None),
        Ok(Some(specification)) => (Some(address(&sample_of(&api.application, &specification)?.bytes)), None),
        Err(Refusal::Invalid(faults)) => (None, faults.first().map(|fault| page.texts().said(&fault.detail))),
        Err(other) => return Err(other),
    };
    Ok(Look { page, picture, refused })
}

/// The page, with what was found wrong beside the fields.
async fn answer(api: &Shared, staff: &Staff, fields: &Fields, looked: Result<Option<Specification>, Refusal>) -> Response {
    let (status, faults, looked) = match looked {
        Err(Refusal::Invalid(faults)) => {
            let named = Faults::from_iter(faults.clone());
            (StatusCode::UNPROCESSABLE_ENTITY, named, Err(Refusal::Invalid(faults)))
        }
        other => (StatusCode::OK, Faults::default(), other),
    };
    let page = Page::of(staff, Section::Designs, "design");
    let paging = Paging {
        limit: MOST_UNITS,
        cursor: None,
    };
    let read = async {
        let units = units(&api.application, staff.principal(), &paging).await?;
        Ok::<_, Refusal>((units, look_of(api, &page, looked)?))
    };
    let (units, look) = match read.await {
        Ok(read) => read,
        Err(refusal) => return WebsiteError::refused(staff, refusal).into_response(),
    };
    let template = DesignPage {
        page: &page,
        staff,
        fields,
        faults: &faults,
        units: units.items.iter().map(|unit| unit.name.to_string()).collect(),
        look,
        pin: (!fields.version.is_empty()).then(|| format!("{}@{}", fields.name, fields.version)),
        may_change: staff.principal().must_somewhere(Action::ChangeDesigns).is_ok(),
    };
    render(status, &page, &template)
}
