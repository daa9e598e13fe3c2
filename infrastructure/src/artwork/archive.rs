//! Many pictures in one ZIP archive, written as they are drawn.
//!
//! Written here and not by the `zip` crate: that one keeps some 400 bytes for each file until the end, a batch has up to a million,
//! and what it takes to know the size and checksum of a file that is in memory whole, before it is written, is little. Of each file
//! only its line in the directory is kept, in a file without a name once these are many.
//!
//! The format is PKWARE's APPNOTE.TXT 6.3.10, whose sections are named below.

use std::io::{self, Seek, Write};

use crc32fast::hash;
use flate2::{Compress, Compression, FlushCompress, Status};
use signpost_application::ports::artwork::{Artist, Format, Impression, PictureRequest, Press, PressError};
use tempfile::SpooledTempFile;

use super::{QrArtist, design::Style, draw_in};

/// Bytes of the directory that are kept in memory.
const DIRECTORY_IN_MEMORY: usize = 1 << 20;
/// Names are in UTF-8 (4.4.4, bit 11).
const UTF_8: u16 = 1 << 11;
/// The first day there is (4.4.6): archives of the same pictures are the same, whenever they are made.
const NO_DAY: u32 = 0x0021_0000;
/// A regular file that its owner may write (4.4.15), as Unix has it (4.4.2).
const MODE: u32 = 0o100_644 << 16;
const UNIX: u16 = 3 << 8;
/// Version needed: for deflated files, and for ZIP64 (4.4.3.2).
const DEFLATED: u16 = 20;
const ZIP64: u16 = 45;

/// A press that draws every code into a file of its own.
pub(super) struct PictureArchive {
    request: PictureRequest,
    /// The design, once it was read.
    style: Option<Style>,
    archive: Archive<Box<dyn Write + Send>>,
}

impl PictureArchive {
    pub(super) fn new(request: PictureRequest, out: Box<dyn Write + Send>) -> Self {
        let archive = Archive::new(out);
        Self {
            request,
            style: None,
            archive,
        }
    }
}

impl Press for PictureArchive {
    fn print(&mut self, impression: &Impression) -> Result<(), PressError> {
        let Impression { content, caption, .. } = impression;
        let picture = match &self.request.design {
            None => QrArtist.draw(content, caption, &self.request)?,
            Some(design) => {
                let style = match self.style.take() {
                    Some(style) => style,
                    None => Style::new(design)?,
                };
                draw_in(self.style.insert(style), content, caption, &self.request)?
            }
        };
        let format = self.request.format;
        let name = format!("{}.{}", impression.name, format.as_str());
        // A PNG is compressed already.
        Ok(self.archive.add(&name, &picture.bytes, format != Format::Png)?)
    }

    fn finish(self: Box<Self>) -> Result<(), PressError> {
        Ok(self.archive.finish()?)
    }
}

/// An archive that is being written.
struct Archive<W> {
    out: W,
    /// Bytes written.
    length: u64,
    files: u64,
    directory: SpooledTempFile,
    compress: Compress,
    compressed: Vec<u8>,
}

impl<W: Write> Archive<W> {
    fn new(out: W) -> Self {
        Self {
            out,
            length: 0,
            files: 0,
            directory: SpooledTempFile::new(DIRECTORY_IN_MEMORY),
            compress: Compress::new(Compression::default(), false),
            compressed: Vec::new(),
        }
    }

    /// Adds a file.
    fn add(&mut self, name: &str, bytes: &[u8], compress: bool) -> io::Result<()> {
        let too_large = |_| io::Error::other("a picture has 4 GiB at most");
        let name_length = u16::try_from(name.len()).map_err(|_| io::Error::other("a name has 65,535 bytes at most"))?;
        let method: u16 = if compress { 8 } else { 0 };
        let data = if compress {
            deflate(&mut self.compress, &mut self.compressed, bytes)?
        } else {
            bytes
        };
        let sizes = [
            hash(bytes),
            u32::try_from(data.len()).map_err(too_large)?,
            u32::try_from(bytes.len()).map_err(too_large)?,
        ];

        // Local file header (4.3.7).
        let mut head = Vec::with_capacity(30 + name.len());
        put32(&mut head, [0x0403_4b50]);
        put16(&mut head, [DEFLATED, UTF_8, method]);
        put32(&mut head, [NO_DAY]);
        put32(&mut head, sizes);
        put16(&mut head, [name_length, 0]);
        head.extend(name.as_bytes());

        // Central directory header (4.3.12), with an extra field where its place is beyond 32 bits (4.5.3).
        let place = u32::try_from(self.length).unwrap_or(u32::MAX);
        let is_far = place == u32::MAX;
        let mut entry = Vec::with_capacity(58 + name.len());
        put32(&mut entry, [0x0201_4b50]);
        put16(
            &mut entry,
            [UNIX | ZIP64, if is_far { ZIP64 } else { DEFLATED }, UTF_8, method],
        );
        put32(&mut entry, [NO_DAY]);
        put32(&mut entry, sizes);
        put16(&mut entry, [name_length, if is_far { 12 } else { 0 }, 0, 0, 0]);
        put32(&mut entry, [MODE, place]);
        entry.extend(name.as_bytes());
        if is_far {
            put16(&mut entry, [1, 8]);
            entry.extend(self.length.to_le_bytes());
        }
        self.directory.write_all(&entry)?;
        self.files += 1;

        self.out.write_all(&head)?;
        self.out.write_all(data)?;
        self.length += (head.len() + data.len()) as u64;
        Ok(())
    }

