//! `signpost serve --demo`: an empty store gets a city that is made up.

use std::io::{self, Write};

use signpost_application::{
    commands::fill_demo::{PEOPLE, fill_demo},
    identity::SessionLimits,
};
use signpost_domain::identifier::CodeId;

use crate::{
    failure::{Failure, fail},
    instance::{Instance, make},
    settings::{DatabaseUrl, StoreSettings},
};

/// Fills the store, and says who may sign in. Before anything else works on it.
pub(crate) async fn fill(store: &StoreSettings, public_url: &str) -> Result<(), Failure> {
    if store.database_url == DatabaseUrl::Sqlite {
        make(&store.data_dir)?;
    }
    let instance = Instance::open(store, public_url).await?;
    let filled = fill_open(&instance).await;
    instance.close().await;
    filled
}

async fn fill_open(instance: &Instance) -> Result<(), Failure> {
    let identity = instance.identity(SessionLimits::default())?;
    let entropy = &instance.application.entropy;
    // Drawn anew for each: a demonstration that can be reached from elsewhere has no password that everybody knows.
    let password = [(); 2].map(|()| CodeId::from_random(entropy.bits()).to_string()).join("-");
    let filled = fill_demo(&instance.application, &identity, &password).await.map_err(fail)?;
    let mut lines = vec![format!(
        "A city that is made up: {} codes, {} decisions, {} scans. Sign in with the password {password} as",
        filled.codes, filled.decisions, filled.scans
    )];
    lines.extend(PEOPLE.map(|person| {
        let unit = person.unit.map(|unit| format!(" of {unit}")).unwrap_or_default();
        format!("  {:<6} {}, {}{unit}", person.login, person.name, person.role)
    }));
    // Whoever started it may not listen any more.
    let _ = writeln!(io::stdout(), "{}\n", lines.join("\n"));
    Ok(())
}
