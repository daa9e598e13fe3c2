//! `/admin`: the website for staff. Pages are rendered here, work without scripts, and call the same use cases as the REST API.
//!
//! A page is a file (or a folder) with a handler per method: `Staff` in its signature lets in who signed in, `Posted` besides
//! reads a form that they sent from here. It fills a template that extends `website/layout.html`, which `render` answers; what was
//! done answers `done` with where to go on. Words are in `locales/*/website/`. A section of its own is a variant of
//! `navigation::Section`.

mod account;
mod address;
mod assets;
mod changes;
mod charts;
mod codes;
mod cookies;
mod designs;
mod downloads;
mod draft;
mod elsewhere;
mod failure;
mod field;
mod form;
mod form_page;
mod headers;
mod imports;
mod lists;
mod navigation;
mod page;
mod refusals;
mod sign_in;
mod sign_out;
mod staff;
mod start;
mod statistics;
mod street;
mod texts;
mod wall_clock;
mod who;
mod words;

#[cfg(test)]
mod tests;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};

pub(crate) use self::{
    address::{Path, Query},
    cookies::Cookie,
    failure::WebsiteError,
    form::{Faults, Posted},
    navigation::{Menu, Section},
    page::{Page, Text, done, render},
    staff::Staff,
};
use self::{assets::Assets, downloads::Downloads, texts::Words};
use crate::{Shared, city::Identity};

/// What the website is made of beside its templates. Built once.
pub struct Website {
    words: Words,
    assets: Assets,
    downloads: Downloads,
}

impl Website {
    /// Reads all words and files, in the name of a city.
    #[must_use]
    pub fn new(identity: &Identity) -> Self {
        Self {
            words: Words::read(&identity.zone),
            assets: Assets::new(identity),
            downloads: Downloads::default(),
        }
    }
}

/// Everything under `/admin` and `/static`.
pub(crate) fn router(api: &Shared) -> Router<Shared> {
    let pages = Router::new()
        .route("/admin", get(start::show))
        .route("/admin/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/admin/sign-in/elsewhere", get(elsewhere::leave))
        .route("/admin/sign-in/answer", get(elsewhere::answer))
        .route("/admin/sign-out", post(sign_out::here))
        .route("/admin/sign-out-everywhere", post(sign_out::everywhere))
        .route("/admin/account", get(account::show))
        .route("/admin/account/password", post(account::change_password))
        .route("/admin/account/sign-out-there", post(sign_out::there))
        .route("/admin/street/{id}", get(street::show).post(street::attach))
        .merge(designs::routes())
        .merge(codes::router())
        .merge(changes::router())
        .merge(statistics::router())
        .merge(imports::router())
        .merge(lists::router())
        .route("/admin/{*rest}", get(nowhere))
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn_with_state(api.clone(), downloads::follow))
        .layer(middleware::from_fn_with_state(api.clone(), failure::unless_attached))
        .layer(middleware::from_fn_with_state(api.clone(), form::only_from_here))
        .layer(DefaultBodyLimit::max(crate::rest::LARGEST_BODY))
        .layer(middleware::from_fn_with_state(api.clone(), headers::protect));
    pages.route("/static/{file}", get(assets::serve))
}

async fn nowhere(staff: Staff) -> WebsiteError {
    WebsiteError::not_found(&staff)
}

/// Nobody comes here but by typing the address of a form, or by a program.
async fn wrong_method(staff: Staff) -> WebsiteError {
    WebsiteError::not_found(&staff)
}
