//! “Try as”: what some usual visitors, and one who is imagined, would get of a code, and why.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use signpost_application::queries::explain::{Explanation, ImaginedVisit, Tried, try_rules};
use signpost_domain::{
    access::{Grant, Role},
    condition::{Condition, Finding},
    identifier::AudienceName,
    language::Language,
    rule::{Rule, Whom},
    scan::Cause,
    visit::{Platform, Visitor},
};

use super::{Head, Tab, head, page_of};
use crate::{
    Shared,
    rest::schema::Faults as Found,
    website::{Faults, Page, Path, Query, Staff, WebsiteError, draft::Fields, field::Field, render, texts::Texts, words},
};

/// Visitors who are tried always: their language and device.
const USUAL: [(&str, Platform); 3] = [("nl", Platform::Ios), ("fr", Platform::Android), ("en", Platform::Desktop)];
/// Visitors who are tried, at most.
const MOST: usize = 8;

/// A visit as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct VisitDraft {
    language: String,
    platform: String,
    at: String,
    network: String,
    query: String,
    is_signed_in: bool,
    /// In which role, and of which unit: who is signed in, then.
    role: String,
    unit: String,
    /// Whether anything was typed at all.
    is_given: bool,
}

impl VisitDraft {
    pub(super) fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(&format!("try/{name}")).to_owned();
        let draft = Self {
            language: text("language"),
            platform: text("platform"),
            at: text("at"),
            network: text("network"),
            query: text("query"),
            is_signed_in: fields.is_ticked("try/signed_in"),
            role: text("role"),
            unit: text("unit"),
            is_given: false,
        };
        let typed = [
            &draft.language,
            &draft.platform,
            &draft.at,
            &draft.network,
            &draft.query,
            &draft.role,
            &draft.unit,
        ];
        Self {
            is_given: draft.is_signed_in || typed.iter().any(|text| !text.is_empty()),
            ..draft
        }
    }

    pub(super) fn fields(&self, texts: &Texts, faults: &Faults) -> Vec<Field> {
        let t = |key: &str| texts.text(key, &[]);
        let mut platforms = vec![(String::new(), t("try-any"))];
        platforms.extend(Platform::ALL.map(|platform| (platform.as_str().to_owned(), words::platform(texts, platform))));
        let mut roles = vec![(String::new(), t("try-any"))];
        roles.extend(Role::ALL.map(|role| (role.to_string(), t(&format!("role-{role}")))));
        let fields = [
            Field::line("try/language", t("try-language"), &self.language).suggests("languages"),
            Field::choice("try/platform", t("try-platform"), &self.platform, platforms),
            Field::typed("try/at", t("try-at"), &self.at, "datetime-local").hint(texts.by_which_clock()),
            Field::line("try/network", t("try-network"), &self.network),
            Field::line("try/query", t("try-query"), &self.query).hint(t("try-query.hint")),
            Field::tick("try/signed_in", t("try-signed-in"), self.is_signed_in),
            Field::choice("try/role", t("condition-signed_in.role"), &self.role, roles),
            Field::line("try/unit", t("field-unit"), &self.unit).hint(t("try-unit.hint")),
        ];
        fields.map(|field| field.with(faults, texts)).into()
    }

    /// The visit, where one was typed.
    pub(super) fn visit(&self, texts: &Texts, found: &mut Found) -> Option<ImaginedVisit> {
        if !self.is_given {
            return None;
        }
        let languages = self.language.split(',').map(str::trim).filter(|tag| !tag.is_empty());
        let languages: Vec<Option<Language>> = languages.map(|tag| found.parse("/try/language", tag)).collect();
        let platform = Platform::ALL.into_iter().find(|platform| platform.as_str() == self.platform);
        let time = match (self.at.as_str(), texts.clock.read(&self.at)) {
            ("", _) => Some(None),
            (_, Some(at)) => Some(Some(at)),
            (typed, None) => found.time("/try/at", typed).map(Some),
        };
        let network = match self.network.as_str() {
            "" => Some(None),
            address => found.parse("/try/network", address).map(Some),
        };
        let query = url::form_urlencoded::parse(self.query.trim_start_matches('?').as_bytes());
        Some(ImaginedVisit {
            at: time?,
            languages: languages.into_iter().collect::<Option<_>>()?,
            platform: platform.unwrap_or(Platform::Other),
            network: network?,
            query: query.into_owned().collect(),
            staff: self.staff(found).ok()?,
            ..nobody()
        })
    }
}

/// Something that was typed and cannot be read; what is wrong with it is noted.
struct Unreadable;

