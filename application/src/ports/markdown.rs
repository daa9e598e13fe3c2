//! The text of information pages.

/// Reads Markdown.
pub trait Markdown: Send + Sync {
    /// The address of every link in `text`, as written.
    fn links(&self, text: &str) -> Vec<String>;
}
