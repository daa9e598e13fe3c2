//! `/admin/street/{id}`: what somebody of the staff does who stands before a sticker, with a phone: says what it is on, where that is, and where it leads.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::{
    authority::Action,
    commands::attach_code::{Attachment, attach_code},
    ports::catalogue::CodeRecord,
    queries::codes::code as code_called,
    refusal::{Fault, Refusal},
};
use signpost_domain::{
    code::{Asset, Location, Status},
    identifier::CodeId,
    pattern::{Filling, UrlPattern, UrlPatternError},
    target::Target,
};

use super::{Faults, Page, Path, Posted, Section, Staff, Text, WebsiteError, done, render};
use crate::Shared;

#[derive(Template)]
#[template(path = "website/street.html")]
struct StreetPage<'a> {
    page: &'a Page,
    staff: &'a Staff,
    code: &'a CodeRecord,
    /// Name, value and kind of keyboard of each field.
    inputs: [(&'static str, &'a str, &'static str); 6],
    faults: &'a Faults,
    /// What may stand in a new address.
    target_hint: String,
    /// What it leads to now, in a word or as an address.
    leads_to: String,
    is_retired: bool,
}

/// What is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    reference: String,
    description: String,
    address: String,
    latitude: String,
    longitude: String,
    target: String,
}

/// Shows it.
pub(super) async fn show(State(api): State<Shared>, Path(id): Path<String>, staff: Staff) -> Response {
    match find(&api, &staff, &id).await {
        Ok(code) => {
            let fields = Fields::of(code.code.asset.as_ref());
            page(&staff, &code, &fields, &Faults::default())
        }
        Err(error) => error.into_response(),
    }
}

/// Attaches it.
pub(super) async fn attach(
    State(api): State<Shared>,
    Path(id): Path<String>,
    Posted { staff, form }: Posted<Fields>,
) -> Response {
    let code = match find(&api, &staff, &id).await {
        Ok(code) => code,
        Err(error) => return error.into_response(),
    };
    let attached = match form.read(&code) {
        Ok(attachment) => attach_code(&api.application, &staff.caller, &code.id, attachment).await,
        Err(faults) => Err(Refusal::Invalid(faults)),
    };
    let said = match attached {
        Ok(true) => "done-attached",
        Ok(false) => "done-attached-proposed",
        Err(Refusal::Invalid(faults)) => return page(&staff, &code, &form, &by_field(faults)),
        Err(refusal) => return WebsiteError::refused(&staff, refusal).into_response(),
    };
    done(&api, &format!("/admin/street/{}", code.id), &Text::with(said, &code.id))
}

/// The code, if there is one and this one may change it.
async fn find(api: &Shared, staff: &Staff, id: &str) -> Result<CodeRecord, WebsiteError> {
    let id: CodeId = id.parse().map_err(|_| WebsiteError::not_found(staff))?;
    let refused = |refusal| WebsiteError::refused(staff, refusal);
    let code = code_called(&api.application, staff.principal(), &id).await.map_err(refused)?;
    let unit = code.code.unit.as_ref();
    staff.principal().must(Action::ChangeCodes, unit).map_err(refused)?;
    Ok(code)
}

fn page(staff: &Staff, code: &CodeRecord, fields: &Fields, faults: &Faults) -> Response {
    let page = Page::of(staff, Section::Start, "street");
    let configuration = &code.code.configuration;
    let leads_to = match (configuration.status, &configuration.target) {
        (Status::Suspended, _) => page.t("street-suspended"),
        (Status::Retired, _) => page.t("street-retired"),
        (Status::Active, Some(Target::Redirect { url, .. })) => url.to_string(),
        (Status::Active, Some(Target::Page { .. })) => page.t("street-page"),
        (Status::Active, Some(Target::Menu { .. })) => page.t("street-menu"),
        (Status::Active, None) => page.t("street-nowhere"),
    };
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let template = StreetPage {
        page: &page,
        staff,
        code,
        inputs: fields.inputs(),
        target_hint: page.t2("street-target.hint", ("name", &"{id}"), ("unit", &"{unit}")),
        faults,
        leads_to,
        is_retired: configuration.status == Status::Retired,
    };
    render(status, &page, &template)
}

/// What a use case found wrong, by the field that it was typed into: the last part of its pointer, and of a target that is its address.
fn by_field(faults: Vec<Fault>) -> Faults {
    let named = faults.into_iter().map(|fault| {
        let field = match fault.pointer.rsplit('/').next().unwrap_or_default() {
            field @ ("reference" | "description" | "address" | "latitude" | "longitude") => field,
            _ => "target",
        };
        Fault::new(field, fault.detail)
    });
    named.collect()
}

impl Fields {
    fn of(asset: Option<&Asset>) -> Self {
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        let location = asset.and_then(|asset| asset.location.as_ref());
        let degrees =
            |of: fn(&Location) -> Option<f64>| location.and_then(of).map_or_else(String::new, |degrees| degrees.to_string());
        Self {
            reference: text(asset.and_then(|asset| asset.reference.as_ref())),
            description: text(asset.and_then(|asset| asset.description.as_ref())),
            address: text(location.and_then(|location| location.address.as_ref())),
            latitude: degrees(|location| location.latitude),
            longitude: degrees(|location| location.longitude),
            target: String::new(),
        }
    }

    fn inputs(&self) -> [(&'static str, &str, &'static str); 6] {
        [
            ("reference", &self.reference, "text"),
            ("description", &self.description, "text"),
            ("address", &self.address, "text"),
            ("latitude", &self.latitude, "decimal"),
            ("longitude", &self.longitude, "decimal"),
            ("target", &self.target, "url"),
        ]
    }

    /// What they say, or what is wrong with them.
    fn read(&self, code: &CodeRecord) -> Result<Attachment, Vec<Fault>> {
        let mut faults = Vec::new();
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut degrees = |field: &str, typed: &str| {
            // A phone set to Dutch types a comma.
            let read = text(typed)?.replace(',', ".").parse::<f64>();
            read.map_err(|_| faults.push(Fault::new(field, "give degrees, such as 51.0536")))
                .ok()
        };
        let location = Location {
            address: text(&self.address),
            latitude: degrees("latitude", &self.latitude),
            longitude: degrees("longitude", &self.longitude),
        };
        let is_somewhere = location.address.is_some() || location.latitude.is_some() || location.longitude.is_some();
        let asset = Asset {
            reference: text(&self.reference),
            description: text(&self.description),
            location: Some(location).filter(|_| is_somewhere),
        };
        let is_something = asset.reference.is_some() || asset.description.is_some() || asset.location.is_some();
        let target = text(&self.target).and_then(|typed| match target(&typed, code) {
            Ok(target) => Some(target),
            Err(what) => {
                faults.push(Fault::new("target", what));
                None
            }
        });
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Attachment {
            asset: Some(asset).filter(|_| is_something),
            target,
        })
    }
}

/// An address, in which a code and its unit may be filled in.
fn target(typed: &str, code: &CodeRecord) -> Result<Target, String> {
    let pattern: UrlPattern = typed.parse().map_err(|error: UrlPatternError| error.to_string())?;
    let filling = Filling {
        id: &code.id,
        number: 1,
        unit: code.code.unit.as_ref(),
    };
    let url = pattern.fill(filling).map_err(|error| error.to_string())?;
    Ok(Target::Redirect {
        url,
        forward_query: false,
    })
}
