//! The toolkit's REST API: `departments/`, `qrcodes/` and `apihits/`, a page after the other, as `viewsets.py` offers them. What API calls there are it does not tell.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs::File,
    io::{BufReader, Seek as _, Write as _},
    str::FromStr,
    time::Duration,
};

use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request,
    body::Bytes,
    header::{self, ACCEPT, HeaderName, HeaderValue},
};
use serde::{Deserialize, de::DeserializeOwned};
use signpost_application::ports::tables::TableError;
use url::Url;

use super::{
    Reading, aside, hits,
    listing::{self, Page},
    old::Old,
};
use crate::outgoing::{self, HttpClient, USER_AGENT, is_guarded};

/// How long the next piece of an answer may take. A list without pages is put together whole before its first piece comes.
const PATIENCE: Duration = Duration::from_mins(5);

/// The header that lets us in.
#[derive(Debug, Clone)]
pub struct Token {
    name: HeaderName,
    value: HeaderValue,
}

/// What is no header.
#[derive(Debug, thiserror::Error)]
#[error("give one header in a line, such as `Authorization: Token 0123abcd` or `apiKey: 0123abcd`")]
pub struct NoHeader;

impl FromStr for Token {
    type Err = NoHeader;

    fn from_str(line: &str) -> Result<Self, NoHeader> {
        let (name, value) = line.trim().split_once(':').ok_or(NoHeader)?;
        let mut value: HeaderValue = value.trim().parse().map_err(|_| NoHeader)?;
        if value.is_empty() {
            return Err(NoHeader);
        }
        value.set_sensitive(true);
        let name = name.trim().parse().map_err(|_| NoHeader)?;
        Ok(Self { name, value })
    }
}

/// A department, in the words of the toolkit's `DepartmentSerializer`.
#[derive(Deserialize)]
struct Department {
    id: i64,
    name: String,
}

/// A hit, in the words of the toolkit's `ApiHitSerializer`.
#[derive(Deserialize)]
struct Hit {
    id: i64,
    #[serde(rename = "hit_date")]
    at: Box<str>,
    action: Box<str>,
    code: Option<i64>,
}

struct Api<'a> {
    client: HttpClient,
    token: Option<&'a Token>,
}

pub(super) async fn read(url: &Url, token: Option<&Token>, reading: &mut Reading<'_>) -> Result<(), TableError> {
    if token.is_some() && !is_guarded(url) {
        return Err(TableError::new("a token is sent by https:// only, or to this very machine"));
    }
    let client = outgoing::client().map_err(|error| TableError::new(error.to_string()))?;
    let api = Api { client, token };

    let mut departments = BTreeMap::new();
    let take = &mut |department: Department| {
        departments.insert(department.id, department.name);
        Ok(())
    };
    api.all(url, "departments/", take, &mut |_| {}).await?;
    reading.departments(&departments);

    // Pages go by what was changed last, so a code that is changed meanwhile moves to another one: it may come twice, and another one not at all.
    let mut seen = HashMap::new();
    let mut count = None;
    let shared = std::cell::RefCell::new(reading);
    let take = &mut |old: Old| {
        let names = (old.slug.clone().unwrap_or_default(), old.uuid.clone());
        match seen.insert(old.id, names) {
            None => shared.borrow_mut().code(&old).map_err(|error| error.to_string()),
            Some(_) => Ok(()),
        }
    };
    let tell = &mut |page: &Page| {
        count = page.count.or(count);
        shared.borrow_mut().of = count;
    };
    api.all(url, "qrcodes/", take, tell).await?;
    if let Some(count) = count.filter(|count| *count != seen.len() as u64) {
        return Err(TableError::new(format!(
            "the toolkit was changed while it was read: of {count} codes {} came; begin again",
            seen.len()
        )));
    }

    // The newest come first, all of them in one answer.
    let mut all: Vec<Hit> = Vec::new();
    let take = &mut |hit: Hit| {
        if hit.code.is_some() {
            all.push(hit);
        }
        Ok(())
    };
    api.all(url, "apihits/", take, &mut |_| {}).await?;
    all.sort_unstable_by_key(|hit| hit.id);
    let reading = shared.into_inner();
    for Hit { id, at, action, code } in all {
        if let Some((slug, uuid)) = code.and_then(|code| seen.get(&code)) {
            reading.hit(&hits::row(id, &at, slug, uuid, &action))?;
        }
    }
    Ok(())
}

