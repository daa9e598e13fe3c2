//! A target in a form.

use askama::Template;
use serde_json::{Map, Value, json};
use signpost_domain::target::Target;

use super::Fields;
use crate::{
    rest::schema::{Faults as Found, TargetBody},
    website::{Faults, field::Field, texts::Texts},
};

/// A target in a form. Whatever kind it is, what was written for the other kinds is kept until it is saved.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct TargetDraft {
    /// `redirect`, `page`, `menu`, or nothing.
    kind: String,
    url: String,
    forward_query: bool,
    /// The languages of a page or a menu, as tags.
    languages: Vec<String>,
    /// For each language.
    pages: Vec<PageDraft>,
    /// For each language.
    headings: Vec<String>,
    items: Vec<ItemDraft>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct PageDraft {
    title: String,
    body: String,
    /// Label and address.
    links: Vec<(String, String)>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct ItemDraft {
    url: String,
    /// For each language.
    labels: Vec<String>,
}

impl TargetDraft {
    /// A form for what there is.
    pub(crate) fn of(target: Option<&Target>, texts: &Texts) -> Self {
        let mut draft = Self::default();
        match target {
            None => {}
            Some(Target::Redirect { url, forward_query }) => {
                (draft.url, draft.forward_query) = (url.to_string(), *forward_query);
            }
            Some(Target::Page { content }) => {
                for (language, page) in content {
                    draft.languages.push(language.to_string());
                    draft.pages.push(PageDraft {
                        title: page.title.clone(),
                        body: page.body.clone(),
                        links: page
                            .links
                            .iter()
                            .map(|link| (link.label.clone(), link.url.to_string()))
                            .collect(),
                    });
                }
            }
            Some(Target::Menu { heading, items }) => {
                let labelled = items.iter().flat_map(|item| item.label.keys());
                let mut languages: Vec<_> = heading.keys().chain(labelled).collect();
                languages.sort();
                languages.dedup();
                draft.headings = languages
                    .iter()
                    .map(|language| heading.get(*language).cloned().unwrap_or_default())
                    .collect();
                let item = |item: &signpost_domain::target::MenuItem| ItemDraft {
                    url: item.url.to_string(),
                    labels: languages
                        .iter()
                        .map(|language| item.label.get(*language).cloned().unwrap_or_default())
                        .collect(),
                };
                draft.items = items.iter().map(item).collect();
                draft.languages = languages.into_iter().map(ToString::to_string).collect();
            }
        }
        draft.kind = target.map(Target::kind).unwrap_or_default().to_owned();
        draft.complete(texts)
    }

    /// A form for a new redirect.
    pub(crate) fn redirect(texts: &Texts) -> Self {
        let draft = Self {
            kind: "redirect".to_owned(),
            ..Self::default()
        };
        draft.complete(texts)
    }

    /// What was sent below `at`, which is empty or ends in a slash.
    pub(crate) fn read(fields: &Fields, at: &str, texts: &Texts) -> Self {
        let name = |rest: &str| format!("{at}{rest}");
        let mut languages: Vec<String> = fields.all(&name("language")).map(str::to_owned).collect();
        let dropped = fields
            .text("act")
            .strip_prefix("language- ")
            .and_then(|dropped| dropped.strip_prefix(at));
        languages.retain(|tag| Some(tag.as_str()) != dropped);
        let another = fields.text(&name("another")).to_lowercase();
        if !another.is_empty() && !languages.contains(&another) {
            languages.push(another);
        }
        let page = |tag: &String| PageDraft {
            title: fields.text(&name(&format!("content/{tag}/title"))).to_owned(),
            body: fields.text(&name(&format!("content/{tag}/body"))).replace("\r\n", "\n"),
            links: (0..fields.all(&name(&format!("content/{tag}/link"))).count())
                .map(|n| {
                    let of = |part: &str| fields.text(&name(&format!("content/{tag}/links/{n}/{part}"))).to_owned();
                    (of("label"), of("url"))
                })
                .filter(|(label, url)| !label.is_empty() || !url.is_empty())
                .collect(),
        };
        let item = |n: usize| ItemDraft {
            url: fields.text(&name(&format!("items/{n}/url"))).to_owned(),
            labels: languages
                .iter()
                .map(|tag| fields.text(&name(&format!("items/{n}/label/{tag}"))).to_owned())
                .collect(),
        };
        let items = (0..fields.all(&name("item")).count()).map(item);
        let items = items.filter(|item| !item.url.is_empty() || item.labels.iter().any(|label| !label.is_empty()));
        let draft = Self {
            kind: fields.text(&name("type")).to_owned(),
            url: fields.text(&name("url")).to_owned(),
            forward_query: fields.is_ticked(&name("forward_query")),
            pages: languages.iter().map(page).collect(),
            headings: languages
                .iter()
                .map(|tag| fields.text(&name(&format!("heading/{tag}"))).to_owned())
                .collect(),
            items: items.collect(),
            languages: languages.clone(),
        };
        draft.complete(texts)
    }

    /// One language at least, and everything for each.
    fn complete(mut self, texts: &Texts) -> Self {
        if self.languages.is_empty() {
            self.languages.push(texts.language.tag().to_owned());
        }
        let count = self.languages.len();
        self.pages.resize(count, PageDraft::default());
        self.headings.resize(count, String::new());
        for item in &mut self.items {
            item.labels.resize(count, String::new());
        }
        self
    }

    /// Whether there is none.
    pub(crate) fn is_none(&self) -> bool {
        self.kind.is_empty()
    }

    /// Whether an address was asked for and none was given.
    pub(crate) fn is_blank(&self) -> bool {
        self.kind == "redirect" && self.url.trim().is_empty()
    }

    /// As the REST API takes it.
    pub(crate) fn body(&self) -> Value {
        let texts = |texts: &[String]| -> Map<String, Value> {
            let pairs = self.languages.iter().zip(texts).filter(|(_, text)| !text.is_empty());
            pairs.map(|(tag, text)| (tag.clone(), text.as_str().into())).collect()
        };
        match self.kind.as_str() {
            "page" => {
                let page = |page: &PageDraft| {
                    let links = page.links.iter().map(|(label, url)| json!({"label": label, "url": url}));
                    json!({"title": page.title, "body": page.body, "links": links.collect::<Vec<_>>()})
                };
                let pages = self.languages.iter().cloned().zip(self.pages.iter().map(page));
                json!({"type": "page", "content": pages.collect::<Map<_, _>>()})
            }
            "menu" => {
                let items = self
                    .items
                    .iter()
                    .map(|item| json!({"label": texts(&item.labels), "url": item.url}));
                json!({"type": "menu", "heading": texts(&self.headings), "items": items.collect::<Vec<_>>()})
            }
            kind => json!({"type": kind, "url": self.url, "forward_query": self.forward_query}),
        }
    }

    /// The target, or what is wrong with it, below `pointer`.
    pub(crate) fn target(&self, pointer: &str, faults: &mut Found) -> Option<Target> {
        if let Ok(body) = serde_json::from_value::<TargetBody>(self.body()) {
            return body.read(pointer, faults);
        }
        // All else in it is a text, which is read later.
        faults.add(
            format!("{pointer}/type"),
            "say what it leads to: an address, a page or a menu",
        );
        None
    }

    /// The form; `at` is empty or ends in a slash.
    pub(crate) fn show(&self, texts: &Texts, at: &str, faults: &Faults, may_be_none: bool) -> String {
        TargetForm::new(self, texts, at, faults, may_be_none)
            .render()
            .unwrap_or_default()
    }
}

/// What the template shows.
#[derive(Template)]
#[template(path = "website/draft/target.html")]
struct TargetForm<'a> {
    texts: &'a Texts,
    at: &'a str,
    draft: &'a TargetDraft,
    kind: Field,
    redirect: [Field; 2],
    languages: Vec<LanguageForm>,
    another: Field,
    items: Vec<ItemForm>,
    fault: Option<&'a str>,
}

