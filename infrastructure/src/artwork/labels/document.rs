//! A PDF of any number of pages, written page by page: of what was written, only where it stands is kept (ISO 32000-1, 7.5).

use std::io::{self, Write};

use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::{Chunk, Filter, Finish, Name, Rect, Ref, TextStr};

use super::{
    super::{design::vector::pdf, emblem::Drawn},
    typeface::Used,
};

/// Pages under one node of the tree of pages (7.7.3.2).
const PAGES_OF_A_NODE: usize = 200;

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const RESOURCES: Ref = Ref::new(3);
const INFORMATION: Ref = Ref::new(4);
/// The first of the objects that a font takes.
const FONT: i32 = 5;
/// The first of those that a logo takes.
const FIRST_OF_LOGO: i32 = FONT + Used::OBJECTS;
/// The first that pages take.
const REST: i32 = FIRST_OF_LOGO + pdf::OBJECTS;

/// What text is set in, as pages call it.
pub(super) const FONT_NAME: Name<'static> = Name(b"F");

/// A document that is being written.
pub(super) struct Document<W> {
    out: W,
    /// Bytes written.
    length: u64,
    /// Where each object begins, 0 while it is not written.
    places: Vec<u64>,
    /// Width and height of every page, in points.
    page: [f32; 2],
    /// The node that the next page belongs to, and the pages that do already.
    node: Option<(Ref, Vec<Ref>)>,
    nodes: Vec<Ref>,
    count: i32,
}

impl<W: Write> Document<W> {
    pub(super) fn new(out: W, page: [f32; 2]) -> Self {
        Self {
            out,
            length: 0,
            places: vec![0; usize::try_from(REST - 1).expect("a few")],
            page,
            node: None,
            nodes: Vec::new(),
            count: 0,
        }
    }

    /// Adds a page.
    pub(super) fn page(&mut self, content: &[u8]) -> io::Result<()> {
        let [page, contents] = [self.reserve(), self.reserve()];
        let (parent, mut kids) = match self.node.take() {
            Some(node) => node,
            None => (self.reserve(), Vec::new()),
        };
        kids.push(page);
        self.count += 1;

        let [width, height] = self.page;
        let mut chunk = Chunk::new();
        let mut sheet = chunk.page(page);
        sheet
            .parent(parent)
            .media_box(Rect::new(0.0, 0.0, width, height))
            .contents(contents)
            .pair(Name(b"Resources"), RESOURCES);
        sheet.finish();
        self.write(page, &chunk)?;
        self.stream(contents, content)?;
        if kids.len() < PAGES_OF_A_NODE {
            self.node = Some((parent, kids));
            return Ok(());
        }
        self.close(parent, &kids)
    }

    fn close(&mut self, node: Ref, kids: &[Ref]) -> io::Result<()> {
        let mut chunk = Chunk::new();
        let count = i32::try_from(kids.len()).expect("a node has few pages");
        chunk.pages(node).parent(PAGES).kids(kids.iter().copied()).count(count);
        self.nodes.push(node);
        self.write(node, &chunk)
    }

    /// Writes all that pages share, and where everything is.
    pub(super) fn finish(mut self, title: &str, used: Used, logo: Option<&Drawn>) -> io::Result<()> {
        if let Some((node, kids)) = self.node.take() {
            self.close(node, &kids)?;
        }
        let mut chunk = Chunk::new();
        chunk.pages(PAGES).kids(self.nodes.iter().copied()).count(self.count);
        self.write(PAGES, &chunk)?;

        let mut chunk = Chunk::new();
        let mut resources = chunk.indirect(RESOURCES).dict();
        let font = (!used.is_empty()).then(|| Ref::new(FONT));
        if let Some(font) = font {
            resources.insert(Name(b"Font")).dict().pair(FONT_NAME, font);
        }
        if logo.is_some() {
            let logo = Ref::new(FIRST_OF_LOGO);
            resources.insert(Name(b"XObject")).dict().pair(pdf::LOGO, logo);
        }
        resources.finish();
        self.write(RESOURCES, &chunk)?;
        if let Some(font) = font {
            for (id, chunk) in used.objects(font) {
                self.write(id, &chunk)?;
            }
        }

        if let Some(logo) = logo {
            for (id, chunk) in pdf::objects(logo, Ref::new(FIRST_OF_LOGO)) {
                self.write(id, &chunk)?;
            }
        }

        let mut chunk = Chunk::new();
        let mut catalog = chunk.indirect(CATALOG).start::<pdf_writer::writers::Catalog<'_>>();
        catalog.pages(PAGES);
        // Asks whoever prints it to leave its size as it is (12.2, table 150).
        let mut preferences = catalog.viewer_preferences();
        preferences.display_doc_title(true).pair(Name(b"PrintScaling"), Name(b"None"));
        preferences.finish();
        catalog.finish();
        self.write(CATALOG, &chunk)?;

        let mut chunk = Chunk::new();
        chunk
            .indirect(INFORMATION)
            .start::<pdf_writer::writers::DocumentInfo<'_>>()
            .title(TextStr(title));
        self.write(INFORMATION, &chunk)?;
        self.table()
    }

    /// The cross-reference table (7.5.4) and the trailer (7.5.5).
    fn table(mut self) -> io::Result<()> {
        let begins = self.length;
        let size = self.places.len() + 1;
        write!(self.out, "xref\n0 {size}\n0000000000 65535 f \n")?;
        for place in &self.places {
            let kind = if *place == 0 { 'f' } else { 'n' };
            let generation = if *place == 0 { 65_535 } else { 0 };
            // An entry has twenty bytes, with a space before its end of line.
            writeln!(self.out, "{place:010} {generation:05} {kind} ")?;
        }
        let (root, information) = (CATALOG.get(), INFORMATION.get());
        write!(
            self.out,
            "trailer\n<< /Size {size} /Root {root} 0 R /Info {information} 0 R >>\nstartxref\n{begins}\n%%EOF\n"
        )?;
        self.out.flush()
    }

    fn reserve(&mut self) -> Ref {
        self.places.push(0);
        Ref::new(i32::try_from(self.places.len()).expect("a document of two thousand million objects is never finished"))
    }

    fn stream(&mut self, id: Ref, bytes: &[u8]) -> io::Result<()> {
        let compressed = deflate(bytes);
        let mut chunk = Chunk::new();
        chunk.stream(id, &compressed).filter(Filter::FlateDecode);
        self.write(id, &chunk)
    }

    /// Writes a chunk that has this one object.
    fn write(&mut self, id: Ref, chunk: &Chunk) -> io::Result<()> {
        if self.length == 0 {
            // The comment says that the file is not text (7.5.2).
            let head = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n";
            self.out.write_all(head)?;
            self.length = head.len() as u64;
        }
        let index = usize::try_from(id.get() - 1).expect("numbers of objects begin with 1");
        self.places[index] = self.length;
        self.out.write_all(chunk.as_bytes())?;
        self.length += chunk.len() as u64;
        Ok(())
    }
}

/// Bytes as `FlateDecode` reads them (7.4.4).
pub(in super::super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("memory takes all that is written")
}
