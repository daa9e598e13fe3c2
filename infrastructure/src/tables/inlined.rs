//! Workbooks whose texts are too many for memory: cells of a workbook share their texts, which stand in a part of their own and are named by number.
//!
//! `calamine` has all of these in memory. So a large workbook is copied first, into a temporary file in which every cell says its text itself. The
//! texts wait on the disk meanwhile; what is in memory is bounded, whatever the workbook.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::Path,
};

use quick_xml::{
    Reader, Writer,
    events::{BytesRef, BytesStart, BytesText, Event},
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Bytes of a page of texts that is read from the disk at once.
const PAGE: u64 = 64 << 10;
/// Pages that are kept in memory: texts mostly stand in the order in which cells name them, and a few are named again and again.
const KEPT: usize = 64;
/// Where texts that are shared stand.
const SHARED: &str = "sharedstrings.xml";
/// What stands there where there are none.
const NONE: &[u8] =
    br#"<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>"#;

/// Whether this part of a workbook has the texts that cells share.
pub(super) fn is_shared(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(SHARED)
}

/// Whether this part of a workbook is a sheet.
pub(super) fn is_sheet(name: &str) -> bool {
    name.to_ascii_lowercase().starts_with("xl/worksheets/sheet")
}

/// The same workbook with the texts in the cells, in a temporary file in `folder`.
pub(super) fn inlined(archive: &mut ZipArchive<BufReader<File>>, folder: &Path) -> io::Result<File> {
    let mut texts = Texts::in_folder(folder)?;
    for place in 0..archive.len() {
        let part = archive.by_index(place)?;
        if is_shared(&part.name().map_err(io::Error::other)?) {
            read_texts(BufReader::new(part), &mut texts)?;
        }
    }
    let mut texts = texts.read_from()?;
    let options = SimpleFileOptions::default().compression_level(Some(1)).large_file(true);
    let mut copy = ZipWriter::new(BufWriter::with_capacity(1 << 20, tempfile::tempfile_in(folder)?));
    for place in 0..archive.len() {
        let part = archive.by_index(place)?;
        let name = part.name().map_err(io::Error::other)?.into_owned();
        if is_shared(&name) {
            copy.start_file(name, options)?;
            copy.write_all(NONE)?;
        } else if is_sheet(&name) {
            copy.start_file(name, options)?;
            inline(BufReader::new(part), BufWriter::new(&mut copy), &mut texts)?;
        } else {
            drop(part);
            copy.raw_copy_file(archive.by_index_raw(place)?)?;
        }
    }
    let mut file = copy.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

fn reader<R: BufRead>(xml: R) -> Reader<R> {
    let mut reader = Reader::from_reader(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    config.expand_empty_elements = true;
    reader
}

/// Reads the texts, each as it stands in the XML: what is escaped there stays so. Of a text with parts that look otherwise all are taken, but not how
/// it is pronounced.
fn read_texts(xml: impl BufRead, texts: &mut Texts) -> io::Result<()> {
    let mut reader = reader(xml);
    let (mut buffer, mut text) = (Vec::new(), String::new());
    // Where the part begins that is read; none outside of one.
    let mut part: Option<(usize, bool)> = None;
    let mut is_pronounced = false;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(io::Error::other)? {
            Event::Eof => return Ok(()),
            Event::Start(element) => match element.local_name().as_ref() {
                "si" => text.clear(),
                "rPh" => is_pronounced = true,
                "t" if !is_pronounced => part = Some((text.len(), attribute(&element, "xml:space") == Some("preserve".into()))),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "si" => texts.push(&text)?,
                "rPh" => is_pronounced = false,
                "t" => {
                    if let Some((begin, false)) = part.take() {
                        let trimmed = text[begin..].trim_matches([' ', '\t', '\r', '\n']).to_owned();
                        text.replace_range(begin.., &trimmed);
                    }
                }
                _ => {}
            },
            Event::Text(piece) if part.is_some() => text.push_str(&piece.into_inner()),
            Event::GeneralRef(named) if part.is_some() => push_reference(&mut text, &named),
            Event::CData(piece) if part.is_some() => {
                text.push_str(&piece.minimal_escape().map_err(io::Error::other)?.into_inner());
            }
            _ => {}
        }
    }
}

fn push_reference(text: &mut String, named: &BytesRef<'_>) {
    text.push('&');
    text.push_str(&named.borrow().into_inner());
    text.push(';');
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes().filter_map(Result::ok);
    let found = attributes.find(|attribute| attribute.key.as_ref() == name)?;
    Some(found.value.into_owned())
}

/// Copies a sheet, in which cells that named a text by its number say it.
fn inline(xml: impl BufRead, out: impl Write, texts: &mut ReadTexts) -> io::Result<()> {
    let mut reader = reader(xml);
    let mut writer = Writer::new(out);
    let mut buffer = Vec::new();
    let mut named = false;
    // The number of a text, while it is read.
    let mut number: Option<String> = None;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(io::Error::other)? {
            Event::Eof => return writer.get_mut().flush(),
            Event::Start(element) if element.local_name().as_ref() == "c" => {
                named = attribute(&element, "t") == Some("s".to_owned());
                writer.write_event(Event::Start(if named { saying(&element) } else { element }))?;
            }
            Event::Start(element) if named && element.local_name().as_ref() == "v" => {
                number = Some(String::new());
                writer.write_event(Event::Start(element))?;
            }
            Event::Text(digits) if number.is_some() => {
                if let Some(number) = &mut number {
                    number.push_str(&digits.into_inner());
                }
            }
            Event::End(element) => {
                if let Some(number) = number.take().filter(|number| !number.trim().is_empty()) {
                    let number = number.trim().parse().map_err(io::Error::other)?;
                    writer.write_event(Event::Text(BytesText::from_escaped(texts.text(number)?)))?;
                }
                writer.write_event(Event::End(element))?;
            }
            event => writer.write_event(event)?,
        }
    }
}

/// A cell that says its text itself, at the same place in the same look.
fn saying(cell: &BytesStart<'_>) -> BytesStart<'static> {
    let mut saying = BytesStart::new(cell.name().as_ref().to_owned());
    for attribute in cell.attributes().filter_map(Result::ok) {
        if attribute.key.as_ref() == "t" {
            saying.push_attribute(("t", "str"));
        } else {
            saying.push_attribute(attribute);
        }
    }
    saying
}

/// Texts that are written to the disk, one after the other.
struct Texts {
    all: BufWriter<File>,
    /// Where each ends, eight bytes.
    ends: BufWriter<File>,
    end: u64,
}

impl Texts {
    fn in_folder(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            all: BufWriter::new(tempfile::tempfile_in(folder)?),
            ends: BufWriter::new(tempfile::tempfile_in(folder)?),
            end: 0,
        })
    }

    fn push(&mut self, text: &str) -> io::Result<()> {
        self.all.write_all(text.as_bytes())?;
        self.end += text.len() as u64;
        self.ends.write_all(&self.end.to_le_bytes())
    }

    fn read_from(self) -> io::Result<ReadTexts> {
        Ok(ReadTexts {
            all: Pages::of(self.all)?,
            ends: Pages::of(self.ends)?,
        })
    }
}

