//! The README's five minutes work as printed: its commands are run in order, and what they print is what it shows.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use crate::support::Signpost;

const README: &str = include_str!("../README.md");
/// A line that ends what one block prints.
const END: &str = "--- end of block ---";

/// Commands, and what the README shows below them.
struct Block {
    commands: String,
    shown: Option<String>,
}

/// The blocks between the heading of the tour and the next one.
fn tour() -> Vec<Block> {
    let (_, tour) = README.split_once("\n## Five minutes\n").expect("the README has a tour");
    let (tour, _) = tour.split_once("\n## ").expect("it ends somewhere");
    let mut blocks: Vec<Block> = Vec::new();
    let mut fences = tour.split("```");
    fences.next();
    while let (Some(block), Some(_)) = (fences.next(), fences.next()) {
        let (language, text) = block.split_once('\n').expect("a fence stands on a line of its own");
        match language {
            "sh" => blocks.push(Block {
                commands: text.to_owned(),
                shown: None,
            }),
            "text" => blocks.last_mut().expect("commands first").shown = Some(text.to_owned()),
            other => panic!("what is a block of {other:?}?"),
        }
    }
    blocks
}

/// One shell in which all blocks run, since later ones use what earlier ones set.
struct Shell {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Shell {
    fn start(signpost: &Signpost) -> Self {
        let mut child = Command::new("bash")
            .current_dir(signpost.folder().path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("bash starts");
        let mut input = child.stdin.take().expect("a pipe");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        writeln!(input, "set -euo pipefail").expect("bash listens");
        Self { child, input, output }
    }

    /// Runs commands and gives what they print.
    fn run(&mut self, commands: &str) -> String {
        write!(self.input, "{commands}\necho '{END}'\n").expect("bash listens");
        let mut printed = String::new();
        loop {
            let mut line = String::new();
            let length = self.output.read_line(&mut line).expect("text");
            assert_ne!(length, 0, "this failed:\n{commands}\nafter printing:\n{printed}");
            if line.trim_end() == END {
                return printed.replace('\r', "");
            }
            printed += &line;
        }
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether `line` is what is shown, where `…` stands for anything.
fn is_shown(line: &str, shown: &str) -> bool {
    let mut parts = shown.split('…');
    let first = parts.next().expect("split gives one part at least");
    let Some(mut rest) = line.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in between {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn all_is_shown(printed: &str, shown: &str) -> bool {
    printed.lines().count() == shown.lines().count()
        && printed
            .lines()
            .zip(shown.lines())
            .all(|(line, shown)| is_shown(line.trim_end(), shown.trim_end()))
}

#[test]
fn the_readmes_tour_works_as_printed() {
    let signpost = Signpost::start();
    let here = |text: &str| {
        let address = signpost.url.strip_prefix("http://").expect("an address");
        text.replace("127.0.0.1:8080", address)
            .replace("cargo run --release -q --", env!("CARGO_BIN_EXE_signpost"))
    };
    let mut shell = Shell::start(&signpost);
    let blocks = tour();
    assert!(blocks.len() > 10, "the tour was found");
    for Block { commands, shown } in blocks {
        let commands = here(&commands);
        let mut printed = shell.run(&commands);
        let Some(shown) = shown.map(|shown| here(&shown)) else {
            continue;
        };
        // Scans are counted a moment after they are answered. Only questions may be asked twice.
        let is_question = ["/statistics", "/scans"].iter().any(|path| commands.contains(path));
        let begun = Instant::now();
        while is_question && !all_is_shown(&printed, &shown) && begun.elapsed() < Duration::from_secs(30) {
            printed = shell.run(&commands);
        }
        assert!(
            all_is_shown(&printed, &shown),
            "the README shows:\n{shown}\nbut\n{commands}\nprints:\n{printed}"
        );
    }
}

#[test]
fn an_ellipsis_stands_for_anything_and_nothing_else_does() {
    for (line, shown, expected) in [
        ("a b", "a b", true),
        ("a b c", "a b", false),
        ("a 17 c", "a … c", true),
        ("a 17 d", "a … c", false),
        ("302 https://x", "302 …", true),
        ("302", "404", false),
    ] {
        assert_eq!(is_shown(line, shown), expected, "{line} {shown}");
    }
}
