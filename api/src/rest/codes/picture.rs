use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use signpost_application::{
    authority::Principal,
    ports::artwork::{Format, Level, PictureRequest},
    queries::{
        designs::{Chosen, chosen},
        picture::picture,
    },
};
use signpost_domain::{design::Choice, identifier::CodeId};
use utoipa::IntoParams;

use super::super::{
    extract::{Named, Parameters, Reading, parse, parse_list},
    problem::Problem,
};
use crate::{Api, Shared};

/// Names the design that something is printed in, and its version: whoever asks for that gets the same again.
pub(crate) const DESIGN: &str = "signpost-design";

/// How the symbol should look.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Look {
    /// Error correction: `L`, `M`, `Q` or `H`. Left out, `M` or whatever better fits in the same symbol.
    pub(crate) level: Option<String>,
    /// Edge with the quiet zone: pixels for SVG and PNG (512), millimetres for PDF and EPS (30).
    pub(crate) size: Option<String>,
    /// Dots per inch of a PNG, which say how large it is in print; 300 if not given.
    pub(crate) dpi: Option<String>,
    /// Quiet zone in modules, 0 to 40; the standard asks for 4.
    pub(crate) margin: Option<String>,
    /// Colour of the dark modules, as `000000`.
    pub(crate) dark: Option<String>,
    /// Colour of the light modules, as `ffffff`.
    pub(crate) light: Option<String>,
    /// The design it is drawn in, in place of level, margin and colours: a name, such as `harbour`, or a name and a version, such as `harbour@3`,
    /// which gives the same for ever.
    pub(crate) design: Option<String>,
}

impl Look {
    /// The design that was asked for.
    pub(crate) async fn chosen(&self, api: &Api, principal: &Principal) -> Result<Option<Chosen>, Problem> {
        let Some(choice) = parse::<Choice>("design", self.design.as_deref())? else {
            return Ok(None);
        };
        for (name, given) in [
            ("level", &self.level),
            ("margin", &self.margin),
            ("dark", &self.dark),
            ("light", &self.light),
        ] {
            if given.is_some() {
                return Err(Problem::fault(name, "the design says that; leave it out"));
            }
        }
        Ok(Some(chosen(&api.application, principal, &choice).await?))
    }

    pub(crate) fn request(&self, format: Format, design: Option<&Chosen>) -> Result<PictureRequest, Problem> {
        if let Some(chosen) = design {
            return Ok(PictureRequest {
                size: parse("size", self.size.as_deref())?,
                dpi: parse("dpi", self.dpi.as_deref())?,
                ..PictureRequest::in_design(format, &chosen.specification)
            });
        }
        let level = self.level.as_ref().map(|level| level.to_ascii_uppercase());
        let plain = PictureRequest::plain(format);
        Ok(PictureRequest {
            level: parse_list("level", level.as_deref(), &Level::ALL, Level::as_str)?
                .first()
                .copied(),
            size: parse("size", self.size.as_deref())?,
            dpi: parse("dpi", self.dpi.as_deref())?,
            margin: parse("margin", self.margin.as_deref())?.unwrap_or(plain.margin),
            dark: parse("dark", self.dark.as_deref())?.unwrap_or(plain.dark),
            light: parse("light", self.light.as_deref())?.unwrap_or(plain.light),
            ..plain
        })
    }
}

/// The picture of a code, as an answer.
pub(crate) async fn draw(
    api: &Api,
    principal: &Principal,
    id: &CodeId,
    look: &Look,
    format: Format,
) -> Result<Response, Problem> {
    let chosen = look.chosen(api, principal).await?;
    let request = look.request(format, chosen.as_ref())?;
    let (picture, content) = picture(&api.application, principal, id, &request).await?;
    let mut headers = HeaderMap::new();
    let mut put = |name: &'static str, value: String| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    put("signpost-symbol-version", picture.version.to_string());
    put("signpost-symbol-level", picture.level.to_string());
    put("signpost-symbol-content", content);
    if let Some(chosen) = chosen {
        put(DESIGN, chosen.to_string());
    }
    put(
        "content-disposition",
        format!("inline; filename=\"{id}.{}\"", format.as_str()),
    );
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(picture.media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; img-src data:; style-src 'unsafe-inline'"),
    );
    Ok((headers, picture.bytes).into_response())
}

/// Declares one handler per format: OpenAPI has no word for an ending of a path.
macro_rules! picture {
    ($name:ident, $path:literal, $media_type:literal, $format:expr, $summary:literal) => {
        #[doc = $summary]
        ///
        /// `Signpost-Symbol-Version`, `-Level` and `-Content` say what was drawn. Upper-case alphanumeric mode is used whenever the
        /// public URL allows it.
        #[utoipa::path(
                    get, path = $path, tag = "codes",
                    params(("id" = String, Path, description = "The code's id, in any case"), Look),
                    responses(
                        (status = 200, description = "The symbol", content_type = $media_type, headers(
                            ("Signpost-Symbol-Version" = u8, description = "1 to 40"),
                            ("Signpost-Symbol-Level" = String, description = "L, M, Q or H"),
                            ("Signpost-Symbol-Content" = String, description = "The text in the symbol"),
                            ("Signpost-Design" = Option<String>, description = "The design and its version, such as harbour@3"),
                        )),
                        (status = 404, description = "There is no such thing", body = Problem), (status = 422, description = "No phone could read that", body = Problem),
                    ),
                )]
        pub(crate) async fn $name(
            State(api): State<Shared>,
            Reading(principal): Reading,
            Named(id): Named<CodeId>,
            Parameters(look): Parameters<Look>,
        ) -> Result<Response, Problem> {
            draw(&api, &principal, &id, &look, $format).await
        }
    };
}

picture!(svg, "/codes/{id}/qr.svg", "image/svg+xml", Format::Svg, "The symbol as SVG");
picture!(png, "/codes/{id}/qr.png", "image/png", Format::Png, "The symbol as PNG");
picture!(pdf, "/codes/{id}/qr.pdf", "application/pdf", Format::Pdf, "The symbol as PDF");
picture!(
    eps,
    "/codes/{id}/qr.eps",
    "application/postscript",
    Format::Eps,
    "The symbol as EPS"
);
