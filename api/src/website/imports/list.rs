//! The form to send a table, what was sent of late, and the catalogue as files.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use signpost_application::{
    authority::Action,
    commands::imports::{Rows, must_be_allowed},
};

use super::{export::FORMATS, standing, title};
use crate::{
    Shared,
    website::{
        Faults, Page, Section, Staff, WebsiteError,
        draft::Fields,
        field::Field,
        form_page::Again,
        lists::table::{Cell, Table},
        render,
    },
};

#[derive(Template)]
#[template(path = "website/imports/list.html")]
struct ImportsPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    may_import: bool,
    rows: Vec<Field>,
    /// How the catalogue is to be had: the end of the file's name, and the key of what it is good for.
    formats: [(&'static str, &'static str); 3],
    table: String,
    wrong: Option<String>,
    faults: &'a Faults,
}

/// Shows them.
pub(super) async fn show(State(api): State<Shared>, staff: Staff) -> Result<Response, WebsiteError> {
    answer(&api, &staff, &Fields::default(), Again::first())
}

/// Answers with the page, and what was wrong with what was sent.
pub(super) fn answer(api: &Shared, staff: &Staff, fields: &Fields, again: Again) -> Result<Response, WebsiteError> {
    let may = staff.principal().must(Action::ReadCatalogue, None);
    may.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
    let Again { status, faults, wrong } = again;
    let page = Page::of(staff, Section::Imports, "section-imports");
    let own = api.imports.of(&staff.principal().id);
    let row = |import: &std::sync::Arc<crate::rest::imports::Import>| {
        vec![
            Cell::link(format!("/admin/imports/{}", import.id), title(&page, import)),
            standing(&page, import),
            Cell::time(&page, import.at),
        ]
    };
    let heads = ["import-file", "work-progress", "decision-at"];
    let table = Table::new(&page, "imports-late", &heads, "imports-none").rows(own.iter().map(row));
    let template = ImportsPage {
        may_import: must_be_allowed(staff.principal()).is_ok(),
        rows: rows(&page, fields, &faults),
        formats: FORMATS.map(|(ending, _, key)| (ending, key)),
        table: table.html(),
        faults: &faults,
        page: &page,
        staff,
        wrong,
    };
    Ok(render(status, &page, &template).into_response())
}

fn rows(page: &Page, fields: &Fields, faults: &Faults) -> Vec<Field> {
    let kinds = Rows::ALL.map(|rows| {
        let word = rows.as_str();
        (word.to_owned(), page.t(&format!("import-rows-{word}")))
    });
    let rows = [
        Field::choice("rows", page.t("import-rows"), fields.text("rows"), kinds.into()),
        Field::text("columns", page.t("import-columns"), fields.text("columns"), 3).hint(page.t1(
            "import-columns.hint",
            "value",
            &"id: Number",
        )),
        Field::line("sheet", page.t("import-sheet"), fields.text("sheet")).hint(page.t("import-sheet.hint")),
    ];
    rows.map(|field| field.with(faults, page.texts())).into()
}

/// Too many are under way, or the table did not come whole.
pub(super) fn failed(api: &Shared, staff: &Staff, fields: &Fields, said: &str) -> Result<Response, WebsiteError> {
    let again = Again {
        status: StatusCode::CONFLICT,
        faults: Faults::default(),
        wrong: Some(staff.texts().said(said).to_string()),
    };
    answer(api, staff, fields, again)
}
