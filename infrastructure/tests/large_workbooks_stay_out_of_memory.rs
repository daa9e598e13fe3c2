//! A workbook may be larger than memory, whichever way it goes: written and read row by row, also where its cells share their texts.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

use signpost_application::ports::tables::{Form, Table, Tables};
use signpost_infrastructure::tables::FileTables;
use zip::{ZipWriter, write::SimpleFileOptions};

/// Rows, and texts in each that no other row has: some 40 MB of texts, and more than twice that where all of them are in memory at once.
const ROWS: u32 = 100_000;
const COLUMNS: u32 = 4;
/// Memory that may be taken beyond what was taken before.
const BOUND: u64 = 32 << 20;

fn text(row: u32, column: u32) -> String {
    format!(
        "text {column} of row {row} & <more>, so that there is something to keep: {}",
        "x".repeat(30)
    )
}

/// The most memory that this process had since it was last asked.
fn most() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("this is Linux");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .expect("it says so");
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    fs::write("/proc/self/clear_refs", "5").expect("it is ours");
    kibibytes << 10
}

#[track_caller]
fn takes_little(what: &str, doing: impl FnOnce()) {
    most();
    let before = most();
    doing();
    let taken = most().saturating_sub(before);
    assert!(taken < BOUND, "{what} takes {} MiB", taken >> 20);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A workbook as spreadsheets save it: texts in a part of their own, which cells name by number.
fn with_shared_texts(path: &Path) {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(path).expect("a file")));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    for (name, content) in [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Codes" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
    ] {
        zip.start_file(name, options).expect("a part");
        zip.write_all(content.as_bytes()).expect("it is written");
    }
    zip.start_file("xl/sharedStrings.xml", options).expect("a part");
    let mut line = format!(r#"<sst xmlns="{main}"><si><t>heading</t></si>"#);
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            write!(line, "<si><t>{}</t></si>", escaped(&text(row, column))).expect("memory takes it");
        }
        zip.write_all(line.as_bytes()).expect("it is written");
        line.clear();
    }
    zip.write_all(b"</sst>").expect("it is written");
    zip.start_file("xl/worksheets/sheet1.xml", options).expect("a part");
    let letter = |column: u32| char::from_u32('A' as u32 + column).expect("a letter");
    let mut line = format!(r#"<worksheet xmlns="{main}"><sheetData><row r="1">"#);
    for column in 0..=COLUMNS {
        write!(line, r#"<c r="{}1" t="s"><v>0</v></c>"#, letter(column)).expect("memory takes it");
    }
    line.push_str("</row>");
    for row in 0..ROWS {
        let number = row + 2;
        write!(line, r#"<row r="{number}">"#).expect("memory takes it");
        for column in 0..COLUMNS {
            let shared = 1 + row * COLUMNS + column;
            write!(line, r#"<c r="{}{number}" t="s"><v>{shared}</v></c>"#, letter(column)).expect("memory takes it");
        }
        write!(line, r#"<c r="{}{number}"><v>{row}</v></c></row>"#, letter(COLUMNS)).expect("memory takes it");
        zip.write_all(line.as_bytes()).expect("it is written");
        line.clear();
    }
    zip.write_all(b"</sheetData></worksheet>").expect("it is written");
    zip.finish().expect("it is whole").flush().expect("it is written");
}

/// Reads all of it, which has to be there.
fn is_read(tables: &FileTables, path: &Path) {
    let (form, mut table): (Form, Box<dyn Table>) = tables.open(path, None).expect("a workbook");
    assert_eq!(form, Form::Workbook);
    for row in 0..ROWS {
        let read = table.next().expect("a row").expect("another");
        assert_eq!(read.number, u64::from(row) + 2);
        for column in 0..COLUMNS {
            assert_eq!(read.cells[column as usize], text(row, column));
        }
        assert_eq!(read.cells[COLUMNS as usize], row.to_string());
    }
    assert!(table.next().expect("an end").is_none());
}

/// One after the other: memory is counted by the process.
#[test]
fn a_workbook_of_any_size_is_written_and_read_in_little_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let tables = FileTables::waiting_in(folder.path().to_owned());
    let written = folder.path().join("written.xlsx");
    takes_little("writing a workbook", || {
        let file = File::create(&written).expect("a file");
        let mut table = tables.begin(Form::Workbook, Box::new(file)).expect("a workbook");
        table.write(&["a", "b", "c", "d", "e"]).expect("headings");
        for row in 0..ROWS {
            let cells: Vec<String> = (0..COLUMNS)
                .map(|column| text(row, column))
                .chain([row.to_string()])
                .collect();
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            table.write(&cells).expect("a row");
        }
        table.finish().expect("it is whole");
    });
    takes_little("reading it", || is_read(&tables, &written));
    let shared = folder.path().join("shared.xlsx");
    with_shared_texts(&shared);
    takes_little("reading one with shared texts", || is_read(&tables, &shared));
}