struct LanguageForm {
    tag: String,
    name: String,
    title: Field,
    body: Field,
    links: Vec<[Field; 2]>,
    heading: Field,
}

struct ItemForm {
    url: Field,
    labels: Vec<Field>,
}

impl<'a> TargetForm<'a> {
    fn new(draft: &'a TargetDraft, texts: &'a Texts, at: &'a str, faults: &'a Faults, may_be_none: bool) -> Self {
        let t = |key: &str| texts.text(key, &[]);
        let line = |name: String, label: String, value: &str| Field::line(&name, label, value).with(faults, texts);
        let address = |name: String, value: &str| Field::typed(&name, t("target-url"), value, "url").with(faults, texts);
        let mut kinds: Vec<(String, String)> = ["redirect", "page", "menu"]
            .map(|kind| (kind.to_owned(), t(&format!("target-kind-{kind}"))))
            .into();
        if may_be_none {
            kinds.insert(0, (String::new(), t("target-kind-none")));
        }
        let language = |(place, tag): (usize, &String)| {
            let page = &draft.pages[place];
            // One row more than is filled in, so that one can always go on.
            let spare = (String::new(), String::new());
            let links = page.links.iter().chain([&spare]).enumerate();
            let row = |(n, (label, url)): (usize, &(String, String))| {
                let at = format!("{at}content/{tag}/links/{n}");
                [
                    line(format!("{at}/label"), t("target-label"), label),
                    address(format!("{at}/url"), url),
                ]
            };
            LanguageForm {
                name: tag
                    .parse()
                    .map_or_else(|_| tag.clone(), |tag| super::super::words::language(texts, &tag)),
                title: line(format!("{at}content/{tag}/title"), t("target-title"), &page.title),
                body: Field::text(&format!("{at}content/{tag}/body"), t("target-body"), &page.body, 6)
                    .hint(t("target-body.hint"))
                    .with(faults, texts),
                links: links.map(row).collect(),
                heading: line(
                    format!("{at}heading/{tag}"),
                    texts.text("target-heading", &[("value", tag)]),
                    &draft.headings[place],
                ),
                tag: tag.clone(),
            }
        };
        let spare = ItemDraft {
            url: String::new(),
            labels: vec![String::new(); draft.languages.len()],
        };
        let item = |(n, item): (usize, &ItemDraft)| {
            let label = |(tag, text): (&String, &String)| {
                let said = texts.text("target-label-in", &[("value", tag)]);
                line(format!("{at}items/{n}/label/{tag}"), said, text)
            };
            ItemForm {
                url: address(format!("{at}items/{n}/url"), &item.url),
                labels: draft.languages.iter().zip(&item.labels).map(label).collect(),
            }
        };
        Self {
            texts,
            at,
            draft,
            kind: Field::choice(&format!("{at}type"), t("target-kind"), &draft.kind, kinds).with(faults, texts),
            redirect: [
                address(format!("{at}url"), &draft.url),
                Field::tick(&format!("{at}forward_query"), t("target-forward"), draft.forward_query),
            ],
            languages: draft.languages.iter().enumerate().map(language).collect(),
            another: Field::line(&format!("{at}another"), t("target-another"), "")
                .hint(t("target-another.hint"))
                .suggests("languages"),
            items: draft.items.iter().chain([&spare]).enumerate().map(item).collect(),
            fault: faults
                .at(&format!("{at}items"))
                .or_else(|| faults.at(&format!("{at}content"))),
        }
    }
}
