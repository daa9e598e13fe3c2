//! `/admin/units`: departments, where their codes may lead, and whether another person must approve that.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::{
    authority::Action,
    commands::{Decided, Expectation, put_unit::put_unit},
    ports::{Paging, catalogue::UnitRecord},
    queries::units::{unit, units},
};
use signpost_domain::{approval::Approval, identifier::UnitName, unit::HostPolicy, url::HostPattern};

use super::{
    asked::Asked,
    list::{Act, ListPage, ON_A_PAGE},
    proposed,
    table::{Cell, Table},
    thing::ThingPage,
};
use crate::{
    Shared,
    website::{
        Faults, Page, Path, Posted, Section, Staff, Text, WebsiteError, done,
        draft::Fields,
        field::Field,
        form_page::{Again, FormPage},
    },
};

const NEW: &str = "/admin/unit";

/// Which part of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    cursor: Option<String>,
}

fn hosts(page: &Page, unit: &UnitRecord) -> Vec<String> {
    match unit.policy.allowed_hosts() {
        None => vec![page.t("unit-every-host")],
        Some(hosts) => hosts.iter().map(|host| host.as_str().to_owned()).collect(),
    }
}

fn approval(page: &Page, unit: &UnitRecord) -> Cell {
    Cell::text(page.t(match unit.approval {
        Approval::Required => "unit-approval-required",
        Approval::NotNeeded => "unit-approval-not",
    }))
}

/// Lists them.
pub(super) async fn list(State(api): State<Shared>, asked: Asked<Wanted>) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, .. } = asked;
    let paging = Paging {
        limit: ON_A_PAGE,
        cursor: wanted.cursor,
    };
    let found = units(&api.application, staff.principal(), &paging).await;
    let found = found.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    let page = Page::of(&staff, Section::Units, "section-units");
    let row = |unit: &UnitRecord| {
        vec![
            Cell::link(format!("/admin/units/{}", unit.name), unit.label.clone()),
            Cell::Code(unit.name.to_string()),
            Cell::Lines(hosts(&page, unit)),
            approval(&page, unit),
        ]
    };
    let heads = ["unit-label", "unit-name", "unit-hosts", "unit-approval"];
    let table = Table::new(&page, "section-units", &heads, "units-none").rows(found.items.iter().map(row));
    let may = staff.principal().must_somewhere(Action::ChangeUnits).is_ok();
    let next = found.next.map(|cursor| ("cursor", cursor));
    let list = ListPage::new(&page, &table).lead("units-lead").act_if(may, NEW, "unit-new");
    Ok(list.parts("", paging.cursor.is_none(), next).answer())
}

/// The unit that a path names.
async fn find(api: &Shared, staff: &Staff, name: &str) -> Result<UnitRecord, WebsiteError> {
    let name: UnitName = name.parse().map_err(|_| WebsiteError::not_found(staff))?;
    let found = unit(&api.application, staff.principal(), &name).await;
    found.map_err(|refusal| WebsiteError::refused(staff, refusal))
}

/// Shows one.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(name): Path<String>) -> Result<Response, WebsiteError> {
    let unit = find(&api, &staff, &name).await?;
    let mut page = Page::of(&staff, Section::Units, "section-units");
    page.title.clone_from(&unit.label);
    let mut thing = ThingPage::new(&page)
        .fact("unit-name", Cell::Code(unit.name.to_string()))
        .fact("unit-hosts", Cell::Lines(hosts(&page, &unit)))
        .fact("unit-approval", approval(&page, &unit))
        .fact("last-changed", Cell::time(&page, unit.changed_at));
    if staff.principal().must_somewhere(Action::ChangeUnits).is_ok() {
        thing = thing.act(Act::new(&page, format!("/admin/units/{}/change", unit.name), "unit-change"));
    }
    thing = thing
        .act(Act::second(&page, format!("/admin/codes?unit={}", unit.name), "unit-codes"))
        .act(Act::second(
            &page,
            format!("/admin/decisions?unit={}", unit.name),
            "its-decisions",
        ));
    Ok(thing.answer())
}

/// A unit as it was typed.
struct Typed<'a> {
    /// What is changed; `None` for a new one.
    unit: Option<&'a str>,
    name: &'a str,
    label: &'a str,
    hosts: String,
    is_guarded: bool,
    version: String,
}

impl<'a> Typed<'a> {
    fn of(fields: &'a Fields, unit: Option<&'a str>) -> Self {
        Self {
            unit,
            name: unit.unwrap_or_else(|| fields.text("name")),
            label: fields.text("label"),
            hosts: fields.text("allowed_hosts").to_owned(),
            is_guarded: fields.is_ticked("approval"),
            version: fields.text("version").to_owned(),
        }
    }

