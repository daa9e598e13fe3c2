//! Stylesheet, script and icon: in the program, under names that change with their content, so that browsers keep them for good.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::{
    Shared,
    city::{Accent, Identity, Logo},
};

/// The one stylesheet: what all pages share, then what those of a part share.
const STYLE: [&str; 3] = [
    include_str!("../../static/website.css"),
    include_str!("../../static/website/codes.css"),
    include_str!("../../static/website/lists.css"),
];
const HTMX: &str = include_str!("../../static/htmx/htmx.min.js");

/// A file.
struct Asset {
    /// Such as `website.3f2a9c0d41.css`.
    name: String,
    media_type: &'static str,
    content: Bytes,
}

impl Asset {
    fn new(stem: &str, ending: &str, media_type: &'static str, content: impl Into<Bytes>) -> Self {
        let content = content.into();
        let digest = Sha256::digest(&content);
        let digest = digest[..5]
            .iter()
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        Self {
            name: format!("{stem}.{digest}.{ending}"),
            media_type,
            content,
        }
    }
}

/// All files.
pub(super) struct Assets {
    style: Asset,
    htmx: Asset,
    street: Asset,
    sortable: Asset,
    icon: Asset,
    /// Where the city has one.
    logo: Option<Asset>,
}

impl Assets {
    pub(super) fn new(identity: &Identity) -> Self {
        let accent = identity.accent.map(Accent::for_staff);
        let logo = |logo: &Logo| Asset::new("logo", logo.ending(), logo.media_type(), logo.bytes().to_vec());
        Self {
            logo: identity.logo.as_ref().map(logo),
            style: Asset::new(
                "website",
                "css",
                "text/css; charset=utf-8",
                STYLE.concat() + &accent.unwrap_or_default(),
            ),
            htmx: Asset::new("htmx", "js", "text/javascript; charset=utf-8", HTMX),
            sortable: Asset::new(
                "sortable",
                "js",
                "text/javascript; charset=utf-8",
                include_str!("../../static/website/sortable.js"),
            ),
            street: Asset::new(
                "street",
                "js",
                "text/javascript; charset=utf-8",
                include_str!("../../static/street.js"),
            ),
            icon: Asset::new("icon", "svg", "image/svg+xml", include_str!("../../static/icon.svg")),
        }
    }

    pub(super) fn style(&self) -> &str {
        &self.style.name
    }

    pub(super) fn htmx(&self) -> &str {
        &self.htmx.name
    }

    pub(super) fn street(&self) -> &str {
        &self.street.name
    }

    pub(super) fn sortable(&self) -> &str {
        &self.sortable.name
    }

    pub(super) fn logo(&self) -> Option<&str> {
        self.logo.as_ref().map(|logo| logo.name.as_str())
    }

    pub(super) fn icon(&self) -> &str {
        &self.icon.name
    }

    fn find(&self, name: &str) -> Option<&Asset> {
        [&self.style, &self.htmx, &self.street, &self.sortable, &self.icon]
            .into_iter()
            .chain(&self.logo)
            .find(|asset| asset.name == name)
    }
}

/// `GET /static/{file}`
pub(super) async fn serve(State(api): State<Shared>, Path(file): Path<String>) -> Response {
    let Some(asset) = api.website.assets.find(&file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
        ),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ),
    ];
    (headers, asset.content.clone()).into_response()
}
