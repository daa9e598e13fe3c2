//! The memory of a process, as the kernel counts it (proc(5)), in KiB.

use crate::nodes::text;

/// Forgets the most memory that a process had, and gives what it has.
pub(crate) fn reset_memory(process: u32) -> Result<f64, String> {
    std::fs::write(format!("/proc/{process}/clear_refs"), "5").map_err(text)?;
    most_memory(process)
}

/// The most that it had since.
pub(crate) fn most_memory(process: u32) -> Result<f64, String> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).map_err(text)?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let most = most.and_then(|most| most.trim().trim_end_matches("kB").trim().parse().ok());
    most.ok_or_else(|| "the system does not say how much memory it took".to_owned())
}