impl VisitDraft {
    /// What somebody who is signed in may do; `None` where nobody is.
    fn staff(&self, found: &mut Found) -> Result<Option<Vec<Grant>>, Unreadable> {
        let unit = match self.unit.as_str() {
            "" => None,
            unit => Some(found.parse("/try/unit", unit).ok_or(Unreadable)?),
        };
        let role = Role::ALL.into_iter().find(|role| role.to_string() == self.role);
        match (role, unit) {
            (Some(role), unit) => Ok(Some(vec![Grant { role, unit }])),
            (None, None) => Ok(self.is_signed_in.then(Vec::new)),
            (None, Some(_)) => {
                found.add("/try/role", "give a role as well");
                Err(Unreadable)
            }
        }
    }
}

/// A visit of which nothing is known.
fn nobody() -> ImaginedVisit {
    ImaginedVisit {
        at: None,
        languages: vec![],
        platform: Platform::Other,
        network: None,
        query: BTreeMap::new(),
        headers: BTreeMap::new(),
        staff: None,
        country: None,
        visitor: Visitor(0),
    }
}

/// The usual visitors, and one for each language more that the rules speak of.
fn usual(rules: &[Rule]) -> Vec<ImaginedVisit> {
    let mut kinds: Vec<(Language, Platform)> = vec![];
    for (tag, platform) in USUAL {
        kinds.extend(tag.parse().ok().map(|language| (language, platform)));
    }
    for rule in rules {
        if let Whom::When(condition) = &rule.whom {
            for language in languages(condition) {
                if !kinds.iter().any(|(known, _)| *known == language) {
                    kinds.push((language, Platform::Android));
                }
            }
        }
    }
    kinds.truncate(MOST - 1);
    let visits = kinds.into_iter().map(|(language, platform)| ImaginedVisit {
        languages: vec![language],
        platform,
        ..nobody()
    });
    let member_of_staff = ImaginedVisit {
        staff: Some(vec![]),
        platform: Platform::Desktop,
        ..nobody()
    };
    visits.chain([member_of_staff]).collect()
}

fn languages(condition: &Condition) -> Vec<Language> {
    match condition {
        Condition::Language(languages) => languages.clone(),
        other => other.parts().iter().flat_map(languages).collect(),
    }
}

/// What came of trying.
pub(super) struct Results {
    pub(super) lines: Vec<Line>,
    /// Rule by rule, of the visitor who was imagined.
    pub(super) reasons: Vec<Reasons>,
}

/// One visitor in a line.
pub(super) struct Line {
    pub(super) who: String,
    pub(super) gets: String,
    pub(super) because: String,
    /// Whether it was imagined, and is not one of the usual.
    pub(super) is_own: bool,
}

/// Why a rule held or not.
pub(super) struct Reasons {
    pub(super) rule: String,
    pub(super) held: bool,
    pub(super) won: bool,
    pub(super) parts: Vec<Reason>,
}

/// One condition, as deep as it stands.
pub(super) struct Reason {
    pub(super) depth: usize,
    pub(super) held: bool,
    pub(super) what: String,
}

/// Tries rules, which may be no decision yet; `None` takes those that the code has.
pub(super) async fn results(
    api: &Shared,
    staff: &Staff,
    head: &Head,
    rules: Option<&[Rule]>,
    own: Option<ImaginedVisit>,
) -> Result<Results, WebsiteError> {
    let configuration = &head.record.code.configuration;
    let tried = rules.unwrap_or(&configuration.rules);
    let has_own = own.is_some();
    let visits: Vec<ImaginedVisit> = own.into_iter().chain(usual(tried)).collect();
    let outcome = try_rules(
        &api.application,
        staff.principal(),
        &head.record.id,
        rules.map(<[Rule]>::to_vec),
        &visits,
    );
    let Tried { explanations, audiences } = outcome.await.map_err(|refusal| WebsiteError::refused(staff, refusal))?;
    let texts = staff.texts();
    let line = |(place, (visit, explanation)): (usize, (&ImaginedVisit, &Explanation))| Line {
        who: who(texts, visit),
        gets: gets(texts, explanation),
        because: because(texts, explanation),
        is_own: has_own && place == 0,
    };
    let reasons = explanations.first().filter(|_| has_own);
    Ok(Results {
        reasons: reasons.map_or(vec![], |explanation| reasons_of(texts, tried, &audiences, explanation)),
        lines: visits.iter().zip(&explanations).enumerate().map(line).collect(),
    })
}

