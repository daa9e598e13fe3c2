//! `/admin/batches/{id}/print`: how a batch is printed by whoever prints it and says nothing else.

use askama::Template;
use axum::{extract::State, response::Response};
use signpost_application::{
    authority::Action,
    commands::{Expectation, settle_print::settle_print},
    ports::Paging,
    queries::{
        designs::designs,
        settled::{Settled, settled},
    },
    refusal::Refusal,
};
use signpost_domain::{
    identifier::BatchId,
    print::{Format, Paper, Print},
    sheets::USUAL,
};

use super::table::Cell;
use crate::{
    Shared,
    rest::batches::asked::{Asked, lines},
    website::{
        Faults, Page, Path, Posted, Section, Staff, Text, WebsiteError, done,
        draft::Fields,
        field::Field,
        form_page::{Again, FormPage},
    },
};

/// Designs that are offered by name.
const MOST_DESIGNS: u32 = 500;
/// What stands for no design where a batch is printed in one; no design is called so.
pub(super) const PLAIN: &str = "-";
/// What stands for measures that a form does not ask for.
const MEASURED: &str = "measured";

/// The forms that ask for pictures and labels.
#[derive(Template)]
#[template(path = "website/lists/printing.html")]
pub(super) struct Printing<'a> {
    page: &'a Page,
    id: &'a str,
    pictures: Vec<Field>,
    labels: Vec<Field>,
}

impl<'a> Printing<'a> {
    /// Filled in as it was settled.
    pub(super) fn new(page: &'a Page, id: &'a str, settled: &Settled, designs: &[(String, String)]) -> Self {
        let print = settled.print();
        let mut labels = vec![design(page, &print, designs), sheet(page, &print), caption(page, &print)];
        labels.extend([
            Field::typed("start", page.t("print-start"), "1", "number").hint(page.t("print-start.hint")),
            cut_marks(page, &print),
            Field::tick("proof", page.t("print-proof"), false),
        ]);
        let mut pictures = vec![design(page, &print, designs), format(page, &print)];
        if settled.as_of.is_some() {
            for fields in [&mut labels, &mut pictures] {
                let choices = [("", "print-as-of-settled"), ("now", "print-as-of-now")];
                let choices = choices.map(|(value, key)| (value.to_owned(), page.t(key)));
                fields.push(Field::choice("as_of", page.t("print-as-of"), "", choices.into()));
            }
        }
        Self {
            page,
            id,
            pictures,
            labels,
        }
    }
}

/// What was settled, in words.
pub(super) fn facts(page: &Page, settled: &Settled) -> Cell {
    let Some(print) = &settled.batch.print else {
        return Cell::text(page.t("print-open"));
    };
    let mut facts = vec![match &print.design {
        Some(design) => format!("{}: {design}", page.t("print-design")),
        None => page.t("print-plain"),
    }];
    facts.extend(print.paper.as_ref().map(|paper| match paper {
        Paper::Usual(name) => format!("{}: {name}", page.t("print-sheet")),
        Paper::Measured(sheet) => format!("{}: {} × {}", page.t("print-sheet"), sheet.columns, sheet.rows),
    }));
    facts.extend(shown(print).map(|caption| format!("{}: {caption}", page.t("print-caption"))));
    facts.extend(
        print
            .format
            .map(|format| format!("{}: {}", page.t("print-format"), format.as_str().to_uppercase())),
    );
    facts.extend(
        print
            .names
            .as_ref()
            .map(|names| format!("{}: {names}", page.t("print-names"))),
    );
    Cell::Lines(facts)
}

/// The designs in use, with what they are called.
pub(super) async fn known(api: &Shared, staff: &Staff) -> Result<Vec<(String, String)>, Refusal> {
    let paging = Paging {
        limit: MOST_DESIGNS,
        cursor: None,
    };
    let found = designs(&api.application, staff.principal(), None, &paging).await?;
    let named = found.items.into_iter().map(|record| {
        let label = record.specification.map_or_else(String::new, |drawn| drawn.label);
        (record.name.to_string(), label)
    });
    Ok(named.collect())
}

pub(super) fn design(page: &Page, print: &Print, known: &[(String, String)]) -> Field {
    let mut choices = vec![(PLAIN.to_owned(), page.t("print-plain"))];
    let now = print.design.as_ref().map(ToString::to_string);
    // The version that it is printed in, beside the design as it is now.
    choices.extend(now.iter().map(|pin| (pin.clone(), pin.clone())));
    choices.extend(known.iter().cloned());
    Field::choice("design", page.t("print-design"), now.as_deref().unwrap_or(PLAIN), choices)
}

