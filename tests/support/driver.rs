//! A browser that is driven: it types, clicks, looks, and tells what its pages complain about. By `WebDriver` (W3C), which is JSON over
//! HTTP: the tests have a client for that already, and the libraries for it would bring another one and make every test `async`.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use reqwest::blocking::Client as Http;
use serde_json::{Value, json};
use tempfile::TempDir;

/// What its user prefers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Preferences {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dark: bool,
    pub(crate) language: &'static str,
}

/// At a desk, by day, in English.
pub(crate) const DESK: Preferences = Preferences {
    width: 1280,
    height: 860,
    dark: false,
    language: "en",
};

/// In the street, with a phone, in Dutch.
pub(crate) const PHONE: Preferences = Preferences {
    width: 390,
    height: 844,
    dark: false,
    language: "nl",
};

/// Keys by their names, for [`Driver::press`]: others stand in the standard (`WebDriver`, 17.4.2, keyboard actions).
pub(crate) mod key {
    pub(crate) const TAB: &str = "\u{E004}";
    pub(crate) const ENTER: &str = "\u{E007}";
    pub(crate) const ESCAPE: &str = "\u{E00C}";
}

/// How often it is tried to start it.
const STARTS: u32 = 5;

/// The name under which `WebDriver` hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Starts the program that drives a browser, on a port that it chooses: that it is free on IPv4 is what it looks for, and should it be taken on IPv6 it ends.
fn server() -> (Child, String) {
    for _ in 0..STARTS {
        let mut process = Command::new("chromedriver")
            .args(["--port=0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts: it is in the Debian package chromium-driver");
        let mut lines = BufReader::new(process.stdout.take().expect("a pipe"))
            .lines()
            .map_while(Result::ok);
        let port = lines.find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        });
        if let Some(port) = port {
            std::thread::spawn(move || lines.for_each(drop));
            return (process, port);
        }
        process.wait().expect("a process that ended");
    }
    panic!("chromedriver ends {STARTS} times without a port");
}

/// The browser.
pub(crate) struct Driver {
    process: Child,
    http: Http,
    session: String,
    profile: TempDir,
}

