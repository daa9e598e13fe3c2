use std::time::Duration;

use reqwest::{
    Method,
    blocking::{Client as Http, Response},
    redirect::Policy,
};
use serde_json::Value;

/// Somebody who calls the REST API.
#[derive(Clone)]
pub(crate) struct Client {
    http: Http,
    url: String,
    pub(crate) token: String,
}

/// An answer, read to its end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// Reads an answer; `None` when it broke off.
    pub(crate) fn read(response: Response) -> Option<Self> {
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        Some(Self {
            status: response.status().as_u16(),
            headers: headers.collect(),
            bytes: response.bytes().ok()?.to_vec(),
        })
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("not JSON ({error}): {self:?}"))
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Fails unless it is a problem document of this status and kind; gives it.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, word: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem = self.json();
        assert_eq!(problem["type"], format!("urn:signpost:problem:{word}"), "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        assert!(
            problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()),
            "{problem}"
        );
        problem
    }

    /// Fails unless it has this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}

fn http() -> Http {
    Http::builder()
        .redirect(Policy::none())
        .timeout(Duration::from_secs(30))
        .build()
        .expect("a client")
}

impl Client {
    pub(crate) fn new(url: &str, token: &str) -> Self {
        Self {
            http: http(),
            url: url.to_owned(),
            token: token.to_owned(),
        }
    }

    /// The same person, calling a Signpost that was started again elsewhere.
    pub(crate) fn at(&self, url: &str) -> Self {
        Self::new(url, &self.token)
    }

    /// Sends a request below `/api/v1`.
    pub(crate) fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let body = body.map(|body| body.to_string().into_bytes());
        self.send_bytes(method, path, headers, body)
    }

    /// Sends a request below `/api/v1` with any body, as JSON unless a header says otherwise.
    pub(crate) fn send_bytes(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Answer {
        self.try_bytes(method, path, headers, body).expect("an answer")
    }

    /// Posts JSON; `None` when no answer came.
    pub(crate) fn try_post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Option<Answer> {
        self.try_bytes(Method::POST, path, headers, Some(body.to_string().into_bytes()))
    }

    fn try_bytes(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Option<Answer> {
        let mut request = self
            .http
            .request(method, format!("{}/api/v1{path}", self.url))
            .bearer_auth(&self.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
                request = request.header("content-type", "application/json");
            }
            request = request.body(body);
        }
        Answer::read(request.send().ok()?)
    }

    /// The whole scan log.
    pub(crate) fn scans(&self) -> Vec<Value> {
        let lines = self
            .send(Method::GET, "/scans", &[("accept", "application/jsonl")], None)
            .expect(200);
        let lines = lines.text();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The last position in the decision log, once this node has heard of what the command line did before: a command waits
    /// for that.
    pub(crate) fn settled_head(&self) -> u64 {
        self.post("/codes", &serde_json::json!({})).expect(201);
        self.head()
    }

    /// The last position in the decision log, as far as this node shows it.
    pub(crate) fn head(&self) -> u64 {
        let mut last = 0;
        loop {
            let page = self.get(&format!("/decisions?after={last}&limit=1000")).expect(200).json();
            match page["items"].as_array().unwrap().last() {
                Some(item) => last = item["position"].as_u64().unwrap(),
                None => return last,
            }
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, &[], Some(body))
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, &[], Some(body))
    }

    pub(crate) fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PATCH, path, &[], Some(body))
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], None)
    }
}

/// A citizen.
#[derive(Clone)]
pub(crate) struct Visitor {
    http: Http,
    url: String,
    headers: Vec<(&'static str, String)>,
}

/// A citizen with an iPhone in Dutch.
pub(crate) fn phone(url: &str) -> Visitor {
    let agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/17.5 Mobile/15E148 Safari/604.1";
    Visitor {
        http: http(),
        url: url.to_owned(),
        headers: vec![],
    }
    .with("user-agent", agent)
    .with("accept-language", "nl-BE,nl;q=0.9")
}

impl Visitor {
    /// The same with another header.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Opens an address below the root, or a whole one, and does not follow.
    pub(crate) fn open(&self, path: &str) -> Answer {
        self.send(Method::GET, path)
    }

    pub(crate) fn send(&self, method: Method, path: &str) -> Answer {
        self.try_send(method, path).expect("an answer")
    }

    /// The same; `None` when no answer came.
    pub(crate) fn try_send(&self, method: Method, path: &str) -> Option<Answer> {
        let address = if path.starts_with('/') {
            format!("{}{path}", self.url)
        } else {
            path.to_owned()
        };
        let mut request = self.http.request(method, address);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        Answer::read(request.send().ok()?)
    }
}