fn sheet(page: &Page, print: &Print) -> Field {
    let mut sheets: Vec<(String, String)> = USUAL
        .iter()
        .map(|usual| {
            let (columns, rows) = (usual.sheet.columns, usual.sheet.rows);
            (usual.name.to_owned(), format!("{} ({columns} × {rows})", usual.name))
        })
        .collect();
    let value = match &print.paper {
        Some(Paper::Usual(name)) => name.clone(),
        Some(Paper::Measured(sheet)) => {
            sheets.push((
                MEASURED.to_owned(),
                format!("{} × {}: {}", sheet.columns, sheet.rows, sheet.label),
            ));
            MEASURED.to_owned()
        }
        None => "avery-l7160".to_owned(),
    };
    Field::choice("sheet", page.t("print-sheet"), &value, sheets)
}

/// The lines of a caption as they are typed.
fn shown(print: &Print) -> Option<String> {
    let lines = print.caption.as_ref()?;
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    Some(lines.join("|"))
}

fn caption(page: &Page, print: &Print) -> Field {
    let places = "{id}, {number}, {label}, {unit}";
    let caption = shown(print).unwrap_or_default();
    Field::line("caption", page.t("print-caption"), &caption).hint(page.t1("print-caption.hint", "value", &places))
}

fn cut_marks(page: &Page, print: &Print) -> Field {
    Field::tick("cut_marks", page.t("print-cut-marks"), print.cut_marks.unwrap_or_default())
}

fn format(page: &Page, print: &Print) -> Field {
    let formats = Format::ALL.map(|format| (format.as_str().to_owned(), format.as_str().to_uppercase()));
    let format = print.format.unwrap_or(Format::Svg);
    Field::choice("format", page.t("print-format"), format.as_str(), formats.into())
}

/// What a choice of a form says, to whoever reads what parameters say.
pub(super) fn said(value: Option<String>) -> Option<String> {
    value.map(|value| if value == PLAIN { String::new() } else { value })
}

/// What is asked for when `sheet` is chosen: the measures that are settled have no name.
pub(super) fn named(sheet: Option<String>) -> Option<String> {
    sheet.filter(|name| name != MEASURED)
}

fn id_of(staff: &Staff, id: &str) -> Result<BatchId, WebsiteError> {
    id.parse().map_err(|_| WebsiteError::not_found(staff))
}

/// The form.
pub(super) async fn ask(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    let known = settled(&api.application, staff.principal(), &id).await.map_err(refused)?;
    form(&api, &staff, &id, &known.print(), Again::first()).await
}

async fn form(api: &Shared, staff: &Staff, id: &str, print: &Print, again: Again) -> Result<Response, WebsiteError> {
    let refused = |refusal| WebsiteError::refused(staff, refusal);
    // Whoever may not is told at once, and not after filling it in.
    staff.principal().must_somewhere(Action::ChangeCodes).map_err(refused)?;
    let designs = known(api, staff).await.map_err(refused)?;
    let mut page = Page::of(staff, Section::Batches, "print-settle");
    page.title = page.t1("batch-title", "value", &id);
    let (path, back) = (format!("/admin/batches/{id}/print"), format!("/admin/batches/{id}"));
    let names = print.names.as_ref().map(ToString::to_string).unwrap_or_default();
    Ok(FormPage::new(&page, staff, &path, &back, &again.faults)
        .lead(page.t("print-settle.lead"))
        .act(page.t("print-settle.act"))
        .wrong(again.wrong)
        .row(design(&page, print, &designs))
        .row(sheet(&page, print))
        .row(caption(&page, print))
        .row(cut_marks(&page, print))
        .row(format(&page, print))
        .row(Field::line("name", page.t("print-names"), &names).hint(page.t("print-names.hint")))
        .reason()
        .answer(again.status))
}

/// What was filled in; what the form does not ask for stays as it is settled.
fn read(fields: &Fields, before: &Print) -> Result<Print, Faults> {
    let filled = |name: &str| Some(fields.text(name).to_owned()).filter(|text| !text.is_empty());
    let asked = Asked {
        design: said(filled("design")),
        caption: filled("caption").as_deref().map(lines),
        sheet: named(filled("sheet")),
        cut_marks: Some(fields.is_ticked("cut_marks").to_string()),
        format: filled("format"),
        name: filled("name"),
        ..Asked::default()
    };
    let print = asked.read().map_err(|faults| faults.into_iter().collect::<Faults>())?;
    let rest = Print {
        caption: None,
        names: None,
        ..before.clone()
    };
    Ok(print.or(&rest))
}

/// Settles it.
pub(super) async fn settle(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let before = settled(&api.application, staff.principal(), &id).await;
    let before = before.map_err(|refusal| WebsiteError::refused(&staff, refusal))?.print();
    let print = match read(&fields, &before) {
        Ok(print) => print,
        Err(faults) => return form(&api, &staff, &id, &before, Again::faulty(faults)).await,
    };
    let batch = id_of(&staff, &id)?;
    match settle_print(&api.application, &staff.caller, &batch, Expectation::Any, &print).await {
        Ok(_) => Ok(done(&api, &format!("/admin/batches/{id}"), &Text::new("done-print"))),
        Err(refusal) => form(&api, &staff, &id, &print, Again::of(&staff, refusal)?).await,
    }
}
