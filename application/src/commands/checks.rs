//! What a single code cannot check by itself: that hosts are allowed, that audiences exist, that units exist.

use std::collections::BTreeMap;

use signpost_domain::{
    audience::Audience,
    code::{Asset, LONGEST_TEXT, MOST_TAGS},
    identifier::{AudienceName, Tag, UnitName},
    rule::{MOST_RULES, Rule, Whom},
    target::Target,
    unit::{HostPolicy, Unit},
    url::HttpUrl,
};

use crate::{
    Application,
    ports::{StoreError, decision_log::Stream},
    refusal::{Fault, Refusal},
};

/// Turns faults into a refusal, if there are any.
pub(crate) fn refuse(faults: Vec<Fault>) -> Result<(), Refusal> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(faults))
    }
}

/// The policy of a unit, which must exist; no unit allows every host.
pub(crate) async fn policy(
    application: &Application,
    unit: Option<&UnitName>,
    faults: &mut Vec<Fault>,
) -> Result<HostPolicy, StoreError> {
    Ok(self::unit(application, unit, faults).await?.policy)
}

/// A unit, which must exist; none is one that allows everything.
pub(crate) async fn unit(
    application: &Application,
    unit: Option<&UnitName>,
    faults: &mut Vec<Fault>,
) -> Result<Unit, StoreError> {
    let Some(name) = unit else { return Ok(Unit::default()) };
    let stream: &dyn Stream<Unit> = &*application.decisions;
    let unit = stream.load(name.as_str()).await?.state;
    if !unit.founded {
        faults.push(no_such_unit(name));
    }
    Ok(unit)
}

/// Says that there is no such unit.
pub(crate) fn no_such_unit(name: &UnitName) -> Fault {
    Fault::new("/unit", format!("there is no unit {name}; an admin can found it"))
}

/// Everything wrong with a target that stands at `pointer`.
pub(crate) fn target(application: &Application, policy: &HostPolicy, pointer: &str, target: &Target) -> Vec<Fault> {
    let mut faults: Vec<Fault> = target
        .check(policy)
        .into_iter()
        .map(|error| Fault::new(format!("{pointer}{}", error.pointer), error.what))
        .collect();
    if let Target::Page { content } = target {
        for (language, page) in content {
            for link in application.markdown.links(&page.body) {
                if let Err(what) = markdown_link(policy, &link) {
                    let what = format!(
                        "the link to {:?} in the text: {what}",
                        link.chars().take(80).collect::<String>()
                    );
                    faults.push(Fault::new(format!("{pointer}/content/{language}/body"), what));
                }
            }
        }
    }
    faults
}

/// A link in a text may write a mail or call somebody, too.
fn markdown_link(policy: &HostPolicy, link: &str) -> Result<(), String> {
    let lower = link.to_ascii_lowercase();
    if lower.starts_with("mailto:") || lower.starts_with("tel:") {
        return Ok(());
    }
    let url: HttpUrl = link
        .parse()
        .map_err(|error: signpost_domain::url::HttpUrlError| error.to_string())?;
    policy.permits(url.host()).map_err(|error| error.to_string())
}

/// Everything wrong with the rules that stand at `pointer`.
pub(crate) async fn rules(
    application: &Application,
    policy: &HostPolicy,
    pointer: &str,
    rules: &[Rule],
) -> Result<Vec<Fault>, StoreError> {
    if rules.len() > MOST_RULES {
        return Ok(vec![Fault::new(pointer, format!("a code has {MOST_RULES} rules at most"))]);
    }
    let mut faults = Vec::new();
    let mut seen: BTreeMap<&AudienceName, Option<String>> = BTreeMap::new();
    for (place, rule) in rules.iter().enumerate() {
        match &rule.whom {
            Whom::When(condition) => {
                if let Err(error) = condition.check() {
                    faults.push(Fault::new(format!("{pointer}/{place}/when"), error.to_string()));
                }
            }
            Whom::Audience(name) => {
                if !seen.contains_key(name) {
                    seen.insert(name, audience(application, name).await?);
                }
                if let Some(Some(what)) = seen.get(name) {
                    faults.push(Fault::new(format!("{pointer}/{place}/audience"), what.clone()));
                }
            }
        }
        faults.extend(target(
            application,
            policy,
            &format!("{pointer}/{place}/target"),
            &rule.target,
        ));
    }
    Ok(faults)
}

/// Why a rule cannot name this audience.
pub(crate) async fn audience(application: &Application, name: &AudienceName) -> Result<Option<String>, StoreError> {
    let stream: &dyn Stream<Audience> = &*application.decisions;
    let audience = stream.load(name.as_str()).await?.state;
    Ok(match audience {
        Audience { definition: Some(_), .. } => None,
        Audience { withdrawn: true, .. } => Some(format!("the audience {name} was withdrawn; define it again or take another")),
        Audience { .. } => Some(format!("there is no audience {name}; define it first")),
    })
}

/// Everything wrong with what a code is called and attached to.
pub(crate) fn description(label: Option<&str>, tags: &[Tag], asset: Option<&Asset>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut text = |pointer: &str, text: Option<&str>| {
        if text.is_some_and(|text| text.trim().is_empty() || text.chars().count() > LONGEST_TEXT) {
            faults.push(Fault::new(
                pointer,
                format!("give a text of 1 to {LONGEST_TEXT} characters, or null"),
            ));
        }
    };
    text("/label", label);
    if let Some(asset) = asset {
        text("/asset/reference", asset.reference.as_deref());
        text("/asset/description", asset.description.as_deref());
        if let Some(location) = &asset.location {
            text("/asset/location/address", location.address.as_deref());
            for (name, degrees, most) in [
                ("latitude", location.latitude, 90.0),
                ("longitude", location.longitude, 180.0),
            ] {
                if degrees.is_some_and(|degrees| !(-most..=most).contains(&degrees)) {
                    faults.push(Fault::new(
                        format!("/asset/location/{name}"),
                        format!("give degrees from -{most} to {most}"),
                    ));
                }
            }
            if location.latitude.is_some() != location.longitude.is_some() {
                faults.push(Fault::new("/asset/location", "give latitude and longitude, or neither"));
            }
        }
    }
    if tags.len() > MOST_TAGS {
        faults.push(Fault::new("/tags", format!("a code has {MOST_TAGS} tags at most")));
    }
    faults
}
