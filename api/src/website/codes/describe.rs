//! What a code is called, what it is found by, and what it is attached to.

use axum::{extract::State, response::Response};
use signpost_application::commands::describe_code::{Description as Change, describe_code};
use signpost_domain::{
    code::{Asset, Code, Location},
    identifier::Tag,
};

use super::{Head, expected, page_of, to_change};
use crate::{
    Shared,
    rest::schema::{Faults as Found, read_tags},
    website::{
        Faults, Path, Posted, Staff, WebsiteError,
        draft::Fields,
        field::Field,
        form_page::{Again, FormPage, concluded},
        texts::Texts,
    },
};

/// A description as it was typed.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_field_names, reason = "an object has a description, too")]
pub(super) struct Description {
    label: String,
    tags: String,
    reference: String,
    description: String,
    address: String,
    latitude: String,
    longitude: String,
}

/// A description that could be read.
pub(super) struct Described {
    pub(super) label: Option<String>,
    pub(super) tags: Vec<Tag>,
    pub(super) asset: Option<Asset>,
}

impl Description {
    fn of(code: &Code) -> Self {
        let asset = code.asset.as_ref();
        let location = asset.and_then(|asset| asset.location.as_ref());
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        let degrees = |degrees: Option<f64>| degrees.map(|degrees| degrees.to_string()).unwrap_or_default();
        Self {
            label: text(code.label.as_ref()),
            tags: code.tags.iter().map(Tag::as_str).collect::<Vec<_>>().join(", "),
            reference: text(asset.and_then(|asset| asset.reference.as_ref())),
            description: text(asset.and_then(|asset| asset.description.as_ref())),
            address: text(location.and_then(|location| location.address.as_ref())),
            latitude: degrees(location.and_then(|location| location.latitude)),
            longitude: degrees(location.and_then(|location| location.longitude)),
        }
    }

    pub(super) fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            label: text("label"),
            tags: text("tags"),
            reference: text("asset/reference"),
            description: text("asset/description"),
            address: text("asset/location/address"),
            latitude: text("asset/location/latitude"),
            longitude: text("asset/location/longitude"),
        }
    }

    pub(super) fn fields(&self, texts: &Texts) -> [Field; 7] {
        let line = |name: &str, key: &str, value: &str| Field::line(name, texts.text(key, &[]), value);
        [
            line("label", "field-label", &self.label).hint(texts.text("label.hint", &[])),
            line("tags", "field-tags", &self.tags).hint(texts.text("tags.hint", &[])),
            line("asset/reference", "asset-reference", &self.reference),
            line("asset/description", "asset-description", &self.description),
            line("asset/location/address", "asset-address", &self.address),
            line("asset/location/latitude", "asset-latitude", &self.latitude),
            line("asset/location/longitude", "asset-longitude", &self.longitude),
        ]
    }

    pub(super) fn parse(self, found: &mut Found) -> Option<Described> {
        let text = |text: String| Some(text).filter(|text| !text.is_empty());
        let tags: Vec<String> = self
            .tags
            .split([',', ' ', ';'])
            .map(str::to_owned)
            .filter(|tag| !tag.is_empty())
            .collect();
        let tags = read_tags(&tags, found);
        let mut degrees = |name: &str, typed: String| {
            let typed = typed.replace(',', ".");
            match text(typed) {
                None => Some(None),
                Some(typed) => {
                    let degrees = typed.parse::<f64>().ok();
                    if degrees.is_none() {
                        found.add(format!("/asset/location/{name}"), "give degrees, such as 51.0536");
                    }
                    degrees.map(Some)
                }
            }
        };
        let (latitude, longitude) = (degrees("latitude", self.latitude), degrees("longitude", self.longitude));
        let location = Location {
            address: text(self.address),
            latitude: latitude?,
            longitude: longitude?,
        };
        let is_somewhere = location.address.is_some() || location.latitude.is_some() || location.longitude.is_some();
        let asset = Asset {
            reference: text(self.reference),
            description: text(self.description),
            location: is_somewhere.then_some(location),
        };
        let is_something = asset.reference.is_some() || asset.description.is_some() || asset.location.is_some();
        Some(Described {
            label: text(self.label),
            tags: tags?,
            asset: is_something.then_some(asset),
        })
    }
}

/// Shows the form.
pub(super) async fn show(State(api): State<Shared>, staff: Staff, Path(id): Path<String>) -> Result<Response, WebsiteError> {
    let head = to_change(&api, &staff, &id).await?;
    let version = head.record.version.to_string();
    Ok(form(
        &staff,
        &head,
        &Description::of(&head.record.code),
        &version,
        &Again::first(),
    ))
}

fn form(staff: &Staff, head: &Head, description: &Description, version: &str, again: &Again) -> Response {
    let id = &head.record.id;
    let page = page_of(staff, "describe", id);
    let (back, action) = (format!("/admin/codes/{id}"), format!("/admin/codes/{id}/description"));
    let mut form = FormPage::new(&page, staff, &action, &back, &again.faults)
        .hidden("version", version)
        .wrong(again.wrong.clone());
    for field in description.fields(page.texts()) {
        form = form.row(field);
    }
    form.reason().answer(again.status)
}

/// Describes it.
pub(super) async fn describe(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form: fields }: Posted<Fields>,
) -> Result<Response, WebsiteError> {
    let head = to_change(&api, &staff, &id).await?;
    let version = fields.text("version");
    let typed = Description::read(&fields);
    let mut found = Found::default();
    let read = typed.clone().parse(&mut found);
    let faults = found.all();
    let (Some(Described { label, tags, asset }), true) = (read, faults.is_empty()) else {
        return Ok(form(
            &staff,
            &head,
            &typed,
            version,
            &Again::faulty(Faults::from_iter(faults)),
        ));
    };
    let change = |_: Option<&Asset>| {
        Ok(Change {
            label: Some(label.clone()),
            tags: Some(tags.clone()),
            asset: Some(asset.clone()),
        })
    };
    let id = &head.record.id;
    match describe_code(&api.application, &staff.caller, id, expected(version), change).await {
        Ok(decided) => Ok(concluded(&api, &decided, &format!("/admin/codes/{id}"), "done-described")),
        Err(refusal) => Ok(form(&staff, &head, &typed, version, &Again::of(&staff, refusal)?)),
    }
}
