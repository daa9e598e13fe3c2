use std::{
    fs::File,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// A small disk of its own, which only root can have.
pub(crate) struct Disk {
    folder: TempDir,
    mounted: PathBuf,
}

/// A disk that lets nobody write, until this is dropped.
pub(crate) struct Hanging<'a>(&'a Disk);

/// A file that nobody may change, not even root, until this is dropped.
pub(crate) struct Untouchable(PathBuf);

impl Disk {
    /// In memory, of so many MiB; or why there can be none.
    pub(crate) fn in_memory(size: u32) -> Result<Self, String> {
        let disk = Self::prepare()?;
        let options = format!("size={size}m,mode=1777");
        disk.run("mount", &["-t", "tmpfs", "-o", &options, "tmpfs"])?;
        Ok(disk)
    }

    /// With a file system as on a real one; or why there can be none.
    pub(crate) fn ext4() -> Result<Self, String> {
        let disk = Self::prepare()?;
        let image = disk.folder.path().join("image");
        let file = File::create(&image).map_err(|error| error.to_string())?;
        file.set_len(96 << 20).map_err(|error| error.to_string())?;
        let image = image.to_str().ok_or("a strange folder")?;
        succeeds(Command::new("mkfs.ext4").args(["-q", "-F", image]))?;
        disk.run("mount", &["-o", "loop", image])?;
        Ok(disk)
    }

    fn prepare() -> Result<Self, String> {
        let me = std::fs::metadata("/proc/self").map_err(|error| error.to_string())?;
        if me.uid() != 0 {
            return Err("only root can mount a small disk".to_owned());
        }
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mounted = folder.path().join("disk");
        std::fs::create_dir(&mounted).map_err(|error| error.to_string())?;
        Ok(Self { folder, mounted })
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        succeeds(Command::new(program).args(arguments).arg(&self.mounted))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.mounted
    }

    /// Whoever writes waits from now on.
    pub(crate) fn hang(&self) -> Hanging<'_> {
        self.run("fsfreeze", &["-f"]).expect("it freezes");
        Hanging(self)
    }
}

impl Drop for Hanging<'_> {
    fn drop(&mut self) {
        // Whoever waits for it could not even be killed.
        self.0.run("fsfreeze", &["-u"]).expect("it thaws");
    }
}

impl Untouchable {
    pub(crate) fn make(path: &Path) -> Self {
        succeeds(Command::new("chattr").arg("+i").arg(path)).expect("ext4 can do that");
        Self(path.to_owned())
    }
}

impl Drop for Untouchable {
    fn drop(&mut self) {
        succeeds(Command::new("chattr").arg("-i").arg(&self.0)).expect("ext4 can do that");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Whoever uses it may not be gone yet: it goes with the last of them.
        let _ = self.run("umount", &["-l"]);
    }
}

fn succeeds(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)))
}
