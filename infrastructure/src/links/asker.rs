//! Asks an address, over the same hyper and rustls that everything else here speaks with.

use std::{error::Error, io, net::IpAddr, sync::Arc, time::Duration};

use async_trait::async_trait;
use http_body_util::Empty;
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{ACCEPT, LOCATION, USER_AGENT},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use ipnet::IpNet;
use signpost_application::ports::links::{LinkAnswer, LinkAsker};
use signpost_domain::url::HttpUrl;
use url::{Host, Url};

use super::{
    networks::Networks,
    resolving::{NotEverybodys, Resolving},
};
use crate::outgoing;

/// From asking for a connection to having it.
const CONNECTING: Duration = Duration::from_secs(5);
/// From asking to the head of an answer; a visitor in the street would have put the phone away.
const PATIENCE: Duration = Duration::from_secs(10);
/// All redirects together.
const LONGEST: Duration = Duration::from_secs(40);
/// Redirects that are followed; browsers follow some 20, and no city needs them.
const MOST_REDIRECTS: usize = 8;

/// Asks over HTTP.
pub struct HttpLinkAsker {
    client: Client<HttpsConnector<HttpConnector<Resolving>>, Empty<Bytes>>,
    networks: Arc<Networks>,
    patience: Duration,
}

/// What came of one request.
enum Outcome {
    Answered(StatusCode, Option<Url>),
    Failed(LinkAnswer),
}

impl HttpLinkAsker {
    /// Asks nobody but those whom everybody can ask, and those in these networks.
    pub fn new(allowed: Vec<IpNet>) -> Result<Self, io::Error> {
        let networks = Arc::new(Networks::everybodys_and(allowed));
        let mut plain = HttpConnector::new_with_resolver(Resolving(Arc::clone(&networks)));
        plain.enforce_http(false);
        plain.set_connect_timeout(Some(CONNECTING));
        let connector = HttpsConnectorBuilder::new()
            .with_native_roots()?
            .https_or_http()
            .enable_http1();
        // Nothing is asked of the same host soon.
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build(connector.wrap_connector(plain));
        Ok(Self {
            client,
            networks,
            patience: PATIENCE,
        })
    }

    async fn follow(&self, url: &HttpUrl) -> LinkAnswer {
        let Ok(mut at) = url.as_str().parse::<Url>() else {
            return LinkAnswer::Astray;
        };
        for _ in 0..=MOST_REDIRECTS {
            match self.try_both(&at).await {
                Outcome::Failed(answer) => return answer,
                Outcome::Answered(status, None) => return LinkAnswer::Status(status.as_u16()),
                Outcome::Answered(_, Some(next)) if matches!(next.scheme(), "http" | "https") => at = next,
                Outcome::Answered(..) => return LinkAnswer::Astray,
            }
        }
        LinkAnswer::Astray
    }

    /// Asks for the head only, and as browsers do where that brings nothing: some servers know no other way.
    async fn try_both(&self, url: &Url) -> Outcome {
        match self.request(Method::HEAD, url).await {
            Outcome::Answered(status, _) if status.as_u16() >= 400 => self.request(Method::GET, url).await,
            Outcome::Failed(LinkAnswer::Silent) => self.request(Method::GET, url).await,
            outcome => outcome,
        }
    }

    async fn request(&self, method: Method, url: &Url) -> Outcome {
        // The connector looks no numbers up, so what is asked by its number is looked at here.
        let number = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) | None => None,
        };
        if number.is_some_and(|address| !self.networks.allow(address)) {
            return Outcome::Failed(LinkAnswer::Private);
        }
        let mut plain = url.clone();
        plain.set_fragment(None);
        // Credentials of a redirect are not ours to send.
        if plain.set_username("").is_err() || plain.set_password(None).is_err() {
            return Outcome::Failed(LinkAnswer::Astray);
        }
        let request = Request::builder()
            .method(method)
            .uri(plain.as_str())
            .header(ACCEPT, "*/*")
            .header(USER_AGENT, outgoing::USER_AGENT)
            .body(Empty::new());
        let Ok(request) = request else {
            return Outcome::Failed(LinkAnswer::Astray);
        };
        match tokio::time::timeout(self.patience, self.client.request(request)).await {
            Err(_) => Outcome::Failed(LinkAnswer::Silent),
            Ok(Err(error)) => Outcome::Failed(why(&error)),
            Ok(Ok(response)) => Outcome::Answered(response.status(), next(&response, url)),
        }
    }
}

/// Where an answer leads on to.
fn next(response: &Response<Incoming>, asked: &Url) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    asked.join(location).ok()
}

/// What an error means for a visitor.
fn why(error: &hyper_util::client::legacy::Error) -> LinkAnswer {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(found) = cause {
        if let Some(answer) = found.downcast_ref::<io::Error>().and_then(why_not) {
            return answer;
        }
        cause = found.source();
    }
    if error.is_connect() {
        LinkAnswer::Unreachable
    } else {
        // It took the connection, and said nothing that could be read.
        LinkAnswer::Silent
    }
}

