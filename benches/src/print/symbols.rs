//! Symbols as SVG, one after another on one core: by Signpost and by libqrencode, of the same texts at the same level.

use std::{
    fs,
    process::{Command, Stdio},
};

use rustix::time::{ClockId, clock_gettime};
use signpost_application::ports::artwork::{Artist, Format, Level, PictureRequest};
use signpost_infrastructure::artwork::QrArtist;

use crate::{
    city,
    nodes::text,
    report::{Figure, Goal, Report},
};

const FLOOR: &str = include_str!("qrencode.c");

/// Measures both, alternating.
pub(super) fn measure(report: &mut Report, symbols: u32, rounds: u32) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(text)?;
    let [source, program, texts] = ["qrencode.c", "qrencode", "texts"].map(|name| folder.path().join(name));
    fs::write(&source, FLOOR).map_err(text)?;
    let mut compiler = Command::new("cc");
    compiler.args(["-O2", "-o"]).args([&program, &source]).arg("-lqrencode");
    if !compiler.status().map_err(text)?.success() {
        return Err("the floor does not compile; it needs a C compiler and the Debian package libqrencode-dev".to_owned());
    }
    let contents: Vec<String> = (0..u64::from(symbols))
        .map(|n| format!("HTTPS://Q.GENT/{}", city::plain(n)))
        .collect();
    fs::write(&texts, contents.join("\n")).map_err(text)?;

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        ours.push(f64::from(symbols) / by_signpost(&contents)?);
        let floor = Command::new(&program)
            .stdin(Stdio::from(fs::File::open(&texts).map_err(text)?))
            .output()
            .map_err(text)?;
        let said = String::from_utf8_lossy(&floor.stdout).into_owned();
        let seconds = said.split(' ').next().and_then(|seconds| seconds.parse::<f64>().ok());
        theirs.push(f64::from(symbols) / seconds.ok_or_else(|| format!("the floor says {said:?}"))?);
    }
    report.ratio_of_pairs(
        "symbols as SVG per second and core, to libqrencode",
        &ours,
        &theirs,
        Goal::AtLeast(1.0),
    );
    report.figure(Figure::new("symbols as SVG: Signpost", "symbols/s", ours));
    report.figure(Figure::new("symbols as SVG: libqrencode", "symbols/s", theirs));
    Ok(())
}

/// Seconds of processor time.
fn by_signpost(contents: &[String]) -> Result<f64, String> {
    let request = PictureRequest {
        level: Some(Level::M),
        ..PictureRequest::plain(Format::Svg)
    };
    let begun = used();
    for content in contents {
        std::hint::black_box(QrArtist.draw(content, &[], &request).map_err(text)?);
    }
    Ok(used() - begun)
}

#[expect(clippy::cast_precision_loss, reason = "a few seconds in nanoseconds")]
fn used() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
