//! `/admin/codes/{id}/rules`: who gets something else, as sentences that are put in order, and beside them who would get what.
//!
//! The whole form is sent with whatever button: each but the last shows it again, altered, so that it works without scripts. With
//! them it is sent at every change, and cards can be dragged.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use signpost_application::{
    commands::change_rules::change_rules,
    ports::{Paging, catalogue::AudienceRecord},
    queries::audiences::audiences,
};
use signpost_domain::rule::Rule;

use super::{
    Head, Tab, expected, head, page_of,
    try_as::{self, VisitDraft},
};
use crate::{
    Shared,
    rest::schema::Faults as Found,
    website::{
        Faults, Page, Path, Posted, Staff, WebsiteError,
        draft::{Deed, Fields, RulesDraft},
        field::Field,
        form_page::{Again, concluded},
        render,
        texts::Texts,
        words,
    },
};

/// Audiences that are offered by name.
const MOST_AUDIENCES: u32 = 1_000;

#[derive(Template)]
#[template(path = "website/codes/rules.html")]
struct RulesPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    head: &'a Head,
    version: &'a str,
    cards: Vec<Card>,
    otherwise: String,
    try_fields: Vec<Field>,
    /// `None` while the rules are not complete.
    tried: Option<try_as::Results>,
    reason: Field,
    wrong: Option<String>,
    faults: &'a Faults,
}

/// One rule.
struct Card {
    /// In words, while it can be read.
    sentence: Option<String>,
    audience: Field,
    /// Where it has a condition of its own.
    when: Option<String>,
    target: String,
    /// Whether it was just added or moved.
    has_focus: bool,
}

#[derive(Template)]
#[template(path = "website/codes/rules-read.html")]
struct ReadPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    head: &'a Head,
    rules: Vec<String>,
    otherwise: String,
    tried: try_as::Results,
}

/// What stands in the form.
struct Draft {
    rules: RulesDraft,
    visit: VisitDraft,
    version: String,
    touched: Option<usize>,
}

/// Shows the editor, or to those who may not change the code what the rules are.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let head = head(&api, &staff, &id, Tab::Rules).await?;
    if !head.may_change || head.standing == signpost_application::ports::catalogue::Standing::Retired {
        return read_only(&api, &staff, &head).await;
    }
    let draft = Draft {
        rules: RulesDraft::of(&head.record.code.configuration.rules, staff.texts()),
        visit: VisitDraft::default(),
        version: head.record.version.to_string(),
        touched: None,
    };
    editor(&api, &staff, &head, &draft, Again::first()).await
}

async fn read_only(api: &Shared, staff: &Staff, head: &Head) -> Result<Response, WebsiteError> {
    let page = page_of(staff, "code-title", &head.record.id);
    let configuration = &head.record.code.configuration;
    let template = ReadPage {
        rules: configuration
            .rules
            .iter()
            .map(|rule| words::rule(page.texts(), rule))
            .collect(),
        otherwise: words::target(page.texts(), configuration.target.as_ref()),
        tried: try_as::results(api, staff, head, None, None).await?,
        page: &page,
        staff,
        head,
    };
    Ok(render(StatusCode::OK, &page, &template))
}

async fn editor(api: &Shared, staff: &Staff, head: &Head, draft: &Draft, again: Again) -> Result<Response, WebsiteError> {
    let Again { status, faults, wrong } = again;
    let page = page_of(staff, "code-title", &head.record.id);
    let paging = Paging {
        limit: MOST_AUDIENCES,
        cursor: None,
    };
    let known = audiences(&api.application, staff.principal(), &paging).await;
    let known = known.map_err(|refusal| WebsiteError::refused(staff, refusal))?.items;
    let mut found = Found::default();
    let visit = draft.visit.visit(page.texts(), &mut found);
    let try_faults = Faults::from_iter(found.all());
    let rules = draft.rules.rules().ok();
    let tried = match &rules {
        Some(rules) => Some(try_as::results(api, staff, head, Some(rules), visit).await?),
        None => None,
    };
    let template = RulesPage {
        cards: cards(page.texts(), draft, rules.as_deref(), &known, &faults),
        otherwise: words::target(page.texts(), head.record.code.configuration.target.as_ref()),
        try_fields: draft.visit.fields(page.texts(), &try_faults),
        reason: Field::reason(staff),
        version: &draft.version,
        faults: &faults,
        page: &page,
        staff,
        head,
        tried,
        wrong,
    };
    Ok(render(status, &page, &template).into_response())
}

fn cards(texts: &Texts, draft: &Draft, rules: Option<&[Rule]>, known: &[AudienceRecord], faults: &Faults) -> Vec<Card> {
    let drafts = draft.rules.0.iter().enumerate();
    let card = drafts.map(|(place, rule)| {
        let at = format!("rules/{place}/");
        let mut choices = vec![(String::new(), texts.text("whom-own", &[]))];
        choices.extend(known.iter().filter_map(|audience| {
            let label = &audience.definition.as_ref()?.label;
            let name = audience.name.to_string();
            let said = texts.text("whom-audience", &[("name", if label.is_empty() { &name } else { label })]);
            Some((name, said))
        }));
        if !choices.iter().any(|(name, _)| *name == rule.audience) {
            choices.push((rule.audience.clone(), rule.audience.clone()));
        }
        let whom = texts.text("rule-whom", &[]);
        Card {
            sentence: rules.and_then(|rules| rules.get(place)).map(|rule| words::rule(texts, rule)),
            audience: Field::choice(&format!("{at}audience"), whom, &rule.audience, choices).with(faults, texts),
            when: rule
                .audience
                .is_empty()
                .then(|| rule.when.show(texts, &format!("{at}when/"), faults)),
            target: rule.target.show(texts, &format!("{at}target/"), faults, false),
            has_focus: draft.touched == Some(place),
        }
    });
    card.collect()
}

/// Does what a button of the editor says.
pub(super) async fn change(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let head = head(&api, &staff, &id, Tab::Rules).await?;
    let deed = Deed::of(&fields);
    let mut rules = RulesDraft::read(&fields, staff.texts());
    let touched = rules.alter(&fields, deed, staff.texts());
    let draft = Draft {
        visit: VisitDraft::read(&fields),
        version: fields.text("version").to_owned(),
        touched,
        rules,
    };
    if deed != Deed::Save {
        return editor(&api, &staff, &head, &draft, Again::first()).await;
    }
    let again = match draft.rules.rules() {
        Err(faults) => Again::faulty(Faults::from_iter(faults)),
        Ok(rules) => {
            let id = &head.record.id;
            match change_rules(&api.application, &staff.caller, id, expected(&draft.version), rules).await {
                Ok(decided) => return Ok(concluded(&api, &decided, &format!("/admin/codes/{id}"), "done-rules")),
                Err(refusal) => {
                    let again = Again::of(&staff, refusal)?;
                    Again {
                        faults: again.faults.below("rules"),
                        ..again
                    }
                }
            }
        }
    };
    editor(&api, &staff, &head, &draft, again).await
}
