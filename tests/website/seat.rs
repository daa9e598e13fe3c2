//! Somebody before a browser, as plain requests: cookies are kept, forms carry what their page gave them.

use reqwest::{
    Method,
    blocking::{Client, RequestBuilder},
    redirect::Policy,
};
use scraper::{Html, Selector};

use crate::support::Answer;

/// Somebody before a browser.
pub(crate) struct Seat {
    http: Client,
    pub(super) url: String,
    /// What they read; whatever they get where it is not said.
    language: Option<&'static str>,
    /// Name and value of each cookie.
    pub(crate) cookies: Vec<(String, String)>,
}

impl Seat {
    pub(crate) fn new(url: &str) -> Self {
        Self {
            http: Client::builder().redirect(Policy::none()).build().unwrap(),
            url: url.to_owned(),
            language: None,
            cookies: vec![],
        }
    }

    /// The same, who reads this language.
    pub(super) fn reading(self, language: &'static str) -> Self {
        Self {
            language: Some(language),
            ..self
        }
    }

    /// Somebody who signed in.
    #[track_caller]
    pub(crate) fn signed_in(url: &str, login: &str, password: &str) -> Self {
        let mut seat = Self::new(url);
        let answer = seat.sign_in(login, password);
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, Some("/admin")),
            "{}",
            answer.text()
        );
        seat
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.http.request(method, format!("{}{path}", self.url));
        let request = request.header("cookie", cookies.join("; "));
        match self.language {
            Some(language) => request.header("accept-language", language),
            None => request,
        }
    }

    /// Sends a request and keeps the cookies of the answer.
    pub(crate) fn send(&mut self, request: RequestBuilder) -> Answer {
        let answer = Answer::read(request.send().expect("an answer")).expect("all of it");
        for (_, set) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = set.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap().to_owned();
            self.cookies.retain(|(other, _)| other != name);
            if !set.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value));
            }
        }
        answer
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path))
    }

    /// Sends a form as a browser does from a page of this origin.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request(Method::POST, path).header("origin", &self.url);
        self.send(
            request
                .header("sec-fetch-site", "same-origin")
                .body(encoded(fields))
                .header("content-type", "application/x-www-form-urlencoded"),
        )
    }

    /// The same with what the forms of this session carry.
    pub(crate) fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.form_token();
        let mut all = vec![("form_token", token.as_str())];
        all.extend(fields);
        self.post(path, &all)
    }

    /// Sends a form with a file in it, its name and content last, with what the forms of this session carry unless it is given.
    pub(crate) fn send_file(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &str)) -> Answer {
        const BOUNDARY: &str = "between-the-parts";
        let token = self.form_token();
        let own = fields.iter().all(|(name, _)| *name != "form_token");
        let fields = own
            .then_some(("form_token", &*token))
            .into_iter()
            .chain(fields.iter().copied());
        let part = |head: String, content: &str| {
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name={head}\r\n\r\n{content}\r\n")
        };
        let mut parts: Vec<String> = fields.map(|(name, value)| part(format!("\"{name}\""), value)).collect();
        let (name, content) = file;
        parts.push(part(format!("\"file\"; filename=\"{name}\""), content));
        parts.push(format!("--{BOUNDARY}--\r\n"));
        let body = parts.concat();
        let request = self.request(Method::POST, path).header("sec-fetch-site", "same-origin");
        self.send(
            request
                .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
                .body(body),
        )
    }

    pub(crate) fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        self.post("/admin/sign-in", &[("login", login), ("password", password)])
    }

    /// What the forms of this session carry.
    pub(crate) fn form_token(&mut self) -> String {
        let page = self.get("/admin/account").expect(200).text();
        let selector = Selector::parse("input[name=form_token]").unwrap();
        let document = Html::parse_document(&page);
        let field = document.select(&selector).next().expect("a form");
        field.value().attr("value").unwrap().to_owned()
    }

    /// Whether this one is signed in.
    pub(crate) fn is_signed_in(&mut self) -> bool {
        match self.get("/admin").status {
            200 => true,
            303 => false,
            other => panic!("{other}"),
        }
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
