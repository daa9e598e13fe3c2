//! A row of a form: what is asked, where to answer, what helps, and what is wrong with the answer. The name of a field is the JSON
//! pointer of its value in the body that the REST API takes, without its first slash, so that faults find their fields by themselves.

use askama::Template;

use super::{Faults, Staff, refusals::Said, texts::Texts};

/// The field that asks why.
const REASON: &str = "reason";

/// A row of a form.
#[derive(Clone, Template)]
#[template(path = "website/field.html")]
pub(crate) struct Field {
    name: String,
    label: String,
    value: String,
    input: Input,
    hint: Option<String>,
    fault: Option<Said>,
}

/// Where to answer.
#[derive(Clone)]
enum Input {
    /// A line, of this `type`, with what is suggested.
    Line { kind: &'static str, list: Option<&'static str> },
    /// A text of several lines.
    Text { rows: u8 },
    /// One of these values, each with its name.
    Choice(Vec<(String, String)>),
    /// Any of these values, each with its name and whether it is chosen.
    Several(Vec<(String, String, bool)>),
    /// Yes or no.
    Tick,
}

impl Field {
    fn new(name: &str, label: String, value: &str, input: Input) -> Self {
        Self {
            name: name.to_owned(),
            label,
            value: value.to_owned(),
            input,
            hint: None,
            fault: None,
        }
    }

    /// A line of text.
    pub(crate) fn line(name: &str, label: String, value: &str) -> Self {
        Self::typed(name, label, value, "text")
    }

    /// A line of another type of HTML's, such as `url` or `number`.
    pub(crate) fn typed(name: &str, label: String, value: &str, kind: &'static str) -> Self {
        Self::new(name, label, value, Input::Line { kind, list: None })
    }

    /// Several lines of text.
    pub(crate) fn text(name: &str, label: String, value: &str, rows: u8) -> Self {
        Self::new(name, label, value, Input::Text { rows })
    }

    /// One of several.
    pub(crate) fn choice(name: &str, label: String, value: &str, choices: Vec<(String, String)>) -> Self {
        Self::new(name, label, value, Input::Choice(choices))
    }

    /// Any of several.
    pub(crate) fn several(name: &str, label: String, choices: Vec<(String, String, bool)>) -> Self {
        Self::new(name, label, "", Input::Several(choices))
    }

    /// Yes or no.
    pub(crate) fn tick(name: &str, label: String, is_ticked: bool) -> Self {
        Self::new(name, label, if is_ticked { "true" } else { "" }, Input::Tick)
    }

    /// Why, which every change is asked; with what was said already, where the form is shown again.
    pub(crate) fn reason(staff: &Staff) -> Self {
        let (texts, said) = (staff.texts(), staff.reason());
        Self::line(REASON, texts.text("reason", &[]), said).hint(texts.text("reason.hint", &[]))
    }

    /// Whether it stays as it is in the browser when a form grows, whatever was sent: somebody may go on typing why while the form is on its way.
    fn is_kept(&self) -> bool {
        self.name == REASON
    }

    /// The same with this answer.
    pub(crate) fn valued(mut self, value: &str) -> Self {
        self.value = value.to_owned();
        self
    }

    /// What helps to answer.
    pub(crate) fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The id of the list of what is suggested.
    pub(crate) fn suggests(mut self, id: &'static str) -> Self {
        if let Input::Line { list, .. } = &mut self.input {
            *list = Some(id);
        }
        self
    }

    /// Takes what is wrong with it, or with parts of it.
    pub(crate) fn with(mut self, faults: &Faults, texts: &Texts) -> Self {
        let all: Vec<Said> = faults.under(&self.name).map(|fault| texts.said(fault)).collect();
        self.fault = (!all.is_empty()).then(|| Said::all(&all));
        self
    }

    /// The ids of what describes it.
    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let fault = self.fault.as_ref().map(|_| format!("{}-fault", self.name));
        let ids: Vec<String> = hint.into_iter().chain(fault).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
