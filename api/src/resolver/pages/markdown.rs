//! Markdown by staff into HTML that a page can carry: no HTML of the author's own, nothing loaded, no address
//! that could harm, and headings below the page's `h1`.

use std::fmt::{self, Write};

use comrak::html::{ChildRendering, Context, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, Node, NodeValue, TableAlignment};
use comrak::options::Plugins;
use comrak::{Arena, Options, parse_document};

use signpost_application::ports::markdown::Markdown;

use super::address;

/// What of Markdown is understood; the same for showing a text and for checking where its links lead.
fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options
}

/// The texts of information pages, for whoever must know where they link to before they are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageMarkdown;

impl Markdown for PageMarkdown {
    fn links(&self, text: &str) -> Vec<String> {
        let arena = Arena::new();
        let document = parse_document(&arena, text, &options());
        let links = document.descendants().filter_map(|node| match &node.data().value {
            NodeValue::Link(link) => Some(link.url.clone()),
            _ => None,
        });
        links.collect()
    }
}

/// HTML of the body. Never fails: every text is Markdown.
pub(super) fn to_html(markdown: &str) -> String {
    let options = options();
    let arena = Arena::new();
    let document = parse_document(&arena, markdown, &options);
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    format_document_with_formatter(document, &options, &mut html, &Plugins::default(), format_node, Column(0))
        .expect("writing to a String does not fail");
    html
}

/// How many cells of the row at hand are written.
struct Column(usize);

/// Writes what must differ from comrak's own rendering, and leaves the rest to it.
fn format_node(context: &mut Context<Column>, node: Node<'_>, entering: bool) -> Result<ChildRendering, fmt::Error> {
    match &node.data().value {
        NodeValue::Heading(heading) => {
            // h1 is the page's own title, and HTML ends at h6.
            let level = (heading.level + 1).min(6);
            if entering {
                context.cr()?;
                write!(context, "<h{level}>")?;
            } else {
                writeln!(context, "</h{level}>")?;
            }
        }
        NodeValue::Link(link) => {
            if address::suits_a_text(&link.url) {
                link_to(context, node, &link.url, entering)?;
            }
        }
        // A page loads nothing from elsewhere: of an image only its description remains.
        NodeValue::Image(_) => return Ok(ChildRendering::Plain),
        NodeValue::HtmlInline(html) => {
            if entering {
                inline_html(context, html)?;
            }
        }
        NodeValue::HtmlBlock(block) => {
            let text = without_comments(&block.literal);
            if entering && !text.trim().is_empty() {
                context.cr()?;
                context.write_str("<p>")?;
                context.escape(text.trim())?;
                context.write_str("</p>\n")?;
            }
        }
        NodeValue::Table(_) => {
            if entering {
                context.cr()?;
                // A wide table scrolls by itself instead of widening the page.
                context.write_str("<div class=\"wide\">")?;
            }
            format_node_default(context, node, entering)?;
            if !entering {
                context.write_str("</div>\n")?;
            }
        }
        NodeValue::TableRow(_) => {
            context.user = Column(0);
            return format_node_default(context, node, entering);
        }
        NodeValue::TableCell => cell(context, node, entering)?,
        _ => return format_node_default(context, node, entering),
    }
    Ok(ChildRendering::HTML)
}

/// A link that leaks nothing and vouches for nothing; it shows its address if the author gave it no words.
fn link_to(context: &mut Context<Column>, node: Node<'_>, address: &str, entering: bool) -> fmt::Result {
    if !entering {
        return context.write_str("</a>");
    }
    context.write_str("<a href=\"")?;
    context.escape_href(address)?;
    context.write_str("\" rel=\"noopener noreferrer nofollow\">")?;
    if node.collect_text().trim().is_empty() {
        context.escape(address)
    } else {
        Ok(())
    }
}

/// HTML in a text is shown as it was written, so that its author sees it and no word of the text is lost. Only
/// `<br>` does what its author meant, since in a table Markdown has nothing else for it.
fn inline_html(context: &mut Context<Column>, html: &str) -> fmt::Result {
    if matches!(html, "<br>" | "<br/>" | "<br />") {
        context.write_str("<br>")
    } else {
        context.escape(&without_comments(html))
    }
}

/// Notes that authors leave for each other are not for citizens.
fn without_comments(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// A cell aligned by a class: HTML has retired the `align` attribute, and the page's policy refuses `style`.
fn cell(context: &mut Context<Column>, node: Node<'_>, entering: bool) -> fmt::Result {
    let row = node.parent();
    let in_header = row.is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true)));
    let name = if in_header { "th" } else { "td" };
    if !entering {
        return write!(context, "</{name}>");
    }
    let column = context.user.0;
    context.user = Column(column + 1);
    let alignment = row.and_then(AstNode::parent).and_then(|table| match &table.data().value {
        NodeValue::Table(table) => table.alignments.get(column).copied(),
        _ => None,
    });
    context.cr()?;
    match alignment {
        Some(TableAlignment::Center) => write!(context, "<{name} class=\"center\">"),
        Some(TableAlignment::Right) => write!(context, "<{name} class=\"right\">"),
        _ => write!(context, "<{name}>"),
    }
}
