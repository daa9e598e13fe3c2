//! What would have come of asking where its codes lead.

use jiff::{SignedDuration, Timestamp};

use super::city::{Placed, address};
use crate::{
    Application,
    ports::{
        StoreError,
        links::{Failing, LinkAnswer, LinkCheck},
    },
};

/// Of the sports halls, by their number: what came of asking, and for how many days it has failed.
const HALLS: [(usize, LinkAnswer, i64); 4] = [
    (2, LinkAnswer::Status(404), 12),
    (5, LinkAnswer::Status(200), 0),
    (9, LinkAnswer::Unreachable, 1),
    (14, LinkAnswer::Status(500), 3),
];
/// Since they were asked.
const AGO: SignedDuration = SignedDuration::from_mins(50);

/// Keeps it.
pub(super) async fn ask(application: &Application, codes: &[Placed], now: Timestamp) -> Result<(), StoreError> {
    let checked_at = now.checked_sub(AGO).unwrap_or(now);
    for (number, answer, days) in HALLS {
        let Some(code) = codes.iter().filter(|code| code.unit == "sport").nth(number) else {
            continue;
        };
        let since = checked_at
            .checked_sub(SignedDuration::from_hours(24 * days))
            .unwrap_or(checked_at);
        let failing = answer.fails().then_some(Failing { since, times: 2 });
        let check = LinkCheck {
            url: address("sport", "hall", number)
                .parse()
                .expect("written here, and read by a test"),
            answer,
            checked_at,
            failing,
            codes: vec![code.id.clone()],
        };
        application.links.keep(&check).await?;
    }
    Ok(())
}
