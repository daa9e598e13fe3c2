//! What the journal and the read models count, for `/metrics`.

use std::sync::{Arc, atomic::Ordering};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric},
    metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
    registry::Registry,
};
use signpost_api::operating::store_answers;
use signpost_application::{
    progress::{Leader, Progress, Trouble},
    resolver::RoutingTable,
};
use signpost_infrastructure::journal::Journal;
use tokio::sync::watch;

/// Reads what others count whenever somebody asks.
struct Observed {
    journal: Arc<Journal>,
    progress: Progress,
    routes: Arc<RoutingTable>,
    attached: watch::Receiver<bool>,
}

impl std::fmt::Debug for Observed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Observed").finish_non_exhaustive()
    }
}

/// A registry with everything that is counted outside requests.
pub(crate) fn registry(
    journal: Arc<Journal>,
    progress: Progress,
    routes: Arc<RoutingTable>,
    attached: watch::Receiver<bool>,
) -> Registry {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Observed {
        journal,
        progress,
        routes,
        attached,
    }));
    registry
}

impl Collector for Observed {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> std::fmt::Result {
        let statistics = self.journal.statistics();
        for (name, help, value) in [
            (
                "signpost_journal_written",
                "Scans written to the journal",
                &statistics.written,
            ),
            (
                "signpost_journal_batches",
                "Batches that the journal wrote",
                &statistics.batches,
            ),
            (
                "signpost_scans_dropped",
                "Scans that could not be recorded and are lost",
                &statistics.dropped,
            ),
        ] {
            let counter = ConstCounter::new(value.load(Ordering::Relaxed));
            counter.encode(encoder.encode_descriptor(name, help, None, MetricType::Counter)?)?;
        }
        gauge(
            &mut encoder,
            "signpost_journal_waiting",
            "Scans in the journal that are not in the scan log yet",
            i64::try_from(self.journal.waiting()).unwrap_or(i64::MAX),
        )?;
        gauge(
            &mut encoder,
            "signpost_journal_admitted",
            "Scans a second that are let in while too many wait to be counted; 0 while all are",
            i64::try_from(self.journal.admission().rate().unwrap_or(0)).unwrap_or(i64::MAX),
        )?;
        let codes = i64::try_from(self.routes.codes()).unwrap_or(i64::MAX);
        gauge(
            &mut encoder,
            "signpost_resolver_codes",
            "Codes in the resolver's memory",
            codes,
        )?;
        gauge(
            &mut encoder,
            "signpost_store_answers",
            "1 while the store answers; without it, scans are answered and wait in the journal",
            i64::from(store_answers(&self.progress, *self.attached.borrow())),
        )?;
        let standings = self.progress.standings();
        let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        let families: [(&str, &str, Vec<i64>); 4] = [
            (
                "signpost_projection_position",
                "Last entry of its log that a read model contains",
                standings.iter().map(|(_, s)| number(s.position.0)).collect(),
            ),
            (
                "signpost_projection_lag",
                "Entries of its log that a read model does not contain yet",
                standings
                    .iter()
                    .map(|(_, s)| number(s.head.0.saturating_sub(s.position.0)))
                    .collect(),
            ),
            (
                "signpost_projection_stopped",
                "1 when a read model met an entry that it cannot take in",
                standings
                    .iter()
                    .map(|(_, s)| i64::from(matches!(s.trouble, Some(Trouble::Stopped(_)))))
                    .collect(),
            ),
            (
                "signpost_projection_led",
                "1 when this node builds a read model, of all nodes on the same database",
                standings.iter().map(|(_, s)| i64::from(s.leader == Leader::Here)).collect(),
            ),
        ];
        for (name, help, values) in families {
            let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
            for ((projection, _), value) in standings.iter().zip(values) {
                let labels = [("projection", *projection)];
                ConstGauge::new(value).encode(family.encode_family(&labels)?)?;
            }
        }
        Ok(())
    }
}

fn gauge(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: i64) -> std::fmt::Result {
    ConstGauge::new(value).encode(encoder.encode_descriptor(name, help, None, MetricType::Gauge)?)
}
