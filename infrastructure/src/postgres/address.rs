//! Where a database is, in the words of URLs and of people, and why it cannot be reached there. Nothing here shows a password.

use std::{io::ErrorKind, str::FromStr};

use sqlx::postgres::PgConnectOptions;

use super::OpenError;

/// The parameters of a URL that mean something here. sqlx takes no notice of any other and tells it with its value: a misspelt
/// `sslmode` would not protect, and a misspelt `password` would be shown.
const PARAMETERS: [&str; 11] = [
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "options",
];

/// Reads a `postgres://` URL.
pub(super) fn parse(url: &str) -> Result<PgConnectOptions, OpenError> {
    let parameters = url.split_once('?').map_or("", |(_, parameters)| parameters);
    let mut names = parameters
        .split('&')
        .map(|parameter| parameter.split('=').next().unwrap_or(""));
    if let Some(unknown) = names.find(|name| !name.is_empty() && !PARAMETERS.contains(name)) {
        let known = PARAMETERS.join(", ");
        // A password with a question mark that is not encoded ends up here, too.
        let what = if parameters.contains('@') {
            "something in it is taken for a parameter".to_owned()
        } else {
            format!("there is no parameter {unknown:?}")
        };
        return Err(OpenError::Address(format!("{what}; there are {known}")));
    }
    let options = PgConnectOptions::from_str(url).map_err(|error| {
        // sqlx's own words, once for each layer that an error went through.
        let what = error.to_string();
        OpenError::Address(what.trim_start_matches("error with configuration: ").to_owned())
    })?;
    Ok(options.application_name("signpost"))
}

/// A database and its server, as people say it.
pub(super) fn place(options: &PgConnectOptions) -> String {
    let name = options.get_database().unwrap_or_else(|| options.get_username());
    let port = options.get_port();
    match options.get_socket() {
        Some(socket) => format!("the PostgreSQL database {name} at {} (port {port})", socket.display()),
        None => format!("the PostgreSQL database {name} at {}:{port}", options.get_host()),
    }
}

/// Why no connection came about, and what to do about it where the server's or the library's words do not say.
pub(super) fn why_not(error: &sqlx::Error, options: &PgConnectOptions) -> String {
    let what = error.to_string();
    let hint = match error {
        sqlx::Error::Tls(_) => "sslmode in database-url asks for TLS: let the server offer it (ssl = on), or do not ask for it",
        sqlx::Error::Io(_) if what.contains("certificate") => {
            "sslmode in database-url asks for a checked certificate: sslrootcert names the file with the certificate of the \
             authority that issued the server's, and the host in the URL is the name that the server's is for"
        }
        sqlx::Error::Io(error) if error.kind() == ErrorKind::NotFound && options.get_socket().is_none() => {
            "a file that sslrootcert, sslcert or sslkey in database-url names is not there"
        }
        _ => return what,
    };
    format!("{what} ({hint})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_that_would_be_ignored_are_refused_and_no_password_is_shown() {
        let refused = |url: &str| parse(url).expect_err(url).to_string();
        for url in [
            "postgres://me@db/signpost?pasword=s3cret",
            "postgres://me:a?s3cret@db/signpost",
            "postgres://me:12?s3cret@db/signpost",
            "postgres://me:12?s3cret&s3cret@db/signpost?sslmode=require",
        ] {
            let said = refused(url);
            assert!(said.contains("sslmode") && !said.contains("s3cret"), "{said}");
        }
        assert!(refused("postgres://me@db/signpost?sslmod=require").contains("\"sslmod\""));
        let known = "postgres:///signpost?host=/run/postgresql&user=me&sslmode=verify-full&sslrootcert=/etc/db@home.pem";
        assert!(parse(known).is_ok());
    }
}