impl Api<'_> {
    /// Reads every page of a list.
    async fn all<T: DeserializeOwned>(
        &self,
        api: &Url,
        list: &str,
        take: &mut dyn FnMut(T) -> Result<(), String>,
        tell: &mut dyn FnMut(&Page),
    ) -> Result<(), TableError> {
        let mut url = api.clone();
        url.set_query(None);
        url.path_segments_mut()
            .map_err(|()| TableError::new(format!("{api} is no address of an API")))?
            .pop_if_empty()
            .extend(list.split('/'));
        let mut asked = HashSet::new();
        loop {
            if !asked.insert(url.query().map(str::to_owned)) {
                return Err(failed(&url, "its pages go round in circles"));
            }
            let answer = BufReader::new(self.get(&url).await?);
            let page = listing::read(answer, take).map_err(|error| failed(&url, error))?;
            tell(&page);
            let Some(next) = page.next else { return Ok(()) };
            // Only its query is taken: what stands before is how the toolkit believes to be called behind its proxies, and a token goes nowhere else.
            let next = url.join(&next).map_err(|error| failed(&url, error))?;
            url.set_query(next.query());
        }
    }

    /// An answer, in a temporary file.
    async fn get(&self, url: &Url) -> Result<File, TableError> {
        let mut request = Request::get(url.as_str())
            .header(ACCEPT, "application/json")
            .header(header::USER_AGENT, USER_AGENT);
        if let Some(Token { name, value }) = self.token {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(Bytes::new())).map_err(|error| failed(url, error))?;
        let answer = in_time(url, self.client.request(request)).await?;
        let answer = answer.map_err(|error| failed(url, error))?;
        let status = answer.status();
        if !status.is_success() {
            let hint = match status.as_u16() {
                401 | 403 if self.token.is_none() => "; it wants a token",
                401 | 403 => "; it does not take this token",
                404 => "; give the address under which its qrcodes/ is",
                300..=399 => "; give the address that it leads to",
                _ => "",
            };
            return Err(failed(url, format_args!("{status}{hint}")));
        }
        let mut file = tempfile::tempfile().map_err(|error| aside::failed(&error))?;
        let mut body = answer.into_body();
        while let Some(frame) = in_time(url, body.frame()).await? {
            if let Ok(data) = frame.map_err(|error| failed(url, error))?.into_data() {
                file.write_all(&data).map_err(|error| aside::failed(&error))?;
            }
        }
        file.rewind().map_err(|error| aside::failed(&error))?;
        Ok(file)
    }
}

async fn in_time<T>(url: &Url, doing: impl Future<Output = T>) -> Result<T, TableError> {
    let outcome = tokio::time::timeout(PATIENCE, doing).await;
    outcome.map_err(|_| failed(url, "it takes too long"))
}

fn failed(url: &Url, what: impl std::fmt::Display) -> TableError {
    TableError::new(format!("{url}: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_a_header_that_is_not_printed() {
        let token: Token = "apiKey: 0123 abcd\n".parse().unwrap();
        assert_eq!((token.name.as_str(), token.value.to_str().unwrap()), ("apikey", "0123 abcd"));
        assert!(!format!("{token:?}").contains("0123"));
        for line in ["0123abcd", "", "a b: c", "apiKey:", "apiKey: a\nb: c"] {
            assert!(line.parse::<Token>().is_err(), "{line}");
        }
    }
}
