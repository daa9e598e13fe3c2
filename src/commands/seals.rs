//! `signpost seals …`

use clap::Subcommand;
use signpost_application::commands::seal::rotate;
use signpost_infrastructure::identity::seal_keys::SealKeyFile;

use crate::{
    failure::{Failure, fail},
    instance::Instance,
    settings::StoreSettings,
};

/// What to do with the keys that checkpoints are signed with.
#[derive(Debug, Subcommand)]
pub(crate) enum SealsCommand {
    /// Print the public key of this log, for auditors
    Key,
    /// Sign with another key from now on, and print its public half; that it changed is a decision
    ///
    /// The server may run on. With several nodes, give the key file to the others afterwards. The next checkpoint is signed with both keys, if the old
    /// one is there.
    Rotate,
}

/// Does it.
pub(crate) async fn run(command: SealsCommand, settings: &StoreSettings) -> Result<(), Failure> {
    settings.must_exist()?;
    let instance = Instance::open(settings, "").await?;
    let outcome = match command {
        SealsCommand::Key => present(&instance).await,
        SealsCommand::Rotate => {
            let keys = SealKeyFile::new(settings.seal_keys.clone());
            rotate(&instance.application, &keys, &instance.operator())
                .await
                .map(|key| key.to_string())
                .map_err(fail)
        }
    };
    instance.close().await;
    println!("{}", outcome?);
    Ok(())
}

async fn present(instance: &Instance) -> Result<String, Failure> {
    let keys = instance.application.seals.keys().await.map_err(fail)?;
    let key = keys.last().map(ToString::to_string);
    key.ok_or_else(|| Failure::new("this log has no key yet; the first start of the server makes it"))
}
