//! The plainest of clients: one connection, one request at a time.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// One connection.
pub(crate) struct Connection(BufReader<TcpStream>);

/// What came back, whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) body: String,
}

impl Connection {
    pub(crate) fn to(address: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(address).map_err(text)?;
        stream.set_nodelay(true).map_err(text)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(text)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Asks for something; `headers` each with its line end.
    pub(crate) fn get(&mut self, path: &str, headers: &str) -> Result<Answer, String> {
        self.ask(path, headers)?;
        self.answer()
    }

    /// Asks, and does not wait for the answer.
    pub(crate) fn ask(&mut self, path: &str, headers: &str) -> Result<(), String> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: torture\r\n{headers}\r\n");
        self.0.get_mut().write_all(request.as_bytes()).map_err(text)
    }

    /// Calls the REST API.
    pub(crate) fn call(&mut self, method: &str, path: &str, token: &str, body: &Value) -> Result<Answer, String> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nhost: torture\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.get_mut().write_all(request.as_bytes()).map_err(text)?;
        self.answer()
    }

    /// The same, which must go well; gives what came back.
    pub(crate) fn must(&mut self, method: &str, path: &str, token: &str, body: &Value) -> Result<Value, String> {
        let answer = self.call(method, path, token, body)?;
        if !(200..300).contains(&answer.status) {
            return Err(format!(
                "{method} {path} was answered with {}: {}",
                answer.status, answer.body
            ));
        }
        serde_json::from_str(&answer.body).map_err(text)
    }

    fn answer(&mut self) -> Result<Answer, String> {
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|status| status.parse().ok());
        let (mut location, mut length) = (None, 0);
        loop {
            let header = self.line()?;
            match header.split_once(": ") {
                None => break,
                Some(("location", value)) => location = Some(value.to_owned()),
                Some(("content-length", value)) => length = value.parse().map_err(text)?,
                Some(_) => {}
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).map_err(text)?;
        Ok(Answer {
            status: status.ok_or("not HTTP")?,
            location,
            body: String::from_utf8(body).map_err(text)?,
        })
    }

    fn line(&mut self) -> Result<String, String> {
        let mut line = String::new();
        match self.0.read_line(&mut line).map_err(text)? {
            0 => Err("hung up".to_owned()),
            _ => Ok(line.trim_end().to_owned()),
        }
    }
}

pub(crate) fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
