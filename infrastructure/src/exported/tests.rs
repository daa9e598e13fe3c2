use std::io::Write;

use signpost_application::record::ScanRecord;
use tempfile::NamedTempFile;

use super::*;

const BEFORE_ALL: Position = Position(i64::MIN.cast_unsigned());

fn line(position: u64) -> String {
    format!(
        r#"{{"position":{position},"node":"00000000000000ff","offset":3,"at":"2026-01-02T03:04:05.000006Z","code":"BENCH","as_of":4,"outcome":"page","cause":"default","platform":"ios","language":null,"country":"BE","robot":false,"visitor":"fffffffffffffffe","referrer":null,"item":7}}"#
    )
}

fn log(text: &str) -> (NamedTempFile, ExportedLog<ScanRecord>) {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let log = ExportedLog::open(file.path()).unwrap();
    (file, log)
}

#[tokio::test]
async fn both_shapes_give_the_same_record() {
    let row = "position,node,offset,at,code,as_of,outcome,cause,platform,language,country,robot,visitor,referrer,item\n\
               1,00000000000000ff,3,2026-01-02T03:04:05.000006Z,BENCH,4,page,default,ios,,BE,false,fffffffffffffffe,,7\n";
    let (_kept, rows) = log(row);
    let (_kept, lines) = log(&(line(1) + "\n"));
    let records = lines.records(BEFORE_ALL, 10).await.unwrap();
    assert_eq!(rows.records(BEFORE_ALL, 10).await.unwrap(), records);
    let [record] = &records[..] else { panic!("{records:?}") };
    assert_eq!(
        (
            record.node,
            record.visitor,
            record.outcome,
            record.platform,
            record.language.clone(),
            record.item
        ),
        (255, u64::MAX - 1, 1, 0, None, Some(7))
    );
}

#[tokio::test]
async fn pages_begin_with_the_last_record_of_the_page_before_and_what_is_right_comes_before_what_is_not() {
    let (_kept, log) = log(&[line(1), line(5), line(2), "{\"position\":3}".to_owned()].join("\n"));
    let places = async |after| {
        let page = log.records(after, 2).await;
        page.map(|page| page.iter().map(|record| record.position).collect::<Vec<_>>())
    };
    assert_eq!(places(BEFORE_ALL).await.unwrap(), [1, 5]);
    assert_eq!(places(Position(4)).await.unwrap(), [5, 2]);
    assert!(matches!(places(Position(1)).await, Err(StoreError::Unreadable(_))));
    assert_eq!(places(BEFORE_ALL).await.unwrap(), [1, 5], "from the beginning again");
}
