//! The settings of signing in at an identity provider: `[oidc]` in the file. Where it is and who we are for it are flags, too; what its claims give is in the
//! file alone.

use clap::Args;
use serde::Deserialize;
use signpost_application::identity::claims::{ClaimMapping, ClaimPath, ClaimedGrant, Within};
use signpost_domain::{access::Role, identifier::UnitName};
use signpost_infrastructure::identity::oidc::{OidcSettings, Secret};
use url::Url;

use crate::failure::Failure;

/// Where it is.
#[derive(Debug, Clone, Default, Args)]
#[expect(clippy::struct_field_names, reason = "a field is named as its flag is")]
pub(crate) struct ElsewhereOptions {
    /// Let staff sign in at this provider of OpenID Connect, which is named as it names itself; what its claims give stands in the table oidc of the settings
    #[arg(long, env = "SIGNPOST_OIDC_ISSUER", value_name = "URL")]
    oidc_issuer: Option<String>,
    /// What the provider calls this Signpost
    #[arg(long, env = "SIGNPOST_OIDC_CLIENT_ID", value_name = "ID")]
    oidc_client_id: Option<String>,
    /// What this Signpost proves that with; left out for a public client. Better in the environment or the file than in a command that others see
    #[arg(long, env = "SIGNPOST_OIDC_CLIENT_SECRET", hide_env_values = true, value_name = "SECRET")]
    oidc_client_secret: Option<String>,
}

impl ElsewhereOptions {
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            oidc_issuer: self.oidc_issuer.or(others.oidc_issuer),
            oidc_client_id: self.oidc_client_id.or(others.oidc_client_id),
            oidc_client_secret: self.oidc_client_secret.or(others.oidc_client_secret),
        }
    }
}

/// `[oidc]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ElsewhereTable {
    issuer: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    scopes: Option<Vec<String>>,
    label: Option<String>,
    name_claim: Option<String>,
    website_url: Option<String>,
    #[serde(default)]
    grants: Vec<GrantTable>,
}

/// `[[oidc.grants]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct GrantTable {
    claim: String,
    value: String,
    role: Role,
    unit: Option<UnitName>,
    unit_claim: Option<String>,
}

/// Where staff sign in, and what that gives.
#[derive(Debug, Clone)]
pub(crate) struct SignInElsewhere {
    issuer: String,
    client_id: String,
    client_secret: Option<Secret>,
    scopes: Vec<String>,
    /// Where the website is, if it is not where codes are scanned.
    website: Option<String>,
    pub(crate) label: Option<String>,
    pub(crate) mapping: ClaimMapping,
}

impl SignInElsewhere {
    /// What is set, if anything is.
    pub(super) fn read(options: ElsewhereOptions, table: Option<ElsewhereTable>) -> Result<Option<Self>, Failure> {
        let table = table.unwrap_or_default();
        let issuer = options.oidc_issuer.or(table.issuer);
        let client_id = options.oidc_client_id.or(table.client_id);
        let client_secret = options.oidc_client_secret.or(table.client_secret);
        let (issuer, client_id) = match (issuer, client_id) {
            (Some(issuer), Some(client_id)) => (issuer, client_id),
            (None, None) if client_secret.is_none() && table.grants.is_empty() => return Ok(None),
            _ => {
                let what = "oidc: name both the provider (issuer) and what it calls this Signpost (client-id)";
                return Err(Failure::new(what));
            }
        };
        if table.grants.is_empty() {
            let what = "oidc: nobody could do anything: say under [[oidc.grants]] which claim and value give which role";
            return Err(Failure::new(what));
        }
        let grants = table.grants.into_iter().map(grant).collect::<Result<_, _>>()?;
        let website = table.website_url.map(|url| super::check_public_url(&url)).transpose()?;
        Ok(Some(Self {
            issuer,
            client_id,
            client_secret: client_secret.map(Secret),
            scopes: table.scopes.unwrap_or_else(|| vec!["profile".to_owned()]),
            website,
            label: table.label.filter(|label| !label.trim().is_empty()),
            mapping: ClaimMapping {
                name: ClaimPath::new(table.name_claim.as_deref().unwrap_or("name")),
                grants,
            },
        }))
    }

    /// For a Signpost whose codes are printed as `public_url`.
    pub(crate) fn provider(&self, public_url: &str) -> OidcSettings {
        // Codes may be under a path; the website is at the host's own root.
        let origin = || public_url.parse::<Url>().ok().map(|url| url.origin().ascii_serialization());
        let website = self.website.clone().or_else(origin).unwrap_or_else(|| public_url.to_owned());
        OidcSettings {
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            scopes: self.scopes.clone(),
            back_to: format!("{website}/admin/sign-in/answer"),
            signed_out: format!("{website}/admin/sign-in"),
        }
    }
}

fn grant(table: GrantTable) -> Result<ClaimedGrant, Failure> {
    let GrantTable {
        claim,
        value,
        role,
        unit,
        unit_claim,
    } = table;
    let within = match (unit, unit_claim) {
        (None, None) => Within::Everywhere,
        (Some(unit), None) => Within::Unit(unit),
        (None, Some(claim)) => Within::Claim(ClaimPath::new(&claim)),
        (Some(_), Some(_)) => {
            let what = format!("oidc.grants: for {value:?}, give the unit or the claim that names it, not both");
            return Err(Failure::new(what));
        }
    };
    if within != Within::Everywhere && !matches!(role, Role::Editor | Role::Approver) {
        let what =
            format!("oidc.grants: for {value:?}, only an editor or an approver works within a unit; {role} is for all units");
        return Err(Failure::new(what));
    }
    Ok(ClaimedGrant {
        claim: ClaimPath::new(&claim),
        value,
        role,
        within,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<SignInElsewhere>, String> {
        let table = toml::from_str::<ElsewhereTable>(text).map_err(|error| error.to_string())?;
        SignInElsewhere::read(ElsewhereOptions::default(), Some(table)).map_err(|failure| failure.to_string())
    }

    const WHO: &str = "issuer = \"https://login.example.org\"\nclient-id = \"signpost\"\nclient-secret = \"s3cret\"\n";

    #[test]
    fn what_cannot_be_meant_is_refused_and_secrets_are_not_printed() {
        assert!(read("").unwrap().is_none());
        let grant = "[[grants]]\nclaim = \"groups\"\nvalue = \"qr\"\nrole = \"editor\"\n";
        let set = read(&format!("{WHO}{grant}unit = \"roads\"")).unwrap().unwrap();
        assert!(!format!("{set:?}").contains("s3cret"));
        assert_eq!(
            set.provider("https://stad.example.org/q").back_to,
            "https://stad.example.org/admin/sign-in/answer"
        );
        for (bad, word) in [
            (WHO.to_owned(), "nobody could do anything"),
            (grant.to_owned(), "name both"),
            (format!("{WHO}{grant}unit = \"roads\"\nunit-claim = \"dep\""), "not both"),
            (
                format!("{WHO}{}unit = \"roads\"", grant.replace("editor", "admin")),
                "within a unit",
            ),
            (format!("{WHO}{}", grant.replace("editor", "king")), "unknown variant"),
        ] {
            let refusal = read(&bad).unwrap_err();
            assert!(refusal.contains(word), "{refusal}");
            assert!(!refusal.contains("s3cret"), "{refusal}");
        }
    }
}
