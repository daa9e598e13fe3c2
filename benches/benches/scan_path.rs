//! What the parts of a scan's way cost by themselves: resolving it, having it written down, and the symbol that is scanned. `scripts/bench parts` runs it.
//!
//! Seconds of one machine: to find out what a change of the code changed there. What counts are ratios to floors, which `signpost-bench` measures.

use std::{collections::BTreeMap, hint::black_box, sync::Arc, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use futures::future::join_all;
use jiff::Timestamp;
use serde_json::json;
use signpost_application::ports::{
    artwork::{Artist, Format, Level, PictureRequest},
    journal::Recorder,
};
use signpost_domain::{
    code::Configuration,
    condition::Condition,
    decision::Position,
    identifier::{AudienceName, CodeId},
    resolve::resolve,
    scan::{Cause, Outcome, Scan},
    visit::{Platform, Visit, Visitor},
};
use signpost_infrastructure::{
    artwork::QrArtist,
    journal::{Journal, Settings},
    machine::SystemEntropy,
};

fn parsed<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).expect("as the log has it")
}

fn code() -> CodeId {
    "BENCH-1".parse().expect("letters, a hyphen and a digit")
}

/// A code with so many rules, none of which holds for the visitor but the last, as those of `signpost-bench resolver`.
fn ruled(rules: usize) -> (Configuration, BTreeMap<AudienceName, Condition>) {
    let target = |name: &str| json!({"type": "redirect", "url": format!("https://stad.example/{name}"), "forward_query": false});
    let names: Vec<String> = (0..rules).map(|n| format!("audience-{n}")).collect();
    let rule = |name: &String| json!({"audience": name, "target": target(name)});
    let rules: Vec<_> = names.iter().map(rule).collect();
    let condition = |(n, name): (usize, &String)| {
        let last = if n + 1 == names.len() {
            json!({"platform": ["ios"]})
        } else {
            json!({"network": [format!("10.{n}.0.0/16"), format!("2001:db8:{n}::/48")]})
        };
        let languages =
            json!({"any": [{"language": ["fr", "de"]}, {"all": [{"language": ["nl"]}, {"platform": ["ios", "android"]}]}]});
        let condition = json!({"all": [languages, {"not": {"query": {"name": "app", "equals": format!("app-{n}")}}}, last]});
        (name.parse().expect("a name"), parsed(condition))
    };
    let configuration = parsed(json!({"status": "active", "target": target("default"), "rules": rules}));
    (configuration, names.iter().enumerate().map(condition).collect())
}

/// A code with one rule, for whomever a condition holds.
fn asking(condition: serde_json::Value) -> (Configuration, BTreeMap<AudienceName, Condition>) {
    let target = json!({"type": "redirect", "url": "https://stad.example/", "forward_query": false});
    let rules = json!([{"audience": "asked", "target": target}]);
    let configuration = parsed(json!({"status": "active", "target": target, "rules": rules}));
    (
        configuration,
        BTreeMap::from([("asked".parse().expect("a name"), parsed(condition))]),
    )
}

fn resolving(criterion: &mut Criterion) {
    let nothing = BTreeMap::<String, String>::new();
    let languages = ["nl-BE".parse().expect("a language"), "en".parse().expect("a language")];
    let visit = Visit {
        at: Timestamp::UNIX_EPOCH,
        languages: &languages,
        platform: Platform::Ios,
        network: Some([192, 0, 2, 1].into()),
        query: &nothing,
        headers: &nothing,
        staff: None,
        country: None,
        visitor: Visitor(7),
    };
    let mut group = criterion.benchmark_group("resolve");
    let many = [0, 1, 10].map(|rules| (BenchmarkId::new("rules", rules), ruled(rules)));
    // What it costs everybody else that staff are an audience, beside another question that is as short.
    let one = [
        ("signed-in staff", json!({"signed_in": true})),
        ("other phones", json!({"platform": ["android"]})),
    ];
    let one = one.map(|(name, condition)| (BenchmarkId::new("a rule for", name), asking(condition)));
    for (name, (configuration, audiences)) in many.into_iter().chain(one) {
        let code = code();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                black_box(resolve(
                    black_box(&code),
                    black_box(&configuration),
                    &audiences,
                    black_box(&visit),
                ));
            });
        });
    }
    group.finish();
}

fn scan() -> Scan {
    Scan {
        at: Timestamp::UNIX_EPOCH,
        code: code(),
        as_of: Position(1_000_000),
        outcome: Outcome::Redirected,
        cause: Cause::Default,
        platform: Platform::Ios,
        language: "nl-BE".parse().ok(),
        country: None,
        robot: false,
        visitor: Visitor(0x1234_5678_9abc_def0),
        referrer: None,
        item: None,
    }
}

fn recording(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("threads");
    let mut group = criterion.benchmark_group("journal");
    for (name, sync) in [("process", false), ("power", true)] {
        // Beside the program and not in /tmp, which may be memory.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("room");
        let lock = Journal::lock(folder.path()).expect("nobody else");
        let node = Journal::node(folder.path(), &SystemEntropy).expect("room");
        let settings = Settings {
            sync,
            patience: Duration::from_mins(1),
            ..Settings::default()
        };
        let journal = {
            let _context = runtime.enter();
            Arc::new(Journal::open(folder.path(), lock, node, Some(0), settings).expect("room"))
        };
        for visitors in [1_u64, 64] {
            group.throughput(Throughput::Elements(visitors));
            group.bench_function(BenchmarkId::new(name, visitors), |bencher| {
                let scan = scan();
                bencher.iter(|| {
                    let journal = Arc::clone(&journal);
                    let receipts: Vec<_> = (0..visitors).map(|_| journal.record(&scan)).collect();
                    // On a thread of the runtime, as visitors are.
                    let all = runtime.spawn(join_all(receipts));
                    runtime.block_on(all).expect("no panic")
                });
            });
        }
        journal.close();
    }
    group.finish();
}

fn drawing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("symbol");
    for format in [Format::Svg, Format::Png, Format::Pdf] {
        let request = PictureRequest {
            level: Some(Level::M),
            ..PictureRequest::plain(format)
        };
        group.bench_function(BenchmarkId::from_parameter(format!("{format:?}").to_lowercase()), |bencher| {
            bencher.iter(|| {
                QrArtist
                    .draw(black_box("HTTPS://Q.GENT/7K3M9QXT"), &[], &request)
                    .expect("it fits")
            });
        });
    }
    group.finish();
}

criterion_group!(parts, resolving, recording, drawing);
criterion_main!(parts);
