//! Rows that wait in a temporary file, which goes with whoever reads it: a line of JSON each.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Lines, Seek, Write},
};

use signpost_application::ports::tables::{Row, TableError};

/// Takes rows.
pub(super) struct Aside {
    file: BufWriter<File>,
}

/// Gives them back, in their order.
#[derive(Debug)]
pub(super) struct Waiting {
    lines: Lines<BufReader<File>>,
}

impl Aside {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::new(tempfile::tempfile()?),
        })
    }

    pub(super) fn lay(&mut self, row: &Row) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, &(row.number, &row.cells))?;
        self.file.write_all(b"\n")
    }

    pub(super) fn take_up(self) -> io::Result<Waiting> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(Waiting {
            lines: BufReader::new(file).lines(),
        })
    }
}

impl Iterator for Waiting {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<io::Result<Row>> {
        let row = |line: String| {
            let (number, cells) = serde_json::from_str(&line)?;
            Ok(Row { number, cells })
        };
        self.lines.next().map(|line| line.and_then(row))
    }
}

pub(super) fn failed(error: &io::Error) -> TableError {
    TableError::new(format!("the temporary file for what was read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_laid() {
        let row = |number, cell: &str| Row {
            number,
            cells: vec![cell.to_owned(), String::new()],
        };
        let rows = [row(7, "two\r\nlines, \"quoted\" 🌳\u{2028}"), row(3, "")];
        let mut aside = Aside::new().unwrap();
        for row in &rows {
            aside.lay(row).unwrap();
        }
        let back: Vec<Row> = aside.take_up().unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(back, rows);
    }
}
