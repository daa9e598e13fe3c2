//! The pages that say why a scan leads nowhere, and the one at `/`.

use askama::Template;

use super::frame::Frame;
use super::texts::Texts;
use super::{Pages, Reader, render};

/// Something to tell a citizen instead of leading on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notice {
    /// The code is minted and leads nowhere yet.
    Unassigned,
    /// The code leads nowhere for now.
    Suspended,
    /// The code leads nowhere any more.
    Retired,
    /// No such code was minted.
    Unknown,
    /// What this site is, for those who come without a code.
    Home,
    /// We failed; another attempt may succeed.
    Failure,
}

#[derive(Template)]
#[template(path = "resolver/notice.html")]
struct NoticePage<'a> {
    frame: Frame<'a>,
    message: &'a str,
    advice: Option<&'a str>,
    again: Option<&'a str>,
    staff: Option<&'a str>,
    mark: &'static str,
    crooked: bool,
}

impl Pages {
    /// The whole HTML document of a notice. `code` is what the visitor scanned or typed, if anything.
    #[must_use]
    pub fn notice<'a>(&'a self, reader: impl Into<Reader<'a>>, notice: Notice, code: Option<&'a str>) -> String {
        let reader = reader.into();
        let ui = reader.ui;
        let texts = self.texts(ui);
        let (title, message, advice) = notice.words(texts);
        render(&NoticePage {
            frame: Frame::of(self, reader, ui.tag(), title, code),
            message,
            advice,
            again: (notice == Notice::Failure).then_some(&texts.failure_again),
            staff: (notice == Notice::Home).then_some(&texts.home_staff),
            mark: notice.mark(),
            crooked: notice == Notice::Retired,
        })
    }
}

impl Notice {
    /// Title, message and advice.
    fn words(self, texts: &Texts) -> (&str, &str, Option<&str>) {
        let notice = match self {
            Self::Unassigned => &texts.unassigned,
            Self::Suspended => &texts.suspended,
            Self::Retired => &texts.retired,
            Self::Unknown => &texts.unknown,
            Self::Failure => &texts.failure,
            Self::Home => return (&texts.home_title, &texts.home_message, None),
        };
        (&notice.title, &notice.message, Some(&notice.advice))
    }

    /// What is painted on the board of the signpost: an SVG path for a round pen 8 units wide.
    const fn mark(self) -> &'static str {
        match self {
            Self::Unassigned => "M34 38h.1M56 38h.1M78 38h.1",
            Self::Suspended => "M48 28v20M66 28v20",
            Self::Retired => "M38 38h36",
            Self::Unknown => "M49 29a7.5 7.5 0 1 1 10.5 7q-3.5 1.5-3.5 3.5M56 53h.1",
            Self::Home => "M36 38h40M63 26l13 12-13 12",
            Self::Failure => "M56 24v14M56 53h.1",
        }
    }
}
