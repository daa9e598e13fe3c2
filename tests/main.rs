//! End to end: the real program on real stores, one file per promise.

mod support;

mod readme_tour;
mod the_main_job;
