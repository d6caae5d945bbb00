//! The Rust client as `odind conformance` drives it; docs/CONFORMANCE.md describes the lines.

mod json;
mod orders;
mod sound;

use std::collections::HashMap;
use std::env;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use futures_util::TryStreamExt;
use odind_client::v1::{StreamAudioConfig, WatchEventsRequest};
use odind_client::{Daemon, Error, Events, Watched, VERSION};
use serde_json::{json, Value};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio_util::sync::CancellationToken;

use crate::json::{name_of, Protos};
use crate::orders::{Arguments, Order};
use crate::sound::{done, Stream};

const FEATURES: [&str; 12] = [
    "unix",
    "tcp",
    "unicode_paths",
    "watch",
    "follow",
    "speak",
    "listen",
    "door",
    "opus",
    "u64",
    "retries",
    "raw",
];

/// Why an order has no result.
enum Failure {
    Unsupported,
    Error(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

#[derive(Default)]
struct Open {
    daemon: Option<Daemon>,
    orders: HashMap<u64, CancellationToken>,
    streams: HashMap<u64, Arc<Stream>>,
}

struct Driver {
    protos: Protos,
    open: Mutex<Open>,
}

#[tokio::main]
async fn main() {
    let driver = Arc::new(Driver { protos: Protos::new(), open: Mutex::default() });
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await.expect("lines of UTF-8") {
        let order: Order = serde_json::from_str(&line).expect("an order");
        let cancelled = driver.open().orders.entry(order.id).or_default().clone();
        tokio::spawn(driver.clone().perform(order, cancelled));
    }
}

fn tell(id: u64, kind: &str, value: Value) {
    println!("{}", json!({"id": id, kind: value}));
}

fn told(error: &Error) -> Value {
    json!({
        "code": name_of(error.code()),
        "reason": error.reason(),
        "message": error.message(),
        "metadata": error.metadata().cloned().unwrap_or_default(),
    })
}

impl Driver {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().expect("nobody panics with it")
    }

    async fn perform(self: Arc<Self>, order: Order, cancelled: CancellationToken) {
        let id = order.id;
        let result = tokio::select! {
            result = self.obey(order) => result,
            () = cancelled.cancelled() => return tell(id, "error", json!({"code": "CANCELLED"})),
        };
        match result {
            Ok(result) => tell(id, "result", result),
            Err(Failure::Unsupported) => tell(id, "unsupported", true.into()),
            Err(Failure::Error(error)) => tell(id, "error", told(&error)),
        }
    }

    async fn obey(&self, order: Order) -> Result<Value, Failure> {
        let Order { id, op, args } = order;
        match &*op {
            "hello" => {
                return Ok(
                    json!({"protocol": 1, "client": "rust", "version": VERSION, "features": FEATURES}),
                );
            }
            "connect" => return self.connect(id, args).await,
            "close" => return Ok(self.close(id)),
            "cancel" => {
                self.open().orders[&args.call].cancel();
                return Ok(json!({}));
            }
            "control" => {
                let stream = self.open().streams[&args.call].clone();
                return stream.control(&self.protos, args).await?.ok_or(Failure::Unsupported);
            }
            _ => {}
        }
        let daemon = self.open().daemon.clone().expect("it was connected");
        let connection = daemon.attached(&args.connection_id);
        Ok(match &*op {
            "info" => self.protos.value("GetInfoResponse", &daemon.info().await?),
            "join" => self.join(&daemon, args).await?,
            "get" => self.protos.value("Connection", daemon.connection(connection.id()).await?.view()),
            "leave" => done(connection.leave().await)?,
            "list" => list(&daemon, args).await?,
            "user_data" => done(connection.set_user_data(args.payload.expect("a payload").message()).await)?,
            "message" => {
                let peers = args.peer_ids.unwrap_or_default();
                done(connection.send(args.payload.expect("a payload").message(), &peers).await)?
            }
            "watch" => self.tell_all(id, daemon.watch(watching(args))).await?,
            "follow" => self.tell_all(id, daemon.follow(watching(args))).await?,
            "audio" => self.audio(id, &daemon, args).await?,
            "raw" => self.protos.call(daemon.channel(), &args.method, &args.json).await?,
            _ => return Err(Failure::Unsupported),
        })
    }

    async fn connect(&self, id: u64, given: Arguments) -> Result<Value, Failure> {
        self.close(id);
        for (name, value) in &given.environment {
            match value {
                Some(value) => env::set_var(name, value),
                None => env::remove_var(name),
            }
        }
        let mut connect = Daemon::connect().retries(given.retries.unwrap_or_default());
        if let Some(target) = given.target {
            connect = connect.target(target);
        }
        if let Some(key) = given.api_key {
            connect = connect.api_key(key);
        }
        if let Some(timeout) = given.call_timeout_ms {
            connect = connect.call_timeout(Duration::from_millis(timeout));
        }
        let connected = connect.await;
        given.environment.keys().for_each(|name| env::remove_var(name));
        self.open().daemon = Some(connected?);
        Ok(json!({}))
    }

    fn close(&self, by: u64) -> Value {
        let mut open = self.open();
        open.orders.iter().filter(|(&id, _)| id != by).for_each(|(_, order)| order.cancel());
        open.daemon = None;
        open.streams.clear();
        json!({})
    }

    async fn join(&self, daemon: &Daemon, given: Arguments) -> Result<Value, Error> {
        let mut join = daemon.join(given.room_id).user(given.user_id);
        if let Some(linger) = given.linger_ms {
            join = join.linger(Duration::from_millis(linger));
        }
        if let Some(data) = given.user_data {
            join = join.user_data(data.message());
        }
        Ok(self.protos.value("Connection", join.await?.view()))
    }

    async fn tell_all(&self, id: u64, mut events: Events) -> Result<Value, Error> {
        while let Some(item) = events.try_next().await? {
            let item = match item {
                Watched::Snapshot(snapshot) => json!({"snapshot": self.protos.value("Snapshot", &*snapshot)}),
                Watched::Event(event) => json!({"event": self.protos.value("Event", &*event)}),
            };
            tell(id, "item", item);
        }
        Ok(json!({}))
    }

    async fn audio(&self, id: u64, daemon: &Daemon, given: Arguments) -> Result<Value, Error> {
        let mut config = json!({});
        let parts =
            [("send", given.send), ("receive", given.receive), ("receive_mode", given.mode.map(Value::from))];
        for (name, part) in parts {
            if let Some(part) = part {
                config[name] = part;
            }
        }
        let config: StreamAudioConfig = self.protos.read("StreamAudioConfig", config);
        let (speaker, listener) = daemon.attached(given.connection_id).audio(config).await?;
        let started = self.protos.value("StreamAudioStarted", speaker.started());
        let stream = Arc::new(Stream::new(speaker, listener));
        let _closing = Closing(stream.clone());
        self.open().streams.insert(id, stream.clone());
        tell(id, "item", json!({"started": started}));
        stream.closed.cancelled().await;
        Ok(json!({}))
    }
}

/// Closes the stream of an order that has ended, or was cancelled.
struct Closing(Arc<Stream>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.speaker.close();
    }
}

async fn list(daemon: &Daemon, given: Arguments) -> Result<Value, Error> {
    let connections = daemon.connections(given.page_size.unwrap_or_default());
    let ids: Vec<String> = connections.map_ok(|connection| connection.id().to_owned()).try_collect().await?;
    Ok(json!({"connection_ids": ids}))
}

fn watching(given: Arguments) -> WatchEventsRequest {
    WatchEventsRequest {
        connection_ids: given.connection_ids.unwrap_or_default(),
        kinds: given.kinds.unwrap_or_default(),
        after_sequence: given.after_sequence.map(|after| after.parse().expect("a number")),
        ..Default::default()
    }
}
