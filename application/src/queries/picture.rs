//! The picture of a code, to be printed.

use signpost_domain::identifier::CodeId;

use super::{codes::code, designs::lines_alone};
use crate::{
    Application,
    authority::Principal,
    ports::artwork::{ArtworkError, Picture, PictureRequest},
    refusal::{Fault, Refusal},
};

/// Draws the symbol of a code that exists; says what text is in it.
pub async fn picture(
    application: &Application,
    principal: &Principal,
    id: &CodeId,
    request: &PictureRequest,
) -> Result<(Picture, String), Refusal> {
    let code = code(application, principal, id).await?;
    let content = printed(&application.public_url, &code.id);
    let caption = request
        .design
        .as_ref()
        .map(|design| lines_alone(design, &code))
        .unwrap_or_default();
    let picture = application
        .artist
        .draw(&content, &caption, request)
        .map_err(|error| refuse(&error))?;
    Ok((picture, content))
}

/// Which parameter asked for what cannot be drawn.
pub(crate) fn refuse(error: &ArtworkError) -> Refusal {
    let parameter = match error {
        ArtworkError::TooLong { .. } => "level",
        ArtworkError::Size { .. } | ArtworkError::Fine { .. } | ArtworkError::Smaller { .. } => "size",
        ArtworkError::Resolution { .. } | ArtworkError::NoDots => "dpi",
        ArtworkError::Small { .. } => "sheet",
        ArtworkError::Margin { .. } => "margin",
        ArtworkError::Contrast { .. } => "dark",
        ArtworkError::Logo { .. } | ArtworkError::Covered { .. } | ArtworkError::Unreadable { .. } => "design",
    };
    Refusal::Invalid(vec![Fault::new(parameter, error.to_string())])
}

/// The text in the symbol of `id`. Scheme and host may be written in upper case (RFC 3986, section 6.2.2.1), which lets the
/// symbol use QR's alphanumeric mode and stay small; a path of the city's own may not, so then nothing is changed.
pub fn printed(public_url: &str, id: &CodeId) -> String {
    let authority = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    if authority.contains('/') {
        format!("{public_url}/{id}")
    } else {
        format!("{}/{id}", public_url.to_ascii_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upper_case_is_used_whenever_the_public_url_allows_it() {
        let id: CodeId = "7K3M9QXT".parse().unwrap();
        assert_eq!(printed("https://q.gent", &id), "HTTPS://Q.GENT/7K3M9QXT");
        assert_eq!(printed("http://127.0.0.1:8080", &id), "HTTP://127.0.0.1:8080/7K3M9QXT");
        assert_eq!(printed("https://stad.gent/q", &id), "https://stad.gent/q/7K3M9QXT");
    }
}
