//! Defining an audience, and defining it anew: who belongs to it is asked by the same rows that ask it of a rule.

use axum::{extract::State, response::Response};
use signpost_application::{
    authority::Action,
    commands::{Decided, Expectation, define_audience::define_audience},
};
use signpost_domain::{audience::Definition, identifier::AudienceName};

use super::{super::proposed, NEW, find, path, who};
use crate::{
    Shared,
    rest::schema::Faults as Found,
    website::{
        Faults, Page, Path, Posted, Section, Staff, Text, WebsiteError, done,
        draft::{ConditionDraft, Deed, Fields},
        field::Field,
        form_page::{Again, FormPage},
        texts::Texts,
    },
};

/// An audience as it was typed.
struct Typed {
    /// The one that is defined anew; `None` for a new one.
    audience: Option<AudienceName>,
    name: String,
    label: String,
    condition: ConditionDraft,
    version: String,
}

impl Typed {
    fn read(fields: &Fields, texts: &Texts, audience: Option<AudienceName>) -> Self {
        Self {
            audience,
            name: fields.text("name").to_owned(),
            label: fields.text("label").to_owned(),
            condition: ConditionDraft::read(fields, texts, "condition/", 1),
            version: fields.text("version").to_owned(),
        }
    }

    fn form(&self, staff: &Staff, again: Again) -> Result<Response, WebsiteError> {
        // Whoever may not is told at once, and not after filling it in.
        let may = staff.principal().must(Action::ChangeAudiences, None);
        may.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
        let mut page = Page::of(staff, Section::Audiences, "audience-new");
        let (action, back) = match &self.audience {
            None => (NEW.to_owned(), Section::Audiences.path().to_owned()),
            Some(name) => {
                page.title = page.t1("audience-change-this", "value", name);
                (format!("{}/change", path(name)), path(name))
            }
        };
        let mut form = FormPage::new(&page, staff, &action, &back, &again.faults)
            .growing()
            .hidden("version", &self.version)
            .wrong(again.wrong);
        if self.audience.is_none() {
            form = form.row(Field::line("name", page.t("unit-name"), &self.name).hint(page.t("unit-name.hint")));
        }
        form = form
            .row(Field::line("label", page.t("unit-label"), &self.label).hint(page.t("audience-label.hint")))
            .heading("audience-who")
            .html(self.condition.show(page.texts(), "condition/", &again.faults));
        if let Some(condition) = self.condition.condition("/condition", &mut Found::default()) {
            form = form.sentence(who(page.texts(), &condition));
        }
        Ok(form.reason().answer(again.status))
    }

    /// What it is to be, or what is wrong with it.
    fn definition(&self) -> Result<(AudienceName, Definition), Faults> {
        let mut found = Found::default();
        let name = match &self.audience {
            Some(name) => Some(name.clone()),
            None => found.parse("/name", &self.name),
        };
        let condition = self.condition.condition("/condition", &mut found);
        let faults = found.all();
        match (name, condition) {
            (Some(name), Some(condition)) if faults.is_empty() => Ok((
                name,
                Definition {
                    label: self.label.clone(),
                    condition,
                },
            )),
            _ => Err(Faults::from_iter(faults)),
        }
    }
}

/// Shows the form of a new one.
pub(super) async fn ask(staff: Staff) -> Result<Response, WebsiteError> {
    Typed::read(&Fields::default(), staff.texts(), None).form(&staff, Again::first())
}

/// Shows the form of one that there is, or was.
pub(super) async fn ask_change(
    State(api): State<Shared>,
    staff: Staff,
    Path(name): Path<String>,
) -> Result<Response, WebsiteError> {
    let audience = find(&api, &staff, &name).await?;
    let definition = audience.definition.as_ref();
    let typed = Typed {
        name: audience.name.to_string(),
        label: definition.map_or_else(String::new, |definition| definition.label.clone()),
        condition: definition.map_or_else(ConditionDraft::default, |definition| {
            ConditionDraft::of(&definition.condition)
        }),
        version: audience.version.to_string(),
        audience: Some(audience.name),
    };
    typed.form(&staff, Again::first())
}

/// Defines one.
pub(super) async fn define(State(api): State<Shared>, Posted { staff, form }: Posted<Fields>) -> Result<Response, WebsiteError> {
    put(
        &api,
        &staff,
        &form,
        &Typed::read(&form, staff.texts(), None),
        Expectation::New,
    )
    .await
}

/// Defines one anew.
pub(super) async fn redefine(
    State(api): State<Shared>,
    Path(name): Path<String>,
    Posted { staff, form }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let audience = find(&api, &staff, &name).await?;
    let typed = Typed::read(&form, staff.texts(), Some(audience.name));
    let expected = typed.version.parse().map_or(Expectation::Exists, Expectation::Version);
    put(&api, &staff, &form, &typed, expected).await
}

async fn put(
    api: &Shared,
    staff: &Staff,
    fields: &Fields,
    typed: &Typed,
    expected: Expectation,
) -> Result<Response, WebsiteError> {
    if Deed::of(fields) != Deed::Save {
        return typed.form(staff, Again::first());
    }
    let (name, definition) = match typed.definition() {
        Ok(read) => read,
        Err(faults) => return typed.form(staff, Again::faulty(faults)),
    };
    match define_audience(&api.application, &staff.caller, &name, expected, definition).await {
        Ok(Decided::Done((_, is_new))) => {
            let said = if is_new { "done-defined" } else { "done-redefined" };
            Ok(done(api, &path(&name), &Text::new(said)))
        }
        Ok(Decided::Proposed(proposal)) => Ok(proposed(api, &proposal)),
        Err(refusal) => typed.form(staff, Again::of(staff, refusal)?),
    }
}
