//! `/admin/work`: what takes long, is under way or was done of late, to be left and found again.

use axum::{extract::State, response::Response};
use signpost_application::{
    ports::{Paging, StoreError, catalogue::BatchRecord},
    progress::{Follows, Leader, Standing},
    queries::batches::batches,
};

use super::{
    super::{downloads::Course, imports},
    called, changes,
    list::ListPage,
    names,
    table::{Cell, Table},
};
use crate::{
    Shared,
    website::{Page, Section, Staff, WebsiteError, words},
};

/// Changes that are shown.
const CHANGES: u32 = 10;
/// Batches that are looked through for those minted of late.
const BATCHES: u32 = 1_000;
/// Batches that are shown.
const LATE: usize = 10;

/// Shows it: what is decided and does not show everywhere yet, then changes, batches, imports and downloads of late.
pub(super) async fn show(State(api): State<Shared>, staff: Staff) -> Result<Response, WebsiteError> {
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    let (changed, _) = changes::last(&api, &staff, None, CHANGES).await?;
    let paging = Paging {
        limit: BATCHES,
        cursor: None,
    };
    let minted = batches(&api.application, staff.principal(), &paging).await.map_err(refused)?;
    let names = names(&api, &staff).await?;
    let page = Page::of(&staff, Section::Work, "section-work");
    let mut lines = vec![];
    for change in &changed {
        lines.push((
            change.at,
            vec![
                Cell::link(
                    format!("/admin/changes/{}", change.id),
                    words::deed_in_a_line(page.texts(), &change.making.deed),
                ),
                changes::progress(&page, change),
                Cell::time(&page, change.at),
                Cell::text(called(&page, &names, &change.actor.to_string())),
            ],
        ));
    }
    let mut minted: Vec<BatchRecord> = minted.items;
    minted.sort_by_key(|batch| std::cmp::Reverse(batch.minted_at));
    for batch in minted.iter().take(LATE) {
        let count = batch.codes.iter().sum::<u64>();
        lines.push((
            batch.minted_at,
            vec![
                Cell::link(format!("/admin/batches/{}", batch.id), page.t1("work-batch", "value", &count)),
                Cell::Standing {
                    kind: "good",
                    text: page.t("work-done"),
                },
                Cell::time(&page, batch.minted_at),
                Cell::text(""),
            ],
        ));
    }
    for import in api.imports.of(&staff.principal().id) {
        lines.push((
            import.at,
            vec![
                Cell::link(
                    format!("/admin/imports/{}", import.id),
                    page.t1("work-import", "value", &imports::title(&page, &import)),
                ),
                imports::standing(&page, &import),
                Cell::time(&page, import.at),
                Cell::text(staff.name.clone()),
            ],
        ));
    }
    for download in api.website.downloads.of(&staff.principal().id) {
        let what = page.t1("work-download", "value", &download.file);
        lines.push((
            download.at,
            vec![
                Cell::link(download.path.clone(), what),
                sent(&page, download.course()),
                Cell::time(&page, download.at),
                Cell::text(staff.name.clone()),
            ],
        ));
    }
    lines.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let rows = underway(&api, &page).await.map_err(|error| refused(error.into()))?;
    let rows = rows.into_iter().chain(lines.into_iter().map(|(_, row)| row));
    let heads = ["work-what", "work-progress", "decision-at", "decision-who"];
    let table = Table::new(&page, "section-work", &heads, "work-none").rows(rows);
    Ok(ListPage::new(&page, &table)
        .lead("work-lead")
        .again(Section::Work.path())
        .answer())
}

/// How far a download is.
fn sent(page: &Page, course: Course) -> Cell {
    let (kind, key, bytes) = match course {
        Course::UnderWay(bytes) => ("waits", "work-sent", bytes),
        Course::Done(bytes) => ("good", "work-sent-all", bytes),
        Course::BrokenOff(bytes) => ("bad", "work-sent-part", bytes),
    };
    // In megabytes, as file managers have them.
    let text = page.t1(
        key,
        "value",
        &format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    );
    Cell::Standing { kind, text }
}

/// What is decided and does not show yet, by the list that is furthest behind, whichever node builds it.
async fn underway(api: &Shared, page: &Page) -> Result<Vec<Vec<Cell>>, StoreError> {
    let head = api.application.decisions.head().await?;
    let standings = api.application.progress.standings();
    let behind = standings
        .iter()
        .filter(|(_, standing)| standing.follows == Follows::Decisions && standing.position < head)
        .min_by_key(|(_, standing)| standing.position);
    let Some((name, Standing { position, leader, .. })) = behind else {
        return Ok(vec![]);
    };
    let left = head.0 - position.0;
    let whose = match leader {
        Leader::Here => page.t("work-here"),
        Leader::Elsewhere(node) => page.t1("work-elsewhere", "value", node),
        Leader::Nobody => page.t("work-nobody"),
    };
    // What a newer node on the same database builds has no name here.
    let name = page
        .texts()
        .find(&format!("work-list-{name}"), &[])
        .unwrap_or_else(|| (*name).to_owned());
    let far = page.t2("work-shown", ("value", position), ("name", &head));
    Ok(vec![vec![
        Cell::text(page.t2("work-behind", ("name", &name), ("value", &left))),
        Cell::Standing {
            kind: "waits",
            text: far,
        },
        Cell::text(""),
        Cell::text(whose),
    ]])
}