fn who(texts: &Texts, visit: &ImaginedVisit) -> String {
    let mut known: Vec<String> = visit
        .languages
        .iter()
        .map(|language| words::language(texts, language))
        .collect();
    if visit.platform != Platform::Other {
        known.push(words::platform(texts, visit.platform));
    }
    known.extend(visit.at.map(|at| texts.clock.shown(at)));
    known.extend(visit.network.map(|address| address.to_string()));
    known.extend(visit.query.iter().map(|(name, value)| format!("{name}={value}")));
    match visit.staff.as_deref() {
        None => {}
        Some([]) => known.push(texts.text("try-signed-in", &[])),
        Some(grants) => known.extend(crate::website::lists::grants::listed(texts, grants)),
    }
    known.join(" · ")
}

fn gets(texts: &Texts, explanation: &Explanation) -> String {
    match (&explanation.target, &explanation.successor) {
        (Some(_), _) => words::target(texts, explanation.target.as_ref()),
        (None, Some(successor)) => texts.text("tried-successor", &[("value", successor.as_str())]),
        (None, None) => texts.text(&format!("tried-{}", explanation.outcome), &[]),
    }
}

fn because(texts: &Texts, explanation: &Explanation) -> String {
    let won = explanation.rules.iter().find(|verdict| verdict.won);
    match (won, &explanation.cause) {
        (Some(verdict), _) => texts.text("because-rule", &[("value", &(verdict.rule + 1).to_string())]),
        (None, Cause::Status) => texts.text("because-status", &[]),
        (None, _) => texts.text("because-default", &[]),
    }
}

fn reasons_of(
    texts: &Texts,
    rules: &[Rule],
    audiences: &BTreeMap<AudienceName, Condition>,
    explanation: &Explanation,
) -> Vec<Reasons> {
    let rules = rules.iter().zip(&explanation.rules).enumerate();
    let of = |(place, (rule, verdict)): (usize, (&Rule, &signpost_domain::resolve::Verdict))| {
        let condition = match &rule.whom {
            Whom::When(condition) => Some(condition),
            Whom::Audience(name) => audiences.get(name),
        };
        let mut parts = vec![];
        match (condition, &verdict.finding) {
            (Some(condition), Some(finding)) => flatten(texts, condition, finding, 0, &mut parts),
            _ => parts.push(Reason {
                depth: 0,
                held: false,
                what: texts.text("tried-no-audience", &[]),
            }),
        }
        let (number, whom) = ((place + 1).to_string(), words::whom(texts, &rule.whom));
        Reasons {
            rule: texts.text("tried-rule", &[("value", &number), ("name", &whom)]),
            held: verdict.held,
            won: verdict.won,
            parts,
        }
    };
    rules.map(of).collect()
}

/// Conditions and findings are trees of one shape.
fn flatten(texts: &Texts, condition: &Condition, finding: &Finding, depth: usize, into: &mut Vec<Reason>) {
    let what = match condition {
        Condition::All(_) => texts.text("condition-all", &[]),
        Condition::Any(_) => texts.text("condition-any", &[]),
        Condition::Not(_) => texts.text("condition-not", &[]),
        fact => words::condition(texts, fact),
    };
    into.push(Reason {
        depth,
        held: finding.held,
        what,
    });
    for (part, found) in condition.parts().iter().zip(&finding.parts) {
        flatten(texts, part, found, depth + 1, into);
    }
}

#[derive(Template)]
#[template(path = "website/codes/try.html")]
struct TryPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    head: &'a Head,
    fields: Vec<Field>,
    tried: Results,
    faults: &'a Faults,
    wrong: Option<String>,
}

/// Tries the code as it is, for those who may only look.
pub(super) async fn show(
    State(api): State<Shared>,
    staff: Staff,
    Path(id): Path<String>,
    Query(fields): Query<Fields>,
) -> Result<Response, WebsiteError> {
    let head = head(&api, &staff, &id, Tab::Rules).await?;
    let page = page_of(&staff, "code-title", &head.record.id);
    let draft = VisitDraft::read(&fields);
    let mut found = Found::default();
    let visit = draft.visit(page.texts(), &mut found);
    let faults = Faults::from_iter(found.all()).of_a_question();
    let template = TryPage {
        tried: results(&api, &staff, &head, None, visit).await?,
        fields: draft.fields(page.texts(), &faults),
        page: &page,
        staff: &staff,
        head: &head,
        faults: &faults,
        wrong: None,
    };
    Ok(render(StatusCode::OK, &page, &template).into_response())
}