/// Texts by their numbers.
struct ReadTexts {
    all: Pages,
    ends: Pages,
}

impl ReadTexts {
    fn text(&mut self, number: u64) -> io::Result<String> {
        let mut end_of = |number: u64| {
            let mut end = [0; 8];
            let place = number.checked_mul(8).ok_or(io::ErrorKind::UnexpectedEof)?;
            self.ends.read(place, &mut end)?;
            Ok::<_, io::Error>(u64::from_le_bytes(end))
        };
        let missing = |_| io::Error::other(format!("a cell names text {number}, and there are not so many"));
        let begin = if number == 0 {
            0
        } else {
            end_of(number - 1).map_err(missing)?
        };
        let end = end_of(number).map_err(missing)?;
        let mut bytes = vec![0; usize::try_from(end - begin).map_err(io::Error::other)?];
        self.all.read(begin, &mut bytes)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }
}

/// A file of which some pages are in memory.
struct Pages {
    file: File,
    /// Each at its number modulo how many there are.
    pages: Vec<(u64, Vec<u8>)>,
}

impl Pages {
    fn of(file: BufWriter<File>) -> io::Result<Self> {
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Self {
            file,
            pages: vec![(u64::MAX, Vec::new()); KEPT],
        })
    }

    /// Fills all of `bytes` with what stands at `place`.
    fn read(&mut self, mut place: u64, mut bytes: &mut [u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let page = self.page(place / PAGE)?;
            let from = page.get(usize::try_from(place % PAGE).map_err(io::Error::other)?..);
            let from = from.filter(|from| !from.is_empty()).ok_or(io::ErrorKind::UnexpectedEof)?;
            let length = from.len().min(bytes.len());
            let (now, later) = bytes.split_at_mut(length);
            now.copy_from_slice(&from[..length]);
            place += length as u64;
            bytes = later;
        }
        Ok(())
    }

    fn page(&mut self, number: u64) -> io::Result<&[u8]> {
        let kept = usize::try_from(number % KEPT as u64).map_err(io::Error::other)?;
        let kept = &mut self.pages[kept];
        if kept.0 != number {
            kept.0 = u64::MAX;
            kept.1.clear();
            self.file.seek(SeekFrom::Start(number * PAGE))?;
            (&mut self.file).take(PAGE).read_to_end(&mut kept.1)?;
            kept.0 = number;
        }
        Ok(&kept.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(xml: &str) -> ReadTexts {
        let mut texts = Texts::in_folder(&std::env::temp_dir()).unwrap();
        read_texts(xml.as_bytes(), &mut texts).unwrap();
        texts.read_from().unwrap()
    }

    #[test]
    fn shared_texts_are_what_a_spreadsheet_shows() {
        let xml = "<sst><si><t>one</t></si><si><t> trimmed\n</t></si><si><t xml:space=\"preserve\"> kept </t></si><si/><si><r><t>a &amp; </t></r>\
            <r><t xml:space=\"preserve\"> b</t></r><rPh><t>not this</t></rPh></si><si><t><![CDATA[<c>]]></t></si></sst>";
        let mut texts = texts(xml);
        let all: Vec<String> = (0..6).map(|number| texts.text(number).unwrap()).collect();
        assert_eq!(all, ["one", "trimmed", " kept ", "", "a &amp; b", "&lt;c>"]);
        assert!(texts.text(6).unwrap_err().to_string().contains("text 6"));
        assert!(texts.text(u64::MAX).is_err());
    }

    #[test]
    fn texts_of_many_pages_are_found_in_any_order() {
        let mut written = Texts::in_folder(&std::env::temp_dir()).unwrap();
        let text = |number: u64| format!("{number}").repeat((number % 300) as usize);
        for number in 0..40_000 {
            written.push(&text(number)).unwrap();
        }
        let mut read = written.read_from().unwrap();
        assert!(read.all.file.metadata().unwrap().len() > PAGE * KEPT as u64);
        for number in (0..40_000).map(|step| step * 7_919 % 40_000) {
            assert_eq!(read.text(number).unwrap(), text(number));
        }
    }

    #[test]
    fn cells_say_their_texts_themselves_and_all_else_stays() {
        let mut texts = texts("<sst><si><t>one &lt; two</t></si></sst>");
        let xml =
            "<row r=\"1\"><c r=\"A1\" s=\"3\" t=\"s\"><v>0</v></c><c r=\"B1\"><f>1+1</f><v>2</v></c><c r=\"C1\" t=\"s\"/></row>";
        let mut out = Vec::new();
        inline(xml.as_bytes(), &mut out, &mut texts).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "<row r=\"1\"><c r=\"A1\" s=\"3\" t=\"str\"><v>one &lt; two</v></c><c r=\"B1\"><f>1+1</f><v>2</v></c><c r=\"C1\" t=\"str\"></c></row>"
        );
    }
}
