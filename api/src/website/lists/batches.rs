//! `/admin/batches`: series of codes, minted together for print.

use std::{fmt::Display, str::FromStr};

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::{
    authority::Action,
    commands::mint_batch::{MOST_CODES, Order, mint_batch},
    ports::{
        Paging,
        catalogue::{BatchRecord, Standing},
    },
    queries::{
        batches::{batch, batches},
        settled::settled,
        units::units,
    },
    refusal::{Fault, Refusal},
};
use signpost_domain::{identifier::UnitName, print::Print};

use super::{
    asked::Asked,
    decisions::reading,
    list::{Act, ListPage, ON_A_PAGE},
    print::{self, PLAIN, Printing},
    table::{Cell, Table},
    thing::ThingPage,
};
use crate::{
    Shared,
    rest::{
        Problem,
        batches::{
            codes::batch_codes,
            images::{Pictures, batch_images},
            labels::{Paper, batch_labels},
        },
        extract::{Named, Nothing, Parameters},
    },
    website::{
        Faults, Page, Path, Posted, Section, Staff, Text, WebsiteError, done,
        draft::Fields,
        field::Field,
        form_page::{Again, FormPage},
    },
};

const NEW: &str = "/admin/batch";
/// Codes that are waited for until they show.
const WAITED_FOR: u32 = 1_000;
/// Units that are offered by name.
const MOST_UNITS: u32 = 500;

/// Which part of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    cursor: Option<String>,
}

/// How many codes of a batch have which status, in words.
fn standings(page: &Page, batch: &BatchRecord) -> Vec<String> {
    let counts = Standing::ALL.into_iter().zip(batch.codes).filter(|(_, count)| *count > 0);
    counts
        .map(|(standing, count)| format!("{count} {}", page.t(standing_key(standing))))
        .collect()
}

fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "batch-active",
        Standing::Unassigned => "batch-unassigned",
        Standing::Suspended => "batch-suspended",
        Standing::Retired => "batch-retired",
    }
}

/// Lists them.
pub(super) async fn list(State(api): State<Shared>, asked: Asked<Wanted>) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, .. } = asked;
    let paging = Paging {
        limit: ON_A_PAGE,
        cursor: wanted.cursor,
    };
    let found = batches(&api.application, staff.principal(), &paging).await;
    let found = found.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    let page = Page::of(&staff, Section::Batches, "section-batches");
    let row = |batch: &BatchRecord| {
        vec![
            Cell::CodeLink {
                path: format!("/admin/batches/{}", batch.id),
                text: batch.id.clone(),
            },
            Cell::text(batch.codes.iter().sum::<u64>().to_string()),
            Cell::Lines(standings(&page, batch)),
            Cell::time(&page, batch.minted_at),
        ]
    };
    let heads = ["batch-id", "batch-count", "batch-standing", "batch-minted"];
    let table = Table::new(&page, "section-batches", &heads, "batches-none").rows(found.items.iter().map(row));
    let may = staff.principal().must_somewhere(Action::ChangeCodes).is_ok();
    let next = found.next.map(|cursor| ("cursor", cursor));
    let list = ListPage::new(&page, &table)
        .lead("batches-lead")
        .act_if(may, NEW, "batch-new");
    Ok(list.parts("", paging.cursor.is_none(), next).answer())
}

/// How many codes it will have, when it does not show yet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expected {
    count: Option<String>,
}

