//! Events.

use futures_util::stream::{self, BoxStream, Stream, StreamExt, TryStreamExt};
use futures_util::{FutureExt, TryFutureExt};
use tonic::{Status, Streaming};
use tracing::debug;

use crate::daemon::Daemon;
use crate::error::Error;
use crate::retries::{Pauses, may_pass};
use crate::v1::watch_events_response::Kind;
use crate::v1::{Event, Snapshot, WatchEventsRequest, WatchEventsResponse};

/// What a watch sees. Dropping it ends the watch.
pub type Events = BoxStream<'static, Result<Watched, Error>>;

/// One thing that a watch has seen.
#[derive(Clone, Debug, PartialEq)]
pub enum Watched {
    /// What there is. It replaces everything known before.
    Snapshot(Box<Snapshot>),
    /// What has happened. An event whose kind is None is of a kind that this client does not know.
    Event(Box<Event>),
}

impl Watched {
    fn sequence(&self) -> u64 {
        match self {
            Self::Snapshot(snapshot) => snapshot.sequence,
            Self::Event(event) => event.sequence,
        }
    }
}

impl Daemon {
    /// Give a snapshot, and then what happens, to the connections that the request names, or to all. An error is the
    /// last item. The watch ends without one when the daemon ends it, as it does when it stops.
    pub fn watch(&self, request: WatchEventsRequest) -> Events {
        let (daemon, channel) = (self.clone(), self.channel());
        let opened = async move { daemon.rooms().watch_events(request).await };
        let items = opened.map_ok(|answer| items(answer.into_inner())).try_flatten_stream();
        items.map_err(move |status| channel.error(status)).boxed()
    }

    /// Watch over restarts of the daemon: go on after the last event that was seen, or with another snapshot where later
    /// events are kept no more. Only errors that no waiting mends end it.
    pub fn follow(&self, request: WatchEventsRequest) -> Events {
        let following = Following { daemon: self.clone(), request, events: None, pauses: Pauses::default() };
        let items = stream::try_unfold(following, |mut following| async move {
            Ok(Some((following.next().await?, following)))
        });
        items.boxed()
    }
}

struct Following {
    daemon: Daemon,
    request: WatchEventsRequest,
    events: Option<Events>,
    pauses: Pauses,
}

impl Following {
    async fn next(&mut self) -> Result<Watched, Error> {
        loop {
            let events = self.events.get_or_insert_with(|| self.daemon.watch(self.request.clone()));
            let asked = match events.next().await {
                Some(Ok(item)) => return Ok(self.seen(item)),
                Some(Err(error)) => may_pass(&error).ok_or(error)?,
                None => Default::default(),
            };
            self.events = None;
            let pause = self.pauses.next(asked);
            debug!(?pause, "watch.lost");
            tokio::time::sleep(pause).await;
        }
    }

    fn seen(&mut self, item: Watched) -> Watched {
        self.request.after_sequence = Some(item.sequence());
        self.request.snapshot_if_expired = true;
        self.pauses = Pauses::default();
        item
    }
}

fn items(responses: Streaming<WatchEventsResponse>) -> impl Stream<Item = Result<Watched, Status>> {
    stream::try_unfold(responses, |mut responses| {
        async move { Ok(next(&mut responses).await?.map(|item| (item, responses))) }.boxed()
    })
}

/// What comes next; messages of a kind that we do not know are skipped.
async fn next(responses: &mut Streaming<WatchEventsResponse>) -> Result<Option<Watched>, Status> {
    while let Some(response) = responses.message().await? {
        match response.kind {
            Some(Kind::Event(event)) => return Ok(Some(Watched::Event(event.into()))),
            Some(Kind::Snapshot(snapshot)) => return whole(responses, snapshot).await.map(Some),
            _ => {}
        }
    }
    Ok(None)
}

/// A snapshot whose first part is given, with its other parts.
async fn whole(
    responses: &mut Streaming<WatchEventsResponse>,
    mut snapshot: Snapshot,
) -> Result<Watched, Status> {
    while snapshot.more {
        let response = responses.message().await?;
        let Some(Kind::Snapshot(part)) = response.and_then(|response| response.kind) else {
            return Err(Status::data_loss("a snapshot has ended before its last part"));
        };
        add(&mut snapshot, part);
    }
    Ok(Watched::Snapshot(snapshot.into()))
}

/// Add a part: its first connection may be the last one before, with more peers.
fn add(snapshot: &mut Snapshot, part: Snapshot) {
    snapshot.more = part.more;
    for connection in part.connections {
        match snapshot.connections.last_mut() {
            Some(last) if last.connection_id == connection.connection_id => {
                last.peers.extend(connection.peers)
            }
            _ => snapshot.connections.push(connection),
        }
    }
}
