//! `/admin/people`: who may sign in, and what everybody may do.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use signpost_application::{
    commands::{
        forget_person::forget_person,
        open_account::{NewAccount, open_account_for},
    },
    ports::{Paging, accounts::Login, people::TokenRecord},
    queries::{
        people::{Person, people},
        tokens::{held_by, part, person},
    },
};

use super::{
    accounts,
    asked::Asked,
    grants,
    held::Question,
    list::{Act, ListPage, ON_A_PAGE},
    secret::SecretPage,
    table::{Cell, Table},
    thing::ThingPage,
    tokens,
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

const NEW: &str = "/admin/person";

/// Which part of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    cursor: Option<String>,
}

/// Lists them.
pub(super) async fn list(State(api): State<Shared>, asked: Asked<Wanted>) -> Result<Response, WebsiteError> {
    let Asked { staff, wanted, .. } = asked;
    let refused = |refusal| WebsiteError::refused(&staff, refusal);
    let everybody = people(&*api.identity.people, &*api.identity.names, staff.principal()).await;
    let paging = Paging {
        limit: ON_A_PAGE,
        cursor: wanted.cursor,
    };
    let found = part(everybody.map_err(refused)?, &paging, |person| person.id.as_str()).map_err(refused)?;
    let page = Page::of(&staff, Section::People, "section-people");
    let now = api.application.clock.now();
    let row = |person: &Person| {
        let counting: Vec<&TokenRecord> = person.tokens.iter().filter(|held| held.counts(now)).collect();
        let accounts = counting.iter().filter(|held| held.signs_in);
        let roles = accounts.clone().flat_map(|held| grants::listed(page.texts(), &held.grants));
        let name = person.name.clone().unwrap_or_else(|| page.t("person-forgotten"));
        vec![
            Cell::link(format!("/admin/people/{}", person.id), name),
            Cell::text(page.t(if accounts.count() > 0 {
                "person-signs-in"
            } else {
                "person-does-not"
            })),
            Cell::Lines(roles.collect()),
            Cell::text(counting.iter().filter(|held| !held.signs_in).count().to_string()),
        ]
    };
    let heads = ["person-name", "person-account", "grants", "section-tokens"];
    let table = Table::new(&page, "section-people", &heads, "people-none").rows(found.items.iter().map(row));
    let next = found.next.map(|cursor| ("cursor", cursor));
    let list = ListPage::new(&page, &table)
        .lead("people-lead")
        .act_if(true, NEW, "person-new");
    Ok(list.parts("", paging.cursor.is_none(), next).answer())
}

/// The person that a path names.
async fn find(api: &Shared, staff: &Staff, id: &str) -> Result<Person, WebsiteError> {
    let id = id.parse().map_err(|_| WebsiteError::not_found(staff))?;
    let found = person(&api.identity, staff.principal(), &id).await;
    found.map_err(|refusal| WebsiteError::refused(staff, refusal))
}

fn page_of(staff: &Staff, key: &str, person: &Person) -> Page {
    let mut page = Page::of(staff, Section::People, "section-people");
    let name = person.name.clone().unwrap_or_else(|| page.t("person-forgotten"));
    page.title = page.t1(key, "value", &name);
    page
}

/// Shows one.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let failed = |error: signpost_application::ports::StoreError| WebsiteError::refused(&staff, error.into());
    let person = find(&api, &staff, &id).await?;
    let mut page = Page::of(&staff, Section::People, "section-people");
    page.title = person.name.clone().unwrap_or_else(|| page.t("person-forgotten"));
    let uses = api.identity.uses.all().await.map_err(failed)?;
    let person_path = format!("/admin/people/{}", person.id);
    let mut thing = ThingPage::new(&page)
        .fact(
            "person-name",
            Cell::text(person.name.clone().unwrap_or_else(|| page.t("person-forgotten"))),
        )
        .fact("known-as", Cell::Code(person.id.to_string()));
    if person.name.is_some() {
        thing = thing.act(Act::second(&page, format!("{person_path}/forget"), "person-forget"));
    }
    let (own, given): (Vec<_>, Vec<_>) = held_by(person, &uses).into_iter().partition(|held| held.record.signs_in);
    let accounts = accounts::table(&api, &page, &own).await.map_err(failed)?;
    let given = tokens::table(&page, &given, api.application.clock.now());
    Ok(thing
        .part("accounts", "person-accounts", accounts.html())
        .part("tokens", "section-tokens", given.html())
        .answer())
}

/// Shows the form of somebody new.
pub(super) async fn ask(State(api): State<Shared>, staff: Staff) -> Result<Response, WebsiteError> {
    form(&api, &staff, &Fields::default(), Again::first()).await
}

async fn form(api: &Shared, staff: &Staff, fields: &Fields, again: Again) -> Result<Response, WebsiteError> {
    // Whoever may not is told at once, and not after filling it in.
    let known = people(&*api.identity.people, &*api.identity.names, staff.principal()).await;
    known.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
    let page = Page::of(staff, Section::People, "person-new");
    let held = grants::read(fields).unwrap_or_default();
    Ok(FormPage::new(&page, staff, NEW, Section::People.path(), &again.faults)
        .lead(page.t("person-new.lead"))
        .act(page.t("person-new.act"))
        .wrong(again.wrong)
        .row(Field::line("name", page.t("person-name"), fields.text("name")).hint(page.t("person-name.hint")))
        .row(Field::line("login", page.t("login"), fields.text("login")).hint(page.t("person-login.hint")))
        .row(grants::field(api, staff, &held).await?)
        .reason()
        .answer(again.status))
}

/// Lets somebody sign in, and shows their first password once.
pub(super) async fn open(
    State(api): State<Shared>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let login = fields.text("login").parse::<Login>();
    let login = login.map_err(|error| Faults::one("login", error.to_string()));
    let (login, grants) = match login.and_then(|login| Ok((login, grants::read(&fields)?))) {
        Ok(read) => read,
        Err(faults) => return form(&api, &staff, &fields, Again::faulty(faults)).await,
    };
    let new = NewAccount {
        login,
        name: fields.text("name").to_owned(),
        grants,
    };
    match open_account_for(&api.application, &api.identity, &staff.caller, new).await {
        Ok(opened) => {
            let page = Page::of(&staff, Section::People, "password-secret");
            let path = format!("/admin/people/{}", opened.id);
            Ok(SecretPage::new(&page, "password-secret", &opened.password, &path).answer())
        }
        Err(refusal) => form(&api, &staff, &fields, Again::of(&staff, refusal)?).await,
    }
}

/// Asks whether somebody is to be forgotten.
pub(super) async fn ask_forget(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Response, WebsiteError> {
    let person = find(&api, &staff, &id).await?;
    let page = page_of(&staff, "person-forget-this", &person);
    let path = format!("/admin/people/{}", person.id);
    let question = Question {
        act: "forget",
        button: "person-forget",
        reason: Some(Field::reason(&staff).hint(page.t("person-forget-this.hint"))),
    };
    Ok(question.ask(&page, &staff, "person-forget-this", &path, &path))
}

/// Forgets them.
pub(super) async fn forget(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, .. }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let person = find(&api, &staff, &id).await?;
    let identity = &api.identity;
    let done_so = forget_person(
        &api.application,
        &*identity.people,
        &*identity.names,
        &staff.caller,
        &person.id,
    );
    done_so.await.map_err(|refusal| WebsiteError::refused(&staff, refusal))?;
    Ok(done(
        &api,
        &format!("/admin/people/{}", person.id),
        &Text::new("done-forgotten"),
    ))
}