    /// Writes the directory.
    fn finish(mut self) -> io::Result<()> {
        let begins = self.length;
        self.directory.rewind()?;
        let length = io::copy(&mut self.directory, &mut self.out)?;
        let mut end = Vec::new();
        let files = u16::try_from(self.files).unwrap_or(u16::MAX);
        let [short_length, short_begins] = [length, begins].map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        if files == u16::MAX || short_length == u32::MAX || short_begins == u32::MAX {
            // ZIP64 end of central directory record and its locator (4.3.14, 4.3.15).
            put32(&mut end, [0x0606_4b50]);
            end.extend(44_u64.to_le_bytes());
            put16(&mut end, [UNIX | ZIP64, ZIP64]);
            put32(&mut end, [0, 0]);
            for number in [self.files, self.files, length, begins] {
                end.extend(number.to_le_bytes());
            }
            put32(&mut end, [0x0706_4b50, 0]);
            end.extend((begins + length).to_le_bytes());
            put32(&mut end, [1]);
        }
        // End of central directory record (4.3.16).
        put32(&mut end, [0x0605_4b50]);
        put16(&mut end, [0, 0, files, files]);
        put32(&mut end, [short_length, short_begins]);
        put16(&mut end, [0]);
        self.out.write_all(&end)?;
        self.out.flush()
    }
}

/// All of `bytes`, deflated (RFC 1951), in `compressed`.
fn deflate<'a>(compress: &mut Compress, compressed: &'a mut Vec<u8>, bytes: &[u8]) -> io::Result<&'a [u8]> {
    compress.reset();
    compressed.clear();
    compressed.reserve(bytes.len() / 2 + 64);
    loop {
        let taken = usize::try_from(compress.total_in()).unwrap_or(usize::MAX).min(bytes.len());
        match compress.compress_vec(&bytes[taken..], compressed, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => return Ok(compressed),
            Ok(Status::Ok | Status::BufError) => compressed.reserve(bytes.len() / 2 + 64),
            Err(error) => return Err(io::Error::other(error)),
        }
    }
}

fn put16<const N: usize>(bytes: &mut Vec<u8>, numbers: [u16; N]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn put32<const N: usize>(bytes: &mut Vec<u8>, numbers: [u32; N]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

#[cfg(test)]
mod tests {
    use std::{fs, process::Command};

    use super::*;

    /// What Python's `zipfile` finds in an archive, after it has read all of it and checked every sum.
    const READ: &str = "import sys, zipfile\n\
        z = zipfile.ZipFile(sys.argv[1])\n\
        assert z.testzip() is None\n\
        names = z.namelist()\n\
        print(len(names), len(set(names)), names[0], names[-1], z.read(names[-1]).decode())";

    fn read_by_python(archive: &[u8]) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("archive.zip");
        fs::write(&file, archive).expect("a file");
        let output = Command::new("python3")
            .args(["-c", READ])
            .arg(&file)
            .output()
            .expect("python3");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text").trim_end().to_owned()
    }

    fn archive_of(files: u32, first_length: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut archive = Archive::new(&mut bytes);
        // As if so much had been written before.
        archive.length = first_length;
        for file in 0..files {
            let content = format!("file {file} ").repeat(3);
            archive
                .add(&format!("é{file}.svg"), content.as_bytes(), file % 2 == 0)
                .expect("memory takes it");
        }
        archive.finish().expect("memory takes it");
        bytes
    }

    #[test]
    fn an_archive_is_read_by_another_reader_whatever_number_of_files_it_has() {
        let last = |file| format!("file {file} ").repeat(3);
        assert_eq!(
            read_by_python(&archive_of(3, 0)),
            format!("3 3 é0.svg é2.svg {}", last(2).trim_end())
        );
        // From 65,535 on it takes ZIP64.
        for files in [65_534, 65_535, 70_000] {
            let expected = format!("{files} {files} é0.svg é{}.svg {}", files - 1, last(files - 1).trim_end());
            assert_eq!(read_by_python(&archive_of(files, 0)), expected);
        }
    }

    #[test]
    fn files_beyond_four_gibibytes_are_found() {
        // Python finds what stands before an archive by the difference of where things are and where they say they are: none here.
        let before = (1 << 32) - 60;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("archive.zip");
        let mut file = fs::File::create(&path).expect("a file");
        // A hole, which takes no place on the disk.
        file.set_len(before).expect("a hole");
        file.seek(io::SeekFrom::End(0)).expect("a place");
        file.write_all(&archive_of(9, before)).expect("a file");
        let output = Command::new("python3")
            .args(["-c", READ])
            .arg(&path)
            .output()
            .expect("python3");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            said.starts_with("9 9 é0.svg é8.svg file 8"),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    #[test]
    fn the_same_pictures_make_the_same_archive() {
        assert_eq!(archive_of(10, 0), archive_of(10, 0));
    }
}
