//! The toolkit's texts as Markdown: pages here carry no HTML.

use std::{io, thread};

use htmd::{
    HtmlToMarkdown,
    options::{BrStyle, BulletListMarker, Options},
};

/// Tags of one text, at most: whoever nests that many means no text.
const MOST_TAGS: usize = 2_000;
/// Bytes of stack, of which each tag that is within another takes a stretch. What is not needed is never touched.
const STACK: usize = 64 << 20;
/// What is not shown as a text, or not shown at all.
const LEFT_OUT: [&str; 9] = [
    "script", "style", "head", "template", "img", "iframe", "object", "svg", "form",
];

/// A text in which nothing is meant as a mark.
pub(super) fn from_text(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&') {
            markdown.push('\\');
        }
        markdown.push(c);
    }
    markdown
}

/// What HTML says: paragraphs, headings, lists, tables, emphasis and links stay, all else goes.
pub(super) fn from_html(html: &str) -> Result<String, String> {
    if html.matches('<').count() > MOST_TAGS {
        return Err(format!("the text has more than {MOST_TAGS} tags"));
    }
    let converted = thread::scope(|scope| {
        let converting = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || convert(html))?;
        converting
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the text cannot be read")))
    });
    converted.map_err(|error| error.to_string())
}

fn convert(html: &str) -> io::Result<String> {
    let options = Options {
        br_style: BrStyle::Backslash,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    let converter = HtmlToMarkdown::builder()
        .options(options)
        .skip_tags(LEFT_OUT.to_vec())
        .build();
    converter.convert(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_says_is_kept_and_what_it_does_is_not() {
        let html = "<h2>Caf&eacute; &amp; <b>bar</b></h2><ul><li>one</li><li>2 * 3</li></ul>\
                    <p onclick='x()'>see <a class='x' href=\"https://gent.be/?a=1&amp;b=2\">here</a><script>alert(1)</script><br/>\
                    1 &lt; 2 &ndash; 3<img src=x onerror=alert(1)></p>";
        let markdown = from_html(html).unwrap();
        assert_eq!(
            markdown,
            "## Café & **bar**\n\n- one\n- 2 \\* 3\n\nsee [here](https://gent.be/?a=1&b=2)\\\n1 < 2 – 3"
        );
        assert_eq!(from_text("# 1_000 <b>"), "\\# 1\\_000 \\<b\\>");
    }

    #[test]
    fn a_text_that_is_nested_beyond_reason_is_refused_and_one_within_it_read() {
        let nested = |times: usize| "<div><b>".repeat(times / 2) + "text";
        assert!(from_html(&nested(MOST_TAGS)).unwrap().contains("text"));
        assert!(from_html(&nested(MOST_TAGS + 2)).is_err());
        assert!(from_html(&"<b>".repeat(1_000_000)).is_err());
    }
}
