//! What handlers take from a request: who calls, the body, the query, ids in the path, what the caller expects.
//!
//! Each refuses with a problem document that says what is wrong and where.

mod acting;
mod body;
mod expectation;
mod named;
mod parameters;
mod patience;

pub(crate) use self::{
    acting::{Acting, Correlation, Reading, authenticate},
    body::{Body, because, reread},
    expectation::{Expecting, etag},
    named::Named,
    parameters::{NUL, Nothing, Parameters, paging, parse, parse_list, parse_time},
    patience::Waiting,
};