impl Driver {
    /// Starts one with an empty profile.
    pub(crate) fn start(preferences: Preferences) -> Self {
        let (process, port) = server();
        let http = Http::builder().timeout(Duration::from_mins(2)).build().expect("a client");
        let profile = tempfile::tempdir().expect("a temporary folder");
        let mut driver = Self {
            process,
            http,
            session: format!("http://127.0.0.1:{port}/session"),
            profile,
        };
        let made = driver.call("POST", "", &driver.capabilities(preferences));
        let id = made["sessionId"].as_str().expect("a session");
        driver.session = format!("{}/{id}", driver.session);
        driver.call(
            "POST",
            "/timeouts",
            &json!({"implicit": 3_000, "pageLoad": 30_000, "script": 60_000}),
        );
        // The window of a browser without a window is narrowed no further than some; what its pages see is.
        driver.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({"width": preferences.width, "height": preferences.height, "deviceScaleFactor": 1, "mobile": preferences.width < 600}),
        );
        let scheme = if preferences.dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        driver.devtools("Emulation.setEmulatedMedia", &features);
        driver
    }

    fn capabilities(&self, preferences: Preferences) -> Value {
        let own = format!("--user-data-dir={}", self.profile.path().display());
        let language = format!("--accept-lang={}", preferences.language);
        let size = format!("--window-size={},{}", preferences.width, preferences.height);
        let mut arguments: Vec<&str> = super::browser::QUIETLY
            .iter()
            .copied()
            .filter(|flag| !flag.starts_with("--accept-lang"))
            .collect();
        arguments.extend([own.as_str(), language.as_str(), size.as_str(), "--hide-scrollbars"]);
        json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {
                "args": arguments,
                "prefs": {"intl.accept_languages": preferences.language, "credentials_enable_service": false},
            },
            "goog:loggingPrefs": {"browser": "ALL"},
        }}})
    }

    #[track_caller]
    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        self.try_call(method, path, body)
            .unwrap_or_else(|error| panic!("{method} {path} {body}: {error}"))
    }

    fn try_call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let method = method.parse().expect("a method");
        let mut request = self.http.request(method, format!("{}{path}", self.session));
        if !body.is_null() {
            request = request.json(body);
        }
        let answer = request.send().expect("chromedriver answers");
        let is_well = answer.status().is_success();
        let mut answer: Value = answer.json().expect("JSON");
        let value = answer["value"].take();
        if is_well {
            Ok(value)
        } else {
            Err(value["message"].to_string())
        }
    }

    fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.call("POST", "/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// Opens an address.
    #[track_caller]
    pub(crate) fn go(&self, url: &str) {
        self.call("POST", "/url", &json!({"url": url}));
    }

    /// Where it is.
    #[track_caller]
    pub(crate) fn url(&self) -> String {
        self.call("GET", "/url", &Value::Null).as_str().expect("text").to_owned()
    }

    #[track_caller]
    fn element(&self, css: &str) -> String {
        let found = self.call("POST", "/element", &json!({"using": "css selector", "value": css}));
        found[ELEMENT].as_str().expect("an element").to_owned()
    }

    /// What an element shows right now; `None` where there is none, or the page is just being left.
    fn shown(&self, css: &str) -> Option<String> {
        let script = format!("return document.querySelector({})?.innerText ?? null", json!(css));
        let shown = self.try_call("POST", "/execute/sync", &json!({"script": script, "args": []}));
        Some(shown.ok()?.as_str()?.to_owned())
    }

    /// Waits until an element shows this, among other things.
    pub(crate) fn sees(&self, css: &str, text: &str) {
        super::eventually(&format!("{text:?} in {css}"), || {
            self.shown(css).filter(|shown| shown.contains(text))
        });
    }

    /// Clicks an element with the mouse.
    #[track_caller]
    pub(crate) fn click(&self, css: &str) {
        let element = self.element(css);
        self.call("POST", &format!("/element/{element}/click"), &json!({}));
    }

    /// Types into a field, in the place of what is in it.
    #[track_caller]
    pub(crate) fn fill(&self, css: &str, text: &str) {
        let element = self.element(css);
        self.call("POST", &format!("/element/{element}/clear"), &json!({}));
        self.call("POST", &format!("/element/{element}/value"), &json!({"text": text}));
    }

    /// Chooses a file.
    #[track_caller]
    pub(crate) fn chooses(&self, css: &str, file: &Path) {
        let element = self.element(css);
        self.call(
            "POST",
            &format!("/element/{element}/value"),
            &json!({"text": file.to_str().expect("a path")}),
        );
    }

    /// Presses keys one after the other, wherever the focus is; see [`key`].
    #[track_caller]
    pub(crate) fn press(&self, keys: &str) {
        let presses: Vec<Value> = keys
            .chars()
            .flat_map(|key| {
                [
                    json!({"type": "keyDown", "value": key}),
                    json!({"type": "keyUp", "value": key}),
                ]
            })
            .collect();
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": presses}]});
        self.call("POST", "/actions", &actions);
    }

    /// Runs a script; what it returns.
    #[track_caller]
    pub(crate) fn script(&self, script: &str) -> Value {
        self.call("POST", "/execute/sync", &json!({"script": script, "args": []}))
    }

    /// Runs a script that calls its last argument when it is done; what it gives to it.
    #[track_caller]
    pub(crate) fn script_that_calls_back(&self, script: &str) -> Value {
        self.call("POST", "/execute/async", &json!({"script": script, "args": []}))
    }

    /// From now on it is at this place, and tells so to pages of `origin`.
    #[track_caller]
    pub(crate) fn is_at(&self, origin: &str, latitude: f64, longitude: f64) {
        let place = json!({"latitude": latitude, "longitude": longitude, "accuracy": 12});
        self.devtools("Emulation.setGeolocationOverride", &place);
        let granted = json!({"origin": origin, "permissions": ["geolocation"]});
        self.devtools("Browser.grantPermissions", &granted);
    }

    /// From now on every answer takes this many milliseconds more.
    #[track_caller]
    pub(crate) fn waits(&self, milliseconds: u32) {
        self.devtools("Network.enable", &json!({}));
        let conditions = json!({"offline": false, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1});
        self.devtools("Network.emulateNetworkConditions", &conditions);
    }

    /// The label, text or id of what has the focus, by which a reader would know it.
    #[track_caller]
    pub(crate) fn focused(&self) -> String {
        let script = "const e = document.activeElement; return (e.labels?.[0]?.innerText ?? e.innerText ?? e.id).trim()";
        self.script(script).as_str().expect("text").to_owned()
    }

    /// Takes a picture for `docs/screenshots`, if `SIGNPOST_TEST_SCREENSHOTS` names a folder for them: what fits the window, at three quarters of its size, as
    /// WebP, which is a quarter of PNG.
    #[track_caller]
    pub(crate) fn document(&self, name: &str) {
        let Some(folder) = std::env::var_os("SIGNPOST_TEST_SCREENSHOTS") else {
            return;
        };
        let mut clip = self.script("return {x: scrollX, y: scrollY, width: innerWidth, height: innerHeight}");
        clip["scale"] = json!(0.75);
        let picture = self.devtools(
            "Page.captureScreenshot",
            &json!({"format": "webp", "quality": 40, "clip": clip}),
        );
        let bytes = base64(picture["data"].as_str().expect("base 64"));
        std::fs::write(Path::new(&folder).join(format!("{name}.webp")), bytes).expect("it is written");
    }

    /// Takes a picture of the whole page and leaves it where people can look at it.
    #[track_caller]
    pub(crate) fn photograph(&self, name: &str) -> PathBuf {
        let picture = self.devtools(
            "Page.captureScreenshot",
            &json!({"format": "png", "captureBeyondViewport": true}),
        );
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        let encoded = picture["data"].as_str().expect("base 64");
        let script = base64(encoded);
        std::fs::write(&path, script).expect("it is written");
        path
    }

    /// What pages complained about since this was last asked: errors of scripts, and what the policy of a page refused.
    #[track_caller]
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.call("POST", "/se/log", &json!({"type": "browser"}));
        let entries = log.as_array().expect("a list").iter();
        entries
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].to_string())
            .collect()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.try_call("DELETE", "", &Value::Null);
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn base64(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).expect("base 64")
}
