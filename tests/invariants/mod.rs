//! The invariants of `docs/DESIGN.md`, a file each; the twelfth, that bad input changes nothing, is in `bad_input`.

mod answered_means_recorded;
mod append_only;
mod code_is_forever;
mod every_scan_names_its_cause;
mod gapless_order;
mod no_personal_data;
mod projections;
mod read_your_writes;
mod resolver_alone;
mod target_is_safe;
mod torture;