/// Shows one; while not all of it shows, how far it is.
pub(super) async fn show(
    State(api): State<Shared>,
    Path(id): Path<String>,
    asked: Asked<Expected>,
) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, query } = asked;
    let expected: Option<u64> = wanted.count.as_deref().and_then(|count| count.parse().ok());
    let expected = expected.filter(|count| *count <= u64::from(MOST_CODES));
    let mut page = Page::of(&staff, Section::Batches, "section-batches");
    page.title = page.t1("batch-title", "value", &id);
    let found = batch(&api.application, staff.principal(), &id).await;
    let (record, shown) = match (found, expected) {
        (Ok(record), _) => {
            let shown: u64 = record.codes.iter().sum();
            (Some(record), shown)
        }
        // Minted a moment ago, and not in the lists yet.
        (Err(Refusal::NotFound { .. }), Some(_)) => (None, 0),
        (Err(refusal), _) => return Err(WebsiteError::refused(&staff, refusal)),
    };
    let mut thing = ThingPage::new(&page).fact("batch-id", Cell::Code(id.clone()));
    if let Some(expected) = expected.filter(|expected| shown < *expected) {
        let far = page.t2("work-shown", ("value", &shown), ("name", &expected));
        thing = thing
            .lead(page.t("batch-underway"))
            .fact("batch-progress", Cell::text(far))
            .again(Some(format!("/admin/batches/{id}?{query}")));
    }
    let Some(record) = record else {
        return Ok(thing.answer());
    };
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    let settled = settled(&api.application, staff.principal(), &id).await.map_err(refused)?;
    let designs = print::known(&api, &staff).await.map_err(refused)?;
    let printing = Printing::new(&page, &id, &settled, &designs);
    if staff.principal().must_somewhere(Action::ChangeCodes).is_ok() {
        thing = thing.act(Act::second(&page, format!("/admin/batches/{id}/print"), "print-settle"));
    }
    Ok(thing
        .fact("batch-count", Cell::text(shown.to_string()))
        .fact("batch-standing", Cell::Lines(standings(&page, &record)))
        .fact("batch-minted", Cell::time(&page, record.minted_at))
        .fact("print-settled", print::facts(&page, &settled))
        .act(Act::second(&page, format!("/admin/codes?batch={id}"), "batch-codes"))
        .act(Act::second(&page, format!("/admin/batches/{id}/codes.csv"), "batch-csv"))
        .part("print", "batch-print", printing.render().unwrap_or_default())
        .answer())
}

/// The form of a new one.
pub(super) async fn ask(State(api): State<Shared>, staff: Staff) -> Result<Response, WebsiteError> {
    form(&api, &staff, &Fields::default(), Again::first()).await
}

async fn form(api: &Shared, staff: &Staff, fields: &Fields, again: Again) -> Result<Response, WebsiteError> {
    let refused = |refusal| WebsiteError::refused(staff, refusal);
    // Whoever may not is told at once, and not after filling it in.
    staff.principal().must_somewhere(Action::ChangeCodes).map_err(refused)?;
    let paging = Paging {
        limit: MOST_UNITS,
        cursor: None,
    };
    let known = units(&api.application, staff.principal(), &paging)
        .await
        .map_err(refused)?
        .items;
    let page = Page::of(staff, Section::Batches, "batch-new");
    let designs = print::known(api, staff).await.map_err(refused)?;
    // Whoever may mint for some units alone chooses among these.
    let may = |unit: Option<&UnitName>| staff.principal().must(Action::ChangeCodes, unit).is_ok();
    let none = may(None).then(|| (String::new(), page.t("batch-no-unit")));
    let known = known.into_iter().filter(|unit| may(Some(&unit.name)));
    let names = none.into_iter().chain(known.map(|unit| (unit.name.to_string(), unit.label)));
    let text = |name: &str| fields.text(name);
    Ok(FormPage::new(&page, staff, NEW, Section::Batches.path(), &again.faults)
        .lead(page.t("batch-new.lead"))
        .act(page.t("batch-new.act"))
        .wrong(again.wrong)
        .row(Field::typed("count", page.t("batch-count"), text("count"), "number").hint(page.t("batch-count.hint")))
        .row(Field::typed("first", page.t("batch-first"), text("first"), "number").hint(page.t("batch-first.hint")))
        .row(Field::choice(
            "unit",
            page.t("batch-unit"),
            fields.given("unit").unwrap_or(staff.own_unit()),
            names.collect(),
        ))
        .row(Field::line("label", page.t("batch-label"), text("label")).hint(page.t1(
            "batch-label.hint",
            "value",
            &"{number}, {id}, {unit}",
        )))
        .row(Field::line("tags", page.t("batch-tags"), text("tags")).hint(page.t("batch-tags.hint")))
        .row(
            Field::line("target/url", page.t("batch-target"), text("target/url")).hint(page.t1(
                "batch-target.hint",
                "value",
                &"https://example.org/{number}",
            )),
        )
        .row(Field::tick(
            "forward_query",
            page.t("batch-forward"),
            fields.is_ticked("forward_query"),
        ))
        .row(print::design(&page, &Print::default(), &designs).valued(fields.given("design").unwrap_or(PLAIN)))
        .reason()
        .answer(again.status))
}

