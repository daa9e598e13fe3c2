//! What the claims of an identity provider entitle somebody to, by what the city set.

use serde_json::{Map, Value};
use signpost_domain::{
    access::{Grant, Role},
    identifier::UnitName,
};

/// Longest name that is taken over; a name of our own may be no longer.
const LONGEST_NAME: usize = 200;

/// How claims are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimMapping {
    /// Where the name is.
    pub name: ClaimPath,
    /// What gives which role.
    pub grants: Vec<ClaimedGrant>,
}

/// A claim that gives a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedGrant {
    /// Where to look.
    pub claim: ClaimPath,
    /// What must be there, as the value or as one of several.
    pub value: String,
    /// What it gives.
    pub role: Role,
    /// Where.
    pub within: Within,
}

/// Where a role holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Within {
    /// In all units.
    Everywhere,
    /// In this one.
    Unit(UnitName),
    /// In each unit that this claim names.
    Claim(ClaimPath),
}

/// The name of a claim, or, with a slash before it, the way to a part of one (RFC 6901), such as `/realm_access/roles`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimPath(String);

impl ClaimPath {
    /// Reads it.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The texts there: one, those of a list, or none.
    fn texts<'a>(&self, claims: &'a Map<String, Value>) -> Vec<&'a str> {
        let found = match self.0.strip_prefix('/') {
            None => claims.get(&self.0),
            Some(path) => {
                let mut parts = path.split('/').map(|part| part.replace("~1", "/").replace("~0", "~"));
                let first = parts.next().and_then(|first| claims.get(&first));
                parts.fold(first, |found, part| found?.get(&part))
            }
        };
        match found {
            Some(Value::String(text)) => vec![text],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ => vec![],
        }
    }
}

impl ClaimMapping {
    /// All that the claims give, each once.
    pub fn grants(&self, claims: &Map<String, Value>) -> Vec<Grant> {
        let mut grants: Vec<Grant> = Vec::new();
        for rule in &self.grants {
            if !rule.claim.texts(claims).contains(&rule.value.as_str()) {
                continue;
            }
            let units: Vec<Option<UnitName>> = match &rule.within {
                Within::Everywhere => vec![None],
                Within::Unit(unit) => vec![Some(unit.clone())],
                // What is no name of a unit is none: a claim is made for other programs, too.
                Within::Claim(path) => {
                    let named = path.texts(claims).into_iter();
                    named.filter_map(|text| text.to_lowercase().parse().ok()).map(Some).collect()
                }
            };
            for unit in units {
                let grant = Grant { role: rule.role, unit };
                if !grants.contains(&grant) {
                    grants.push(grant);
                }
            }
        }
        grants
    }

    /// What they are called; `None` where that is not said.
    pub fn name(&self, claims: &Map<String, Value>) -> Option<String> {
        let name = self.name.texts(claims).first()?.replace('\0', "");
        let name: String = name.trim().chars().take(LONGEST_NAME).collect();
        Some(name).filter(|name| !name.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn mapping() -> ClaimMapping {
        let rule = |claim: &str, value: &str, role, within| ClaimedGrant {
            claim: ClaimPath::new(claim),
            value: value.to_owned(),
            role,
            within,
        };
        let department = Within::Claim(ClaimPath::new("department"));
        let roads = Within::Unit("roads".parse().unwrap());
        ClaimMapping {
            name: ClaimPath::new("name"),
            grants: vec![
                rule("groups", "qr-admins", Role::Admin, Within::Everywhere),
                rule("/realm_access/roles", "editor", Role::Editor, department),
                rule("groups", "roads", Role::Approver, roads),
            ],
        }
    }

    fn grants(claims: &Value) -> Vec<String> {
        let grants = mapping().grants(claims.as_object().unwrap()).into_iter();
        let words = grants.map(|grant| match grant.unit {
            Some(unit) => format!("{} {unit}", grant.role),
            None => grant.role.to_string(),
        });
        words.collect()
    }

    #[test]
    fn claims_give_what_the_city_set_and_nothing_else() {
        assert_eq!(grants(&json!({"groups": ["qr-admins", "others"]})), ["admin"]);
        assert_eq!(grants(&json!({"groups": "qr-admins"})), ["admin"]);
        let editor = json!({"realm_access": {"roles": ["editor"]}, "department": ["Parks", "roads", "no unit!"]});
        assert_eq!(grants(&editor), ["editor parks", "editor roads"]);
        for nothing in [
            json!({}),
            json!({"groups": ["QR-ADMINS", "qr-admins "]}),
            json!({"groups": {"qr-admins": true}}),
            json!({"groups": [["qr-admins"]]}),
            json!({"realm_access": {"roles": ["editor"]}}),
            json!({"realm_access": {"roles": ["editor"]}, "department": 7}),
            json!({"/realm_access/roles": ["editor"], "department": "roads"}),
        ] {
            assert_eq!(grants(&nothing), [""; 0], "{nothing}");
        }
        assert_eq!(grants(&json!({"groups": ["roads", "roads"]})), ["approver roads"]);
    }

    #[test]
    fn a_name_is_taken_over_as_far_as_it_is_one() {
        let name = |claims: Value| mapping().name(claims.as_object().unwrap());
        assert_eq!(name(json!({"name": " Ann Peeters "})).as_deref(), Some("Ann Peeters"));
        assert_eq!(name(json!({"name": "x".repeat(300)})).unwrap().len(), 200);
        for none in [json!({}), json!({"name": " \u{0}"}), json!({"name": {"given": "Ann"}})] {
            assert_eq!(name(none), None);
        }
    }
}
