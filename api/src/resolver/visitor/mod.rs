//! What a request's headers tell of its visitor: robot or not, platform, languages, network address.
//!
//! Everything here is a pure function of header values, so every answer can be tested and none can fail: headers are whatever a
//! stranger sent, and one that makes no sense is treated as one that is absent. Which audience a visitor belongs to is not decided
//! here but by `resolve`; nothing here reaches a log, neither address nor User-Agent (what the last few came to is kept in memory, `recently`).
//!
//! User-Agent, hints and purposes are taken as bytes: some phones name their model in Chinese or Cyrillic, which
//! `HeaderValue::to_str` refuses. `Accept-Language` and `X-Forwarded-For` are ASCII by their grammar, so text.

pub mod language;
pub mod network;
pub mod platform;
mod recently;
pub mod robots;

use std::{cell::RefCell, sync::Arc};

use signpost_domain::{language::Language, visit::Platform};

use self::recently::Recently;

thread_local! {
    static AGENTS: RefCell<Recently<(bool, Platform)>> = RefCell::new(Recently::new());
    static LANGUAGES: RefCell<Recently<Arc<[Language]>>> = RefCell::new(Recently::new());
}

/// Whether a robot sent this `User-Agent`, and the platform by it and by the client hint.
pub(super) fn agent(user_agent: Option<&[u8]>, hint: Option<&[u8]>) -> (bool, Platform) {
    let Some(user_agent) = user_agent else {
        return (robots::is_robot(None), platform::platform(None, hint));
    };
    let recognise = |header: &[u8]| (robots::is_robot(Some(header)), platform::platform(Some(header), None));
    let (robot, platform) = AGENTS.with_borrow_mut(|agents| agents.recall(user_agent, recognise));
    match hint {
        Some(_) => (robot, platform::platform(Some(user_agent), hint)),
        None => (robot, platform),
    }
}

/// The languages of an `Accept-Language`, best first.
pub(super) fn languages(header: &str) -> Arc<[Language]> {
    LANGUAGES.with_borrow_mut(|languages| languages.recall(header.as_bytes(), |_| language::accepted_languages(header).into()))
}