/// One field, where it was filled in.
fn one<T: FromStr<Err: Display>>(name: &str, text: &str, faults: &mut Vec<Fault>) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    let read = text.parse();
    read.map_err(|error: T::Err| faults.push(Fault::new(name, error.to_string())))
        .ok()
}

fn number<T: FromStr>(name: &str, text: &str, faults: &mut Vec<Fault>) -> Option<T> {
    let read = text.trim().parse().ok();
    if read.is_none() && !text.is_empty() {
        faults.push(Fault::new(name, "give a whole number"));
    }
    read
}

/// What was typed as an order, or everything that is wrong with it.
fn read(fields: &Fields) -> Result<Order, Faults> {
    let mut faults = vec![];
    let count = number("count", fields.text("count"), &mut faults);
    let first = number("first", fields.text("first"), &mut faults);
    let unit = one("unit", fields.text("unit"), &mut faults);
    let label = one("label", fields.text("label"), &mut faults);
    let tags = fields.text("tags").split([',', ' ']).filter(|tag| !tag.is_empty());
    let tags = tags.filter_map(|tag| one("tags", tag, &mut faults)).collect();
    let target = one("target/url", fields.text("target/url"), &mut faults);
    let design = Some(fields.text("design")).filter(|design| *design != PLAIN);
    let design = design.and_then(|design| one("design", design, &mut faults));
    if !faults.is_empty() {
        return Err(faults.into_iter().collect());
    }
    Ok(Order {
        // Of none, the use case says how many there can be.
        count: count.unwrap_or(0),
        first: first.unwrap_or(1),
        unit,
        label,
        tags,
        target,
        forward_query: fields.is_ticked("forward_query"),
        print: design.map(|design| Print {
            design: Some(design),
            ..Print::default()
        }),
    })
}

/// Mints it.
pub(super) async fn mint(
    State(api): State<Shared>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let order = match read(&fields) {
        Ok(order) => order,
        Err(faults) => return form(&api, &staff, &fields, Again::faulty(faults)).await,
    };
    // Large ones are minted when this returns, and their page tells how far they show.
    match mint_batch(&api.application, &staff.caller, &order, order.count <= WAITED_FOR).await {
        Ok(minted) => {
            let (id, count) = (&minted.record.id, order.count);
            let path = if minted.shown {
                format!("/admin/batches/{id}")
            } else {
                format!("/admin/batches/{id}?count={count}")
            };
            Ok(done(&api, &path, &Text::with("done-batch", &count)))
        }
        Err(refusal) => form(&api, &staff, &fields, Again::of(&staff, refusal)?).await,
    }
}

/// A file of a batch, as the REST API makes it.
fn file(staff: &Staff, made: Result<Response, Problem>) -> Result<Response, WebsiteError> {
    made.map_err(|problem| WebsiteError::problem(staff, problem))
}

/// Its codes as a table.
pub(super) async fn codes(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let name = format!("attachment; filename=\"{id}.csv\"");
    let made = batch_codes(State(api), reading(&staff), Named(id), Parameters(Nothing {})).await;
    let name = header::HeaderValue::from_str(&name).map_err(|_| WebsiteError::not_found(&staff))?;
    Ok((StatusCode::OK, [(header::CONTENT_DISPOSITION, name)], file(&staff, made)?).into_response())
}

/// Pictures of its codes.
pub(super) async fn images(
    State(api): State<Shared>,
    Path(id): Path<String>,
    asked: Asked<Pictures>,
) -> Result<Response, WebsiteError> {
    let mut wanted = asked.wanted;
    wanted.design = print::said(wanted.design);
    let made = batch_images(State(api), reading(&asked.staff), Named(id), Parameters(wanted)).await;
    file(&asked.staff, made)
}

/// Sheets of labels.
pub(super) async fn sheets(
    State(api): State<Shared>,
    Path(id): Path<String>,
    asked: Asked<Paper>,
) -> Result<Response, WebsiteError> {
    let mut wanted = asked.wanted;
    wanted.design = print::said(wanted.design);
    wanted.sheet = print::named(wanted.sheet);
    // A box that is not ticked says so, whatever was settled.
    wanted.cut_marks.get_or_insert_with(|| false.to_string());
    let made = batch_labels(State(api), reading(&asked.staff), Named(id), Parameters(wanted)).await;
    file(&asked.staff, made)
}
