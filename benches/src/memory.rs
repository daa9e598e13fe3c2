//! The memory of a process, as the kernel counts it (proc(5)), in KiB.

use crate::nodes::text;

/// Forgets the most memory that a process had, and gives what it has.
pub(crate) fn reset_memory(process: u32) -> Result<f64, String> {
    std::fs::write(format!("/proc/{process}/clear_refs"), "5").map_err(text)?;
    most_memory(process)
}

/// The most that it had since.
pub(crate) fn most_memory(process: u32) -> Result<f64, String> {
    of_status(process, "VmHWM:")
}

fn of_status(process: u32, name: &str) -> Result<f64, String> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).map_err(text)?;
    let size = status.lines().find_map(|line| line.strip_prefix(name));
    let size = size.and_then(|size| size.trim().trim_end_matches("kB").trim().parse().ok());
    size.ok_or_else(|| "the system does not say how much memory it took".to_owned())
}

/// What it has.
pub(crate) fn memory(process: u32) -> Result<f64, String> {
    of_status(process, "VmRSS:")
}
