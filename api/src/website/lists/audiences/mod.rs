//! `/admin/audiences`: named groups of visitors, which codes have rules for them, and whom a change of one touched.

mod form;
mod show;
mod touched;
mod withdraw;

use axum::{Router, extract::State, response::Response, routing::get};
use serde::Deserialize;
use signpost_application::{
    authority::Action,
    ports::{Paging, catalogue::AudienceRecord},
    queries::audiences::{audiences, ever},
};
use signpost_domain::{condition::Condition, identifier::AudienceName};

use super::{
    asked::Asked,
    list::{ListPage, ON_A_PAGE},
    table::{Cell, Table},
};
use crate::{
    Shared,
    website::{Page, Section, Staff, WebsiteError, texts::Texts, words},
};

/// Where a new one is defined: an audience may be called `new`.
const NEW: &str = "/admin/audience";

/// Their paths.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/admin/audiences", get(list))
        .route("/admin/audience", get(form::ask).post(form::define))
        .route("/admin/audiences/{name}", get(show::show))
        .route("/admin/audiences/{name}/change", get(form::ask_change).post(form::redefine))
        .route(
            "/admin/audiences/{name}/withdraw",
            get(withdraw::ask).post(withdraw::withdraw),
        )
        .route("/admin/audiences/{name}/touched", get(touched::show))
        .route("/admin/audiences/{name}/touched.csv", get(touched::export))
}

/// Which part of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    cursor: Option<String>,
}

/// Lists them.
async fn list(State(api): State<Shared>, asked: Asked<Wanted>) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, .. } = asked;
    let paging = Paging {
        limit: ON_A_PAGE,
        cursor: wanted.cursor,
    };
    let found = audiences(&api.application, staff.principal(), &paging).await;
    let found = found.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    let page = Page::of(&staff, Section::Audiences, "section-audiences");
    let row = |audience: &AudienceRecord| {
        let definition = audience.definition.as_ref();
        let label = definition.map(|definition| definition.label.clone());
        vec![
            Cell::link(path(&audience.name), label.unwrap_or_else(|| audience.name.to_string())),
            Cell::Code(audience.name.to_string()),
            Cell::text(definition.map_or_else(String::new, |definition| who(page.texts(), &definition.condition))),
            Cell::time(&page, audience.changed_at),
        ]
    };
    let heads = ["unit-label", "unit-name", "audience-who", "last-changed"];
    let table = Table::new(&page, "section-audiences", &heads, "audiences-none").rows(found.items.iter().map(row));
    let next = found.next.map(|cursor| ("cursor", cursor));
    let list = ListPage::new(&page, &table)
        .lead("audiences-lead")
        .act_if(may_change(&staff), NEW, "audience-new");
    Ok(list.parts("", paging.cursor.is_none(), next).answer())
}

fn path(name: &AudienceName) -> String {
    format!("/admin/audiences/{name}")
}

/// Who belongs to it, in words.
fn who(texts: &Texts, condition: &Condition) -> String {
    texts.text("whom-those", &[("value", &words::condition(texts, condition))])
}

/// Audiences are everybody's, so no role in a unit is enough.
fn may_change(staff: &Staff) -> bool {
    staff.principal().must(Action::ChangeAudiences, None).is_ok()
}

/// The audience that a path names, whether or not it was withdrawn.
async fn find(api: &Shared, staff: &Staff, name: &str) -> Result<AudienceRecord, WebsiteError> {
    let name: AudienceName = name.parse().map_err(|_| WebsiteError::not_found(staff))?;
    let found = ever(&api.application, staff.principal(), &name).await;
    found.map_err(|refusal| WebsiteError::refused(staff, refusal))
}
