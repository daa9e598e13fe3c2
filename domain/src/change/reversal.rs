//! Taking back what a change did to one code.

use crate::{
    code::{Code, CodeCommand, CodeError, CodeEvent},
    decision::Position,
};

/// What makes a code again what it was: `former` is how the decision at `before` left it.
pub fn reversal(now: &Code, former: &Code, before: Position) -> Result<Vec<CodeEvent>, CodeError> {
    let mut commands = vec![
        CodeCommand::Transfer(former.unit.clone()),
        CodeCommand::Describe {
            label: former.label.clone(),
            tags: former.tags.clone(),
            asset: former.asset.clone(),
        },
        CodeCommand::KeepCalls(former.calls.clone()),
    ];
    // A retired code may have been transferred, but not restored.
    if now.configuration != former.configuration {
        commands.push(CodeCommand::Restore {
            from: before,
            configuration: Box::new(former.configuration.clone()),
        });
    }
    let mut events = Vec::new();
    for command in commands {
        events.extend(now.decide(command)?);
    }
    Ok(events)
}
