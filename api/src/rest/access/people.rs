use axum::{Json, extract::State, response::Response};
use signpost_application::{
    commands::{
        forget_person::forget_person as forget,
        open_account::{NewAccount, open_account_for},
    },
    queries::{
        people::people,
        tokens::{part, person},
    },
};
use signpost_domain::identifier::PrincipalId;

use super::super::{
    extract::{Acting, Body, Named, Nothing, Parameters, Reading, because, paging},
    problem::Problem,
    schema::{AccountBody, Faults, ForgetBody, ForgottenView, OpenedView, PageOf, Part, PersonView, read_grants},
};
use crate::Shared;

/// List people, whoever came first first
///
/// With their accounts and tokens, also those that count no more.
#[utoipa::path(
    get, path = "/people", tag = "access",
    params(Part),
    responses((status = 200, description = "People", body = PageOf<PersonView>)),
)]
pub(crate) async fn list_people(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Parameters(wanted): Parameters<Part>,
) -> Result<Json<PageOf<PersonView>>, Problem> {
    let paging = paging(wanted.limit.as_deref(), wanted.cursor)?;
    let everybody = people(&*api.identity.people, &*api.identity.names, &principal).await?;
    let page = part(everybody, &paging, |person| person.id.as_str())?;
    let (uses, now) = (api.identity.uses.all().await?, api.application.clock.now());
    let people = page.items.into_iter();
    Ok(Json(PageOf {
        items: people.map(|person| PersonView::of(person, &uses, now)).collect(),
        next: page.next,
    }))
}

/// Show a person
#[utoipa::path(
    get, path = "/people/{id}", tag = "access",
    params(("id" = String, Path, description = "Their id, or that of an account or token of theirs")),
    responses((status = 200, description = "As asked", body = PersonView)),
)]
pub(crate) async fn show_person(
    State(api): State<Shared>,
    Reading(principal): Reading,
    Named(id): Named<PrincipalId>,
    Parameters(Nothing {}): Parameters<Nothing>,
) -> Result<Json<PersonView>, Problem> {
    let person = person(&api.identity, &principal, &id).await?;
    let uses = api.identity.uses.all().await?;
    Ok(Json(PersonView::of(person, &uses, api.application.clock.now())))
}

/// Let somebody sign in
///
/// With a password that nobody chose, which is in this answer and nowhere else: hand it to them, and they change it. Accounts and
/// tokens of one name are one person's.
#[utoipa::path(
    post, path = "/people", tag = "access",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer, without the password"),
        ("reason" = Option<String>, Query, description = "Why, for the history"),
    ),
    request_body = AccountBody,
    responses(
        (status = 201, description = "They may sign in", body = OpenedView, headers(("Location" = String))),
        (status = 422, description = "Something in it is not valid", body = Problem),
    ),
)]
pub(crate) async fn open_account(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Body(body): Body<AccountBody>,
) -> Result<Response, Problem> {
    let caller = because(caller, body.reason)?;
    let mut faults = Faults::default();
    let login = faults.parse("/login", &body.login);
    let grants = read_grants(&body.grants, &mut faults);
    faults.check()?;
    let new = NewAccount {
        login: login.ok_or_else(|| Problem::fault("/login", "not understood"))?,
        name: body.name,
        grants,
    };
    let opened = open_account_for(&api.application, &api.identity, &caller, new).await?;
    super::opened(&api, &caller.principal, &opened.id, Some(opened.password)).await
}

/// Forget a person
///
/// Their name is removed for good, their tokens are revoked and their accounts closed. What they decided stays in the history, under
/// an id that nobody can tell any more who it was.
#[utoipa::path(
    post, path = "/people/{id}/forget", tag = "access",
    params(
        ("id" = String, Path, description = "Their id, or that of an account or token of theirs"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeat the request with the same key and get the first answer"),
        ("reason" = Option<String>, Query, description = "Why, for the history; name nobody here"),
    ),
    request_body = Option<ForgetBody>,
    responses((status = 200, description = "Forgotten", body = ForgottenView)),
)]
pub(crate) async fn forget_person(
    State(api): State<Shared>,
    Acting(caller): Acting,
    Named(id): Named<PrincipalId>,
    Body(body): Body<ForgetBody>,
) -> Result<Json<ForgottenView>, Problem> {
    let caller = because(caller, body.reason)?;
    let identity = &api.identity;
    let done = forget(&api.application, &*identity.people, &*identity.names, &caller, &id).await?;
    Ok(Json(done.into()))
}
