//! One import: how far it is, what it would do or did, row by row, and going on from there.

use std::{path::PathBuf, sync::Arc, time::Duration};

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use signpost_application::{
    columns::RESULT,
    commands::imports::{Imported, Order},
};

use super::{find, result, standing, title};
use crate::{
    Shared,
    rest::imports::{Ended, Import, Ordered, state, work},
    website::{
        Page, Path, Posted, Section, Staff, WebsiteError,
        draft::Fields,
        field::Field,
        lists::table::{Cell, Table},
        page::see_other,
        refusals::Said,
        render,
        texts::Texts,
    },
};

/// Rows that are shown with what comes of them; the file has all.
const MOST_ROWS: usize = 20;
/// Columns of the table that are shown beside that.
const MOST_COLUMNS: usize = 4;
/// How long whoever cancels waits for it.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Template)]
#[template(path = "website/imports/show.html")]
struct ImportPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    import: &'a Import,
    standing: Cell,
    /// What that means.
    lead: String,
    /// How many rows were read.
    read: String,
    /// What would be done.
    act: String,
    is_under_way: bool,
    outcome: Option<&'a Imported>,
    faults: String,
    /// Some rows, and what comes of each.
    rows: Option<String>,
    /// Why it could not go on.
    failures: Vec<Said>,
    /// Where there is something to be done.
    reason: Option<Field>,
}

/// Shows it.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let import = find(&api, &staff, &id)?;
    let mut page = Page::of(&staff, Section::Imports, "section-imports");
    page.title = title(&page, &import);
    let state = state(&import);
    let ended = import.ended();
    let (outcome, failures) = match ended.as_deref() {
        Some(Ended::Imported(imported)) => (Some(&**imported), vec![]),
        Some(Ended::Failed(problem)) => (None, why(page.texts(), problem)),
        Some(Ended::Cancelled) | None => (None, vec![]),
    };
    let some = match import.form.get() {
        Some(_) => some_rows(&api, import.result()).await,
        None => None,
    };
    let has_work = outcome.is_some_and(|outcome| outcome.summary.decisions > 0);
    let template = ImportPage {
        faults: outcome.map_or_else(String::new, |outcome| faults(&page, outcome)),
        rows: some.map(|(headings, rows)| sample(&page, &headings, rows)),
        reason: (state == "tried" && has_work).then(|| Field::reason(&staff)),
        standing: standing(&page, &import),
        lead: page.t(&format!("import-{state}.lead")),
        read: page.t1("import-read", "value", &import.course.read()),
        act: outcome.map_or_else(String::new, |outcome| {
            let summary = &outcome.summary;
            page.t2("import-do.act", ("value", &summary.minted), ("name", &summary.changed))
        }),
        is_under_way: ended.is_none(),
        import: &import,
        page: &page,
        staff: &staff,
        outcome,
        failures,
    };
    Ok(render(StatusCode::OK, &page, &template).into_response())
}

/// What a problem document says: of a table, what is wrong with it.
fn why(texts: &Texts, problem: &serde_json::Value) -> Vec<Said> {
    let details = problem["errors"].as_array().into_iter().flatten();
    let mut details: Vec<&str> = details.filter_map(|fault| fault["detail"].as_str()).collect();
    if details.is_empty() {
        details.extend(problem["detail"].as_str());
    }
    details.into_iter().map(|detail| texts.said(detail)).collect()
}

fn faults(page: &Page, outcome: &Imported) -> String {
    let heads = ["import-row", "import-column", "import-wrong"];
    let rows = outcome.summary.faults.iter().map(|fault| {
        vec![
            Cell::text(fault.row.to_string()),
            Cell::text(fault.column.clone().unwrap_or_default()),
            Cell::Said(page.texts().said(&fault.what)),
        ]
    });
    Table::new(page, "import-faults", &heads, "import-faults").rows(rows).html()
}

/// The first rows of the table of results.
async fn some_rows(api: &Shared, path: PathBuf) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let tables = Arc::clone(&api.tables);
    let read = tokio::task::spawn_blocking(move || {
        let (_, mut table) = tables.open(&path, None).ok()?;
        let mut rows = vec![];
        while let Ok(Some(row)) = table.next() {
            rows.push(row.cells);
            if rows.len() == MOST_ROWS {
                break;
            }
        }
        Some((table.headings().to_vec(), rows))
    });
    read.await.ok().flatten()
}

/// Rows with what comes of each in front.
fn sample(page: &Page, headings: &[String], rows: Vec<Vec<String>>) -> String {
    let result = headings
        .iter()
        .position(|heading| heading == RESULT)
        .unwrap_or(headings.len());
    let shown: Vec<usize> = (0..headings.len())
        .filter(|place| *place != result)
        .take(MOST_COLUMNS)
        .collect();
    let mut heads = vec![page.t("import-outcome")];
    heads.extend(shown.iter().map(|place| headings[*place].clone()));
    let row = |cells: Vec<String>| {
        let cell = |place: usize| cells.get(place).cloned().unwrap_or_default();
        let mut row = vec![Cell::text(cell(result))];
        row.extend(shown.iter().map(|place| Cell::text(cell(*place))));
        row
    };
    Table::headed(page, "import-sample", heads, "import-sample")
        .rows(rows.into_iter().map(row))
        .html()
}

/// Does what was tried.
pub(super) async fn go_on(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let tried = find(&api, &staff, &id)?;
    let Some(Ordered { order, sheet }) = tried.order().filter(|_| state(&tried) == "tried").cloned() else {
        return Err(WebsiteError::not_found(&staff));
    };
    let problem = |problem| WebsiteError::problem(&staff, problem);
    let begun = work::begin(&api, &staff.caller).map_err(problem)?;
    begun.take_over(&tried).await.map_err(problem)?;
    let order = Order {
        dry_run: false,
        leave_out: form.is_ticked("leave_out"),
        ..order
    };
    let tell = result::in_words(&api, staff.language);
    let import = begun.work_on(&api, staff.caller.clone(), Ordered { order, sheet }, tell);
    Ok(see_other(&format!("/admin/imports/{}", import.id)))
}

/// Stops it.
pub(super) async fn cancel(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, .. }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let import = find(&api, &staff, &id)?;
    import.course.cancel();
    // Whether it was in time is told by its page.
    let _ = tokio::time::timeout(PATIENCE, import.wait()).await;
    Ok(see_other(&format!("/admin/imports/{}", import.id)))
}
