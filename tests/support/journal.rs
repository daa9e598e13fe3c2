use std::{fs, path::Path};

/// How many scans the journal in a data folder holds, read by its documented format (`infrastructure/src/journal/format.rs`)
/// and by other code than Signpost's.
pub(crate) fn journalled(data: &Path) -> u64 {
    let files = fs::read_dir(data.join("journal")).expect("a journal");
    let files = files.map(|entry| entry.expect("an entry").path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "journal"))
        .map(|path| scans_in(&fs::read(path).expect("a segment")))
        .sum()
}

fn scans_in(segment: &[u8]) -> u64 {
    let number = |at: usize| {
        segment
            .get(at..at + 4)
            .map(|bytes| u32::from_le_bytes(bytes.try_into().unwrap()))
    };
    let (mut at, mut scans) = (24, 0);
    while let (Some(length), Some(count)) = (number(at), number(at + 16)) {
        at += 8 + length as usize;
        if at > segment.len() {
            break;
        }
        scans += u64::from(count);
    }
    scans
}
