//! Between the streams of `cqrs-es` and the decision log's port: what every SQL store does alike.

use std::collections::HashMap;

use cqrs_es::{Aggregate, AggregateError, EventEnvelope, persist::EventStoreAggregateContext};
use jiff::Timestamp;
use signpost_application::ports::{StoreError, decision_log::Loaded};

use crate::stored::unreadable;

/// The aggregate that these events, in order, made.
pub(crate) fn loaded<A: Aggregate>(envelopes: Vec<EventEnvelope<A>>) -> Result<Loaded<A>, StoreError> {
    let span = match (envelopes.first(), envelopes.last()) {
        (Some(first), Some(last)) => Some((at(&first.metadata)?, at(&last.metadata)?)),
        _ => None,
    };
    let mut state = A::default();
    let mut version = 0;
    for envelope in envelopes {
        version = envelope.sequence as u64;
        state.apply(envelope.payload);
    }
    Ok(Loaded { state, version, span })
}

fn at(metadata: &HashMap<String, String>) -> Result<Timestamp, StoreError> {
    let at = metadata.get("at").ok_or_else(|| unreadable("a decision without a time"))?;
    at.parse().map_err(unreadable)
}

/// What `cqrs-es` must know to append to `id` after version `after`. Of the aggregate it needs nothing: no snapshot is kept.
pub(crate) fn context<A: Aggregate>(id: &str, after: u64) -> Result<EventStoreAggregateContext<A>, StoreError> {
    Ok(EventStoreAggregateContext {
        aggregate_id: id.to_owned(),
        aggregate: A::default(),
        current_sequence: usize::try_from(after).map_err(unreadable)?,
        current_snapshot: None,
    })
}

/// What the database said, inside an error of `cqrs-es`.
pub(crate) fn cause<E: std::error::Error>(error: &AggregateError<E>) -> Option<&sqlx::Error> {
    match error {
        AggregateError::UnexpectedError(inner) => inner.downcast_ref(),
        _ => None,
    }
}

/// The store's failure inside an error of `cqrs-es`; `failure` says what an error of this store means.
pub(crate) fn failed<E: std::error::Error>(error: AggregateError<E>, failure: fn(&sqlx::Error) -> StoreError) -> StoreError {
    match error {
        AggregateError::DatabaseConnectionError(error) => StoreError::Unavailable(error.to_string()),
        AggregateError::DeserializationError(error) => StoreError::Unreadable(error.to_string()),
        error => match cause(&error) {
            Some(cause) => failure(cause),
            None => StoreError::Failed(error.to_string()),
        },
    }
}
