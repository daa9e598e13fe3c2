//! How codes are printed: what a batch remembers, so that it is printed the same again.

use serde::{Deserialize, Serialize};

use crate::{
    design::{Choice, Colour, Level},
    sheets::Sheet,
    template::{FileNames, Template},
};

/// File format of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Scalable vector graphics, `image/svg+xml`.
    Svg,
    /// Portable network graphics, `image/png`.
    Png,
    /// One-page vector document, `application/pdf`.
    Pdf,
    /// Encapsulated PostScript, `application/postscript`.
    Eps,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Svg, Self::Png, Self::Pdf, Self::Eps];

    /// How names of its files end, and its name elsewhere.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Eps => "eps",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
            Self::Eps => "application/postscript",
        }
    }
}

/// What labels are printed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// A sheet that shops sell, by its name.
    Usual(String),
    /// A sheet by its measures.
    Measured(Sheet),
}

impl Paper {
    /// Its measures, unless there is no sheet of this name.
    pub fn sheet(&self) -> Option<&Sheet> {
        match self {
            Self::Usual(name) => Sheet::usual(name),
            Self::Measured(sheet) => Some(sheet),
        }
    }
}

/// How a batch is printed. What is not said is as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// The design that symbols are in. What is remembered names its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<Choice>,
    /// Error correction, without a design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Quiet zone in modules, without a design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<u8>,
    /// Colour of dark modules, without a design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dark: Option<Colour>,
    /// Colour of light modules, without a design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub light: Option<Colour>,
    /// Lines of text on labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<Vec<Template>>,
    /// What labels are printed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
    /// Whether the corners of labels are marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_marks: Option<bool>,
    /// File format of pictures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// Edge of a picture, in pixels or in millimetres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
    /// Dots per inch of a PNG.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpi: Option<u32>,
    /// What the files of pictures are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names: Option<FileNames>,
}

impl Print {
    /// The same with what is remembered, where nothing is said. Who says how symbols look says all of it, and so does who asks for other pictures.
    #[must_use]
    pub fn or(self, remembered: &Self) -> Self {
        let looks =
            self.design.is_some() || self.level.is_some() || self.margin.is_some() || self.dark.is_some() || self.light.is_some();
        let look = if looks { &self } else { remembered };
        // A size is one of pixels in one format and of millimetres in another.
        let picture = if self.format.is_none_or(|format| remembered.format == Some(format)) {
            remembered
        } else {
            &Self::default()
        };
        Self {
            design: look.design.clone(),
            level: look.level,
            margin: look.margin,
            dark: look.dark,
            light: look.light,
            size: self.size.or(picture.size),
            dpi: self.dpi.or(picture.dpi),
            caption: self.caption.or_else(|| remembered.caption.clone()),
            paper: self.paper.or_else(|| remembered.paper.clone()),
            cut_marks: self.cut_marks.or(remembered.cut_marks),
            format: self.format.or(remembered.format),
            names: self.names.or_else(|| remembered.names.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remembered() -> Print {
        Print {
            design: "harbour@3".parse().ok(),
            caption: Some(vec!["{label}".parse().unwrap()]),
            paper: Some(Paper::Usual("avery-l7160".to_owned())),
            format: Some(Format::Pdf),
            size: Some(40),
            ..Print::default()
        }
    }

    #[test]
    fn who_says_nothing_gets_what_is_remembered_and_who_says_something_that() {
        assert_eq!(Print::default().or(&remembered()), remembered());
        let asked = Print {
            level: Some(Level::H),
            format: Some(Format::Png),
            ..Print::default()
        };
        let print = asked.or(&remembered());
        assert_eq!((print.design, print.level), (None, Some(Level::H)));
        assert_eq!(
            (print.format, print.size),
            (Some(Format::Png), None),
            "no 40 pixels for 40 millimetres"
        );
        assert_eq!(print.caption, remembered().caption);
    }

    #[test]
    fn what_the_log_remembers_is_read_as_it_was_written() {
        let written = r#"{"design":"harbour@3","caption":["{label}"],"paper":{"usual":"avery-l7160"},"format":"pdf","size":40}"#;
        assert_eq!(serde_json::from_str::<Print>(written).unwrap(), remembered());
        assert_eq!(serde_json::to_string(&remembered()).unwrap(), written);
        let measured = Print {
            paper: Some(Paper::Measured(*Sheet::usual("herma-4464").unwrap())),
            ..Print::default()
        };
        let written = serde_json::to_string(&measured).unwrap();
        assert_eq!(serde_json::from_str::<Print>(&written).unwrap(), measured);
    }
}
