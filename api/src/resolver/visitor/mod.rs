//! What a request's headers tell of its visitor: robot or not, platform, languages, network address.
//!
//! Everything here is a pure function of header values, so every answer can be tested and none can fail: headers are whatever a
//! stranger sent, and one that makes no sense is treated as one that is absent. Which audience a visitor belongs to is not decided
//! here but by `resolve`; nothing here is kept (no address and no User-Agent ever reaches a log).
//!
//! User-Agent, hints and purposes are taken as bytes: some phones name their model in Chinese or Cyrillic, which
//! `HeaderValue::to_str` refuses. `Accept-Language` and `X-Forwarded-For` are ASCII by their grammar, so text.

pub mod language;
pub mod network;
pub mod platform;
pub mod robots;
