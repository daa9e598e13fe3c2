//! In which encoding a text is.

use std::{
    fs::File,
    io::{self, Read, Seek},
};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

/// Bytes looked at together.
const PART: usize = 64 << 10;

/// A text as UTF-8, without a byte order mark, whatever it was; and whether it had one or was in another encoding, as spreadsheets write texts.
pub(super) fn decoded(mut file: File) -> io::Result<(DecodeReaderBytes<File, Vec<u8>>, bool)> {
    let encoding = encoding(&mut file)?;
    file.rewind()?;
    let mut first = Vec::with_capacity(3);
    (&mut file).take(3).read_to_end(&mut first)?;
    file.rewind()?;
    let is_marked = encoding != UTF_8 || Encoding::for_bom(&first).is_some();
    // A byte order mark says more than any guess.
    let mut builder = DecodeReaderBytesBuilder::new();
    builder.encoding(Some(encoding)).bom_override(true).strip_bom(true);
    Ok((builder.build(file), is_marked))
}

/// UTF-8 if all of it is, since hardly any text in another encoding looks so; else what Windows calls ANSI in western Europe. UTF-16, which is what Excel
/// calls Unicode text, is known by its zeros where it has no byte order mark.
fn encoding(file: &mut File) -> io::Result<&'static Encoding> {
    let mut buffer = vec![0; PART];
    let mut kept = 0;
    let mut is_first = true;
    loop {
        let read = file.read(&mut buffer[kept..])?;
        let filled = kept + read;
        if is_first {
            is_first = false;
            let zeros = |from: usize| {
                buffer[..filled]
                    .iter()
                    .skip(from)
                    .step_by(2)
                    .filter(|byte| **byte == 0)
                    .count()
            };
            let (even, odd) = (zeros(0), zeros(1));
            if odd * 4 > filled && even * 16 < filled {
                return Ok(UTF_16LE);
            }
            if even * 4 > filled && odd * 16 < filled {
                return Ok(UTF_16BE);
            }
        }
        match std::str::from_utf8(&buffer[..filled]) {
            Ok(_) => kept = 0,
            // A character may be cut in two by the end of what was read, but not by the end of the file.
            Err(error) if error.error_len().is_none() && read > 0 => {
                buffer.copy_within(error.valid_up_to()..filled, 0);
                kept = filled - error.valid_up_to();
            }
            Err(_) => return Ok(WINDOWS_1252),
        }
        if read == 0 {
            return Ok(UTF_8);
        }
    }
}
