//! End to end: the real program on real stores, one file per promise.

mod support;

mod pictures_are_read_by_real_readers;
mod the_main_job;
