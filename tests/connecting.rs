//! The ways to a PostgreSQL server that its operator may ask for: TLS with a checked certificate, passwords, a Unix socket.

use std::{net::TcpListener, path::PathBuf};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use serde_json::json;
use tempfile::TempDir;

use crate::support::{Session, Signpost, Stoppable, eventually, phone, redirect};

/// A password that has to be written in another way in a URL.
const PASSWORD: &str = "p@ss/w:rd%1";
const IN_A_URL: &str = "p%40ss%2Fw%3Ard%251";

/// A server on TCP that asks for TLS and passwords there, and for nothing on its socket.
struct Guarded {
    server: Stoppable,
    port: u16,
    /// Where the certificates of authorities lie: of the one that vouches for the server, and of another one.
    certificates: TempDir,
}

/// An authority that vouches for others.
fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut parameters = CertificateParams::new(vec![]).unwrap();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
}

impl Guarded {
    fn start() -> Self {
        let server = Stoppable::start();
        let [ours, other] = ["Ours", "Another"].map(authority);
        let certificates = tempfile::tempdir().unwrap();
        for (name, authority) in [("ours.pem", &ours), ("other.pem", &other)] {
            std::fs::write(certificates.path().join(name), authority.pem()).unwrap();
        }
        // Not for 127.0.0.1, so that there is a name which the certificate does not hold.
        let key = KeyPair::generate().unwrap();
        let parameters = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        server.write("server.crt", &parameters.signed_by(&key, &ours).unwrap().pem());
        server.write("server.key", &key.serialize_pem());
        server.write(
            "pg_hba.conf",
            "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n",
        );
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut owner = Session::open(&server.url());
        for setting in ["ssl = on", "password_encryption = 'scram-sha-256'", &format!("port = {port}")] {
            owner.execute(&format!("ALTER SYSTEM SET {setting}")).unwrap();
        }
        server.stop();
        server.start_listening("127.0.0.1,::1");
        let guarded = Self {
            server,
            port,
            certificates,
        };
        let role = format!("CREATE ROLE clerk LOGIN SUPERUSER PASSWORD '{PASSWORD}'");
        guarded.owner().execute(&role).unwrap();
        guarded
    }

    fn owner(&self) -> Session {
        Session::open(&self.by_socket())
    }

    fn by_socket(&self) -> String {
        let socket = self.server.socket().display();
        format!("postgres:///signpost?host={socket}&port={}&user=signpost", self.port)
    }

    fn by_tcp(&self, host: &str, password: &str, parameters: &str) -> String {
        format!("postgres://clerk:{password}@{host}:{}/signpost?{parameters}", self.port)
    }

    fn certificate(&self, name: &str) -> String {
        let path: PathBuf = self.certificates.path().join(name);
        path.display().to_string()
    }
}

/// Fails unless a node works there, listens to the database, and says no password; `holds` is true of each of its connections.
fn works(guarded: &Guarded, url: &str, holds: &str) {
    let folder = Signpost::folder_for(url);
    let node = Signpost::start_in(folder, &[]);
    let staff = node.client("admin");
    let minted = staff
        .post("/codes", &json!({"target": redirect("https://example.org/")}))
        .expect(201);
    let id = minted.json()["id"].as_str().unwrap().to_owned();
    phone(&node.url).open(&format!("/{id}")).expect(302);
    eventually("the scan is counted", || {
        let counted = staff.get(&format!("/codes/{id}/statistics")).expect(200).json();
        (counted["scans"] == 1).then_some(())
    });
    let mut owner = guarded.owner();
    let connections = "FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid) WHERE application_name = 'signpost'";
    eventually("it listens", || {
        (owner.number(&format!("SELECT count(*) {connections} AND query LIKE 'LISTEN%'")) == 1).then_some(())
    });
    assert_eq!(owner.number(&format!("SELECT count(*) {connections} AND NOT ({holds})")), 0);
    let place = node.banner().to_owned() + &node.said();
    node.stop();
    assert!(!place.contains(PASSWORD) && !place.contains(IN_A_URL), "{place}");
}

/// Fails unless a start fails there with one line that says why, and no password.
fn refused(url: &str, why: &[&str]) {
    let folder = Signpost::folder_for(url);
    let (code, said, line) = Signpost::failing(folder.path(), &["--listen", "127.0.0.1:0"]);
    assert_eq!((code, &*said), (Some(2), ""), "{line}");
    assert_eq!(line.trim_end().lines().count(), 1, "{line}");
    for why in why {
        assert!(line.contains(why), "{why}: {line}");
    }
    for password in [PASSWORD, IN_A_URL, "wr0ng"] {
        assert!(!line.contains(password), "{line}");
    }
}

#[test]
fn a_server_is_reached_by_tls_by_password_and_by_socket_and_refuses_clearly() {
    let guarded = Guarded::start();
    let ours = format!("sslrootcert={}", guarded.certificate("ours.pem"));
    let full = format!("sslmode=verify-full&{ours}");
    works(
        &guarded,
        &guarded.by_tcp("localhost", IN_A_URL, &full),
        "s.ssl AND usename = 'clerk'",
    );
    // The certificate does not hold this name, and nobody asks for it.
    works(&guarded, &guarded.by_tcp("127.0.0.1", IN_A_URL, "sslmode=require"), "s.ssl");
    works(&guarded, &guarded.by_socket(), "NOT s.ssl AND client_addr IS NULL");

    refused(
        &guarded.by_tcp("localhost", "wr0ng", &full),
        &["password authentication failed", "clerk"],
    );
    refused(
        &guarded.by_tcp("127.0.0.1", IN_A_URL, &full),
        &["not valid for name", "127.0.0.1"],
    );
    let other = format!("sslmode=verify-full&sslrootcert={}", guarded.certificate("other.pem"));
    refused(
        &guarded.by_tcp("localhost", IN_A_URL, &other),
        &["UnknownIssuer", "sslrootcert"],
    );
    let missing = format!("sslmode=verify-full&sslrootcert={}", guarded.certificate("none.pem"));
    refused(
        &guarded.by_tcp("localhost", IN_A_URL, &missing),
        &["No such file", "sslrootcert"],
    );
    for wrong in ["sslmode=perhaps", "sslmod=require", "pasword=wr0ng"] {
        let name = &wrong[..3];
        refused(
            &guarded.by_tcp("localhost", IN_A_URL, wrong),
            &["database-url is not right", name],
        );
    }

    guarded.owner().execute("ALTER SYSTEM SET ssl = off").unwrap();
    guarded.owner().execute("SELECT pg_reload_conf()").unwrap();
    let mut owner = guarded.owner();
    eventually("TLS is off", || {
        (owner.number("SELECT count(*) FROM pg_settings WHERE name = 'ssl' AND setting = 'off'") == 1).then_some(())
    });
    for mode in ["require", "verify-ca", "verify-full"] {
        let without = guarded.by_tcp("localhost", IN_A_URL, &format!("sslmode={mode}"));
        refused(&without, &["does not support TLS", "sslmode"]);
    }
    works(
        &guarded,
        &guarded.by_tcp("localhost", IN_A_URL, "sslmode=prefer"),
        "NOT s.ssl",
    );
}
