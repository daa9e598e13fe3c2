use std::{fs, net::TcpListener, path::Path};

use crate::support::{Signpost, Store, phone};

/// Everything in a folder, with its content.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// Runs the program, which must give up with exit code 2 and one line that has all of `words`, and leave `folder` as it was.
fn gives_up(folder: &Path, arguments: &[&str], words: &[&str]) {
    let before = contents(folder);
    says(folder, arguments, words);
    assert!(
        contents(folder) == before,
        "{arguments:?} changed something in {}",
        folder.display()
    );
}

/// Runs the program, which must give up with exit code 2 and one line that has all of `words`.
fn says(folder: &Path, arguments: &[&str], words: &[&str]) {
    let (code, out, said) = Signpost::failing(folder, arguments);
    assert_eq!(code, Some(2), "{arguments:?}: {said}");
    assert_eq!(out, "", "{arguments:?}");
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), 1, "one line: {arguments:?}: {said}");
    assert!(lines[0].starts_with("signpost: "), "{said}");
    for word in words {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[test]
fn a_port_in_use_is_told_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    gives_up(folder.path(), &["--listen", &address], &[&address, "--listen"]);
    assert!(contents(folder.path()).is_empty());
}

#[test]
fn a_data_folder_that_cannot_be_used_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "precious").unwrap();
    let (file, below) = (file.display().to_string(), file.join("below").display().to_string());
    // The last cannot be written to by root either.
    for data in [file.as_str(), below.as_str(), "/proc/signpost-data", "/proc/self"] {
        gives_up(
            folder.path(),
            &["--listen", "127.0.0.1:0", "--data-dir", data],
            &[data, "--data-dir"],
        );
        gives_up(
            folder.path(),
            &["token", "create", "--name", "x", "--role", "admin", "--data-dir", data],
            &[data],
        );
    }
}

#[test]
fn a_database_of_a_newer_version_is_not_touched() {
    let signpost = Signpost::start();
    signpost.client("admin");
    let folder = signpost.stop();
    let data = folder.path().join("signpost-data");
    for name in ["signpost.db", "scans.db"] {
        let mut store = Store::open(&data.join(name));
        store
            .execute(
                "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (999, 'of the future', 1, x'00', 0)",
            )
            .unwrap();
        let rows = |store: &mut Store| -> Vec<_> { store.tables().iter().map(|table| store.rows(table)).collect() };
        let before = rows(&mut store);
        let words = [name, "newer version", "999"];
        says(folder.path(), &["--listen", "127.0.0.1:0"], &words);
        says(folder.path(), &["token", "create", "--name", "x", "--role", "admin"], &words);
        says(folder.path(), &["projections", "list"], &words);
        assert_eq!(rows(&mut store), before);
        assert_eq!(store.execute("DELETE FROM _sqlx_migrations WHERE version = 999"), Ok(1));
    }
    phone(&Signpost::start_in(folder, &[]).url).open("/readyz").expect(200);
}

#[test]
fn what_is_no_database_is_not_overwritten() {
    for name in ["signpost.db", "scans.db"] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("signpost-data");
        fs::create_dir(&data).unwrap();
        let precious = "this is no database but somebody's letter. ".repeat(100);
        fs::write(data.join(name), &precious).unwrap();
        let (code, _, said) = Signpost::failing(folder.path(), &["--listen", "127.0.0.1:0"]);
        assert_eq!(code, Some(2));
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains(name), "{said}");
        assert_eq!(fs::read_to_string(data.join(name)).unwrap(), precious);
    }
}

#[test]
fn a_second_server_on_the_same_folder_gives_up_and_the_first_goes_on() {
    let signpost = Signpost::start();
    let words = ["in use by another signpost", "--data-dir"];
    says(signpost.folder().path(), &["--listen", "127.0.0.1:0"], &words);
    phone(&signpost.url).open("/bench").expect(404);
    signpost.client("admin").get("/codes").expect(200);
}

#[test]
fn settings_that_are_not_right_are_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let listen = ["--listen", "127.0.0.1:0"];
    for url in [
        "q.gent",
        "ftp://q.gent",
        "https://u:p@q.gent",
        "https://q.gent/?x=y",
        "https://q.gent/#x",
        "https://",
    ] {
        gives_up(
            folder.path(),
            &[&listen[..], &["--public-url", url]].concat(),
            &["public-url"],
        );
    }
    gives_up(
        folder.path(),
        &["--database-url", "mysql://u:secret@host/db"],
        &["database-url", "mysql"],
    );
    let (_, _, said) = Signpost::failing(folder.path(), &["--database-url", "mysql://u:secret@host/db"]);
    assert!(!said.contains("secret"), "{said}");
    gives_up(folder.path(), &["--config", "missing.toml"], &["missing.toml"]);
    for (text, words) in [
        ("listen-adress = \"127.0.0.1:0\"", ["signpost.toml", "listen-adress"]),
        ("listen = 8080", ["signpost.toml", "socket address"]),
        ("listen = ", ["signpost.toml", "line 1"]),
        ("\n\ntrusted-proxies = [\"intranet\"]", ["signpost.toml", "line 3"]),
        ("public-url = \"q.gent\"", ["public-url", "q.gent"]),
    ] {
        fs::write(folder.path().join("signpost.toml"), text).unwrap();
        gives_up(folder.path(), &[], &words);
    }
    fs::remove_file(folder.path().join("signpost.toml")).unwrap();
    gives_up(folder.path(), &["projections", "list"], &["no Signpost"]);
    // The command line's own faults: the words are clap's, the exit code is the same.
    for arguments in [
        &["--listen", "nowhere"][..],
        &["--log-format", "xml"],
        &["sevre"],
        &["token", "create", "--name", "x", "--role", "king"],
    ] {
        let (code, _, said) = Signpost::failing(folder.path(), arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.starts_with("error: "), "{said}");
    }
    assert!(contents(folder.path()).is_empty());
}

#[test]
fn a_token_command_that_makes_no_sense_changes_nothing() {
    let signpost = Signpost::start();
    let staff = signpost.client("admin");
    let head = staff.settled_head();
    for (arguments, words) in [
        (
            &["token", "create", "--name", "x", "--role", "editor", "--unit", "unfounded"][..],
            "unfounded",
        ),
        (
            &["token", "create", "--name", "x", "--role", "auditor", "--unit", "roads"],
            "only an editor",
        ),
        (&["token", "revoke", "unheard-of"], "unheard-of"),
        (&["projections", "rebuild", "nonsense"], "nonsense"),
    ] {
        let (code, out, said) = Signpost::failing(signpost.folder().path(), arguments);
        assert_eq!((code, out.as_str(), said.lines().count()), (Some(2), "", 1), "{said}");
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(staff.settled_head(), head + 1, "the code that settling mints");
}

#[test]
fn looking_for_tokens_in_the_wrong_folder_makes_no_installation_there() {
    let folder = tempfile::tempdir().unwrap();
    gives_up(folder.path(), &["token", "list"], &["no Signpost", "--data-dir"]);
    gives_up(folder.path(), &["token", "revoke", "t-1"], &["no Signpost", "--data-dir"]);
    assert!(contents(folder.path()).is_empty());
}
