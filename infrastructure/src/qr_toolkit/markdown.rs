//! The toolkit's texts as Markdown: pages here carry no HTML.

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

/// What HTML says: paragraphs, lists, emphasis and links stay, all else goes.
pub(super) fn from_html(html: &str) -> String {
    let mut markdown = String::new();
    let mut link: Option<String> = None;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        markdown.push_str(&from_text(&characters(&rest[..start])));
        let Some(end) = rest[start..].find('>').map(|end| start + end) else {
            rest = &rest[start + 1..];
            continue;
        };
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        let name = tag
            .split(|c: char| c.is_whitespace() || (c == '/' && !tag.starts_with('/')))
            .next()
            .unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "br" => markdown.push_str("\\\n"),
            "p" | "/p" | "div" | "/div" | "ul" | "/ul" | "ol" | "/ol" | "h1" | "/h1" | "h2" | "/h2" | "h3" | "/h3" => {
                markdown.push_str("\n\n");
            }
            "li" => markdown.push_str("\n- "),
            "b" | "/b" | "strong" | "/strong" => markdown.push_str("**"),
            "i" | "/i" | "em" | "/em" => markdown.push('*'),
            "a" => {
                link = attribute(tag, "href").filter(|href| !href.contains(['(', ')', '<', '>', ' ', '\n']));
                markdown.push_str(if link.is_some() { "[" } else { "" });
            }
            "/a" => {
                if let Some(href) = link.take() {
                    markdown.push_str("](");
                    markdown.push_str(&href);
                    markdown.push(')');
                }
            }
            // Neither is shown to anybody.
            "script" | "style" => {
                let after = rest.to_ascii_lowercase().find(&format!("</{}", name.to_ascii_lowercase()));
                rest = after.map_or("", |after| &rest[after..]);
            }
            _ => {}
        }
    }
    markdown.push_str(&from_text(&characters(rest)));
    markdown.trim().to_owned()
}

/// The value of an attribute within quotes.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.to_ascii_lowercase().find(&format!("{name}="))? + name.len() + 1;
    let value = tag.get(start..)?;
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let value = value[1..].split(quote).next()?;
    Some(characters(value))
}

/// The characters that a text of HTML stands for.
fn characters(text: &str) -> String {
    let entities = [
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&eacute;", "é"),
        ("&euml;", "ë"),
        ("&egrave;", "è"),
        ("&iuml;", "ï"),
        ("&euro;", "€"),
        // Last, since it makes others.
        ("&amp;", "&"),
    ];
    entities
        .iter()
        .fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_says_is_kept_and_what_it_does_is_not() {
        let html = "<p>Caf&eacute; &amp; <b>bar</b></p><ul><li>one</li><li>2 * 3</li></ul>\
                    <a class='x' href=\"https://gent.be/?a=1&amp;b=2\">here</a><script>alert(1)</script><br/>a < b";
        assert_eq!(
            from_html(html),
            "Café \\& **bar**\n\n\n\n\n- one\n- 2 \\* 3\n\n[here](https://gent.be/?a=1&b=2)\\\na  b"
        );
        assert_eq!(from_text("# 1_000 <b>"), "\\# 1\\_000 \\<b\\>");
    }
}
