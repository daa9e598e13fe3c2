//! `/admin/code`: one code, with or without anything that is known of it.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use signpost_application::{authority::Action, commands::mint_code::mint_code};
use signpost_domain::code::Minting;

use super::describe::Description;
use crate::{
    Shared,
    rest::schema::Faults as Found,
    website::{
        Faults, Page, Posted, Section, Staff, Text, WebsiteError, done,
        draft::{Fields, TargetDraft},
        field::Field,
        form_page::{Again, FormPage},
    },
};

const PATH: &str = "/admin/code";

/// Shows the form.
pub(super) async fn show(staff: Staff) -> Result<Response, WebsiteError> {
    // Whoever may not is told at once, and not after filling it in.
    let may = staff.principal().must_somewhere(Action::ChangeCodes);
    may.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    let draft = TargetDraft::redirect(staff.texts());
    Ok(form(&staff, &Fields::default(), &draft, &Again::first()))
}

fn form(staff: &Staff, fields: &Fields, draft: &TargetDraft, again: &Again) -> Response {
    let page = Page::of(staff, Section::Codes, "mint");
    let description = Description::read(fields);
    let mut form = FormPage::new(&page, staff, PATH, "/admin/codes", &again.faults)
        .lead(page.t("mint.lead"))
        .act(page.t("mint.act"))
        .growing()
        .row(Field::line("id", page.t("field-code"), fields.text("id")).hint(page.t("mint-id.hint")))
        .row(
            Field::line("unit", page.t("field-unit"), fields.given("unit").unwrap_or(staff.own_unit()))
                .hint(page.t("mint-unit.hint")),
        );
    for field in description.fields(page.texts()) {
        form = form.row(field);
    }
    form.html(draft.show(page.texts(), "target/", &again.faults, true))
        .reason()
        .answer(again.status)
}

/// Mints it.
pub(super) async fn mint(
    State(api): State<Shared>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let draft = TargetDraft::read(&fields, "target/", staff.texts());
    if fields.text("act") != "save" {
        return Ok(form(&staff, &fields, &draft, &Again::first()));
    }
    let mut found = Found::default();
    let given = |name: &str| Some(fields.text(name)).filter(|text| !text.is_empty()).map(str::to_owned);
    let (id, unit) = (given("id"), given("unit"));
    let id = id.map(|id| found.parse("/id", &id));
    let unit = unit.map(|unit| found.parse("/unit", &unit));
    let description = Description::read(&fields).parse(&mut found);
    // Everything may be left open, so an address as well.
    let target = if draft.is_none() || draft.is_blank() {
        Some(None)
    } else {
        draft.target("/target", &mut found).map(Some)
    };
    let faults = found.all();
    let (Some(description), Some(target), true) = (description, target, faults.is_empty()) else {
        return Ok(form(&staff, &fields, &draft, &Again::faulty(Faults::from_iter(faults))));
    };
    let minting = Minting {
        unit: unit.flatten(),
        label: description.label,
        tags: description.tags,
        asset: description.asset,
        target,
        ..Minting::default()
    };
    match mint_code(&api.application, &staff.caller, id.flatten(), minting).await {
        Ok(record) => Ok(done(
            &api,
            &format!("/admin/codes/{}", record.id),
            &Text::with("done-minted", &record.id),
        )
        .into_response()),
        Err(refusal) => Ok(form(&staff, &fields, &draft, &Again::of(&staff, refusal)?)),
    }
}