/// The same of one of its causes; what such an error holds in itself is not its source.
fn why_not(error: &io::Error) -> Option<LinkAnswer> {
    match error.kind() {
        io::ErrorKind::TimedOut => return Some(LinkAnswer::Silent),
        // What rustls says of a certificate.
        io::ErrorKind::InvalidData => return Some(LinkAnswer::Untrusted),
        _ => {}
    }
    let within = error.get_ref()?;
    if within.is::<NotEverybodys>() {
        return Some(LinkAnswer::Private);
    }
    why_not(within.downcast_ref::<io::Error>()?)
}

#[async_trait]
impl LinkAsker for HttpLinkAsker {
    async fn ask(&self, url: &HttpUrl) -> LinkAnswer {
        let answered = tokio::time::timeout(LONGEST, self.follow(url)).await;
        answered.unwrap_or(LinkAnswer::Silent)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, PoisonError};

    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;

    /// A server that answers by the path: a status, `to` and where to, `hang`, `drop`, or `head` for one that knows no other way than GET. Gives where it is.
    async fn elsewhere(asked: Arc<Mutex<Vec<String>>>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            loop {
                let (mut connection, _) = listener.accept().await.unwrap();
                let asked = Arc::clone(&asked);
                tokio::spawn(async move {
                    let mut request = vec![0; 4_096];
                    let read = connection.read(&mut request).await.unwrap_or(0);
                    let request = String::from_utf8_lossy(&request[..read]).into_owned();
                    let Some((method, path)) = request.split_once(" HTTP/1.1").and_then(|(first, _)| first.split_once(' '))
                    else {
                        let _ = connection.write_all(b"HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n").await;
                        return;
                    };
                    asked
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(format!("{method} {path}"));
                    let answer = match (method, &path[1..]) {
                        (_, "hang") => return tokio::time::sleep(Duration::from_mins(1)).await,
                        (_, "drop") => return,
                        ("HEAD", "head") => "405 No".to_owned(),
                        (_, "head") => "200 Yes".to_owned(),
                        (_, status) if status.len() == 3 => format!("{status} Something"),
                        (_, next) => format!("307 There\r\nLocation: {}", next.trim_start_matches("to:")),
                    };
                    let answer = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                    let _ = connection.write_all(answer.as_bytes()).await;
                });
            }
        });
        origin
    }

    fn asker(networks: &[&str]) -> HttpLinkAsker {
        let networks = networks.iter().map(|network| network.parse().unwrap()).collect();
        HttpLinkAsker {
            patience: Duration::from_millis(300),
            ..HttpLinkAsker::new(networks).unwrap()
        }
    }

    #[tokio::test]
    async fn what_comes_of_asking_is_what_a_visitor_would_find() {
        let asked = Arc::default();
        let origin = elsewhere(Arc::clone(&asked)).await;
        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let of_this_machine = asker(&["127.0.0.0/8", "::1/128"]);
        for (url, expected) in [
            (format!("{origin}/200"), LinkAnswer::Status(200)),
            (format!("{origin}/404#part"), LinkAnswer::Status(404)),
            (format!("{origin}/410"), LinkAnswer::Status(410)),
            (format!("{origin}/503"), LinkAnswer::Status(503)),
            (format!("{origin}/head"), LinkAnswer::Status(200)),
            (format!("{origin}/to:/410"), LinkAnswer::Status(410)),
            (format!("{origin}/to:{origin}/to:/200"), LinkAnswer::Status(200)),
            (format!("{origin}/to:ftp://example.org/"), LinkAnswer::Astray),
            (format!("{origin}/to:?"), LinkAnswer::Astray),
            (format!("{origin}/hang"), LinkAnswer::Silent),
            (format!("{origin}/drop"), LinkAnswer::Silent),
            (format!("http://{nobody}/"), LinkAnswer::Unreachable),
            ("http://nobody.invalid/".to_owned(), LinkAnswer::Unreachable),
            // Nobody there has a certificate.
            (origin.replace("http:", "https:"), LinkAnswer::Untrusted),
            (origin.replace("127.0.0.1", "localhost") + "/200", LinkAnswer::Status(200)),
        ] {
            assert_eq!(of_this_machine.ask(&url.parse().unwrap()).await, expected, "{url}");
        }
    }

    #[tokio::test]
    async fn nobody_is_asked_in_a_network_that_is_not_everybodys_by_number_by_name_or_by_a_redirect() {
        let asked = Arc::default();
        let origin = elsewhere(Arc::clone(&asked)).await;
        let port = origin.rsplit_once(':').unwrap().1.to_owned();
        let nobodys = asker(&[]);
        for host in [
            "127.0.0.1",
            "localhost",
            "127.1",
            "2130706433",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
            "169.254.169.254",
        ] {
            let url = format!("http://{host}:{port}/200").parse().unwrap();
            assert_eq!(nobodys.ask(&url).await, LinkAnswer::Private, "{host}");
        }
        assert!(asked.lock().unwrap().is_empty());
        // Allowed there, and from there no further.
        let here = asker(&["127.0.0.1/32"]);
        for next in [
            "http://127.0.0.2/200",
            "http://localhost.:1/200",
            "http://10.0.0.1/",
            "http://user:secret@10.0.0.1/",
        ] {
            let url = format!("{origin}/to:{next}").parse().unwrap();
            let answer = here.ask(&url).await;
            assert!(
                matches!(answer, LinkAnswer::Private | LinkAnswer::Unreachable),
                "{next}: {answer:?}"
            );
        }
    }
}