    fn form(&self, staff: &Staff, again: Again) -> Result<Response, WebsiteError> {
        // Whoever may not is told at once, and not after filling it in.
        let may = staff.principal().must_somewhere(Action::ChangeUnits);
        may.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
        let mut page = Page::of(staff, Section::Units, "unit-new");
        let back = self
            .unit
            .map_or_else(|| Section::Units.path().to_owned(), |name| format!("/admin/units/{name}"));
        let action = self
            .unit
            .map_or_else(|| NEW.to_owned(), |name| format!("/admin/units/{name}/change"));
        if let Some(name) = self.unit {
            page.title = page.t1("unit-change-this", "value", &name);
        }
        let mut form = FormPage::new(&page, staff, &action, &back, &again.faults)
            .hidden("version", &self.version)
            .wrong(again.wrong);
        if self.unit.is_none() {
            form = form.row(Field::line("name", page.t("unit-name"), self.name).hint(page.t("unit-name.hint")));
        }
        Ok(form
            .row(Field::line("label", page.t("unit-label"), self.label).hint(page.t("unit-label.hint")))
            .row(Field::text("allowed_hosts", page.t("unit-hosts"), &self.hosts, 6).hint(page.t("unit-hosts.hint")))
            .row(Field::tick("approval", page.t("unit-approval.tick"), self.is_guarded).hint(page.t("unit-approval.hint")))
            .reason()
            .answer(again.status))
    }

    /// Where codes may lead, one host a line; nothing for every host.
    fn policy(&self) -> Result<HostPolicy, Faults> {
        let lines = self
            .hosts
            .split([',', ' ', '\n'])
            .map(str::trim)
            .filter(|line| !line.is_empty());
        let read = |line: &str| {
            let host = line.parse::<HostPattern>();
            host.map_err(|error| Faults::one("allowed_hosts", format!("{line}: {error}")))
        };
        let hosts: Vec<HostPattern> = lines.map(read).collect::<Result<_, _>>()?;
        Ok(if hosts.is_empty() {
            HostPolicy::ANY
        } else {
            HostPolicy::only(hosts)
        })
    }
}

/// Shows the form of a new one.
pub(super) async fn ask(staff: Staff) -> Result<Response, WebsiteError> {
    Typed::of(&Fields::default(), None).form(&staff, Again::first())
}

/// Shows the form of one that there is.
pub(super) async fn ask_change(
    State(api): State<Shared>,
    staff: Staff,
    Path(name): Path<String>,
) -> Result<Response, WebsiteError> {
    let unit = find(&api, &staff, &name).await?;
    let hosts = unit.policy.allowed_hosts().unwrap_or_default();
    let typed = Typed {
        unit: Some(unit.name.as_str()),
        name: unit.name.as_str(),
        label: &unit.label,
        hosts: hosts.iter().map(HostPattern::as_str).collect::<Vec<_>>().join("\n"),
        is_guarded: unit.approval == Approval::Required,
        version: unit.version.to_string(),
    };
    typed.form(&staff, Again::first())
}

/// Founds one.
pub(super) async fn found(State(api): State<Shared>, Posted { staff, form }: Posted<Fields>) -> Result<Response, WebsiteError> {
    put(&api, &staff, &Typed::of(&form, None), Expectation::New).await
}

/// Changes one.
pub(super) async fn change(
    State(api): State<Shared>,
    Path(name): Path<String>,
    Posted { staff, form }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let unit = find(&api, &staff, &name).await?;
    let typed = Typed::of(&form, Some(unit.name.as_str()));
    let expected = typed.version.parse().map_or(Expectation::Exists, Expectation::Version);
    put(&api, &staff, &typed, expected).await
}

async fn put(api: &Shared, staff: &Staff, typed: &Typed<'_>, expected: Expectation) -> Result<Response, WebsiteError> {
    let name = typed.name.parse::<UnitName>();
    let name = name.map_err(|error| Faults::one("name", error.to_string()));
    let (name, policy) = match name.and_then(|name| Ok((name, typed.policy()?))) {
        Ok(read) => read,
        Err(faults) => return typed.form(staff, Again::faulty(faults)),
    };
    let approval = if typed.is_guarded {
        Approval::Required
    } else {
        Approval::NotNeeded
    };
    let label = typed.label.to_owned();
    let put = put_unit(
        &api.application,
        &staff.caller,
        &name,
        expected,
        label,
        policy,
        Some(approval),
    );
    match put.await {
        Ok(Decided::Done((_, is_new))) => {
            let said = if is_new { "done-founded" } else { "done-unit" };
            Ok(done(api, &format!("/admin/units/{name}"), &Text::new(said)))
        }
        Ok(Decided::Proposed(proposal)) => Ok(proposed(api, &proposal)),
        Err(refusal) => typed.form(staff, Again::of(staff, refusal)?),
    }
}
