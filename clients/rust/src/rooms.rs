//! Being in a room.

use std::future::IntoFuture;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use prost_types::Duration as ProtoDuration;

use crate::daemon::Daemon;
use crate::error::Error;
use crate::listener::Listener;
use crate::speaker::Speaker;
use crate::v1::join_room_request::Identity;
use crate::v1::{
    self, AudioFormat, JoinRoomRequest, LeaveRoomRequest, Payload, SendMessageRequest, StreamAudioConfig,
    UpdateUserDataRequest, WatchEventsRequest,
};
use crate::watch::Events;

/// Enters a room when it is awaited: `daemon.join("lobby").user("alice").await`.
#[derive(Clone, Debug)]
#[must_use = "nobody joins until it is awaited"]
pub struct Join {
    daemon: Daemon,
    request: JoinRoomRequest,
}

impl Join {
    pub(crate) fn new(daemon: Daemon, room_id: String) -> Self {
        Self { daemon, request: JoinRoomRequest { room_id, ..Default::default() } }
    }

    /// Join as a user, with a token that the daemon makes.
    pub fn user(self, id: impl Into<String>) -> Self {
        let id = Identity::UserId(id.into());
        self.with(|request| request.identity = Some(id))
    }

    /// Join with a ready token, which says who joins.
    pub fn token(self, token: impl Into<String>) -> Self {
        let token = Identity::Token(token.into());
        self.with(|request| request.identity = Some(token))
    }

    /// What other peers know of the connection.
    pub fn user_data(self, data: Payload) -> Self {
        self.with(|request| request.user_data = Some(data))
    }

    /// How long the connection outlives the last call that holds it, as an audio stream or a watch does. Without it,
    /// the connection stays until somebody leaves.
    pub fn linger(self, linger: Duration) -> Self {
        let linger = ProtoDuration::try_from(linger).unwrap_or(ProtoDuration { seconds: i64::MAX, nanos: 0 });
        self.with(|request| request.linger = Some(linger))
    }

    /// Change the request in any other way.
    pub fn with(mut self, change: impl FnOnce(&mut JoinRoomRequest)) -> Self {
        change(&mut self.request);
        self
    }
}

impl IntoFuture for Join {
    type Output = Result<Connection, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        async {
            let answer = self.daemon.rooms().join_room(self.request).await?.into_inner();
            Ok(Connection::new(self.daemon, answer.connection.unwrap_or_default()))
        }
        .boxed()
    }
}

/// A connection of the daemon to a room. Dropping it does not leave the room: see [`Connection::leave`].
#[derive(Clone, Debug)]
pub struct Connection {
    pub(crate) daemon: Daemon,
    view: v1::Connection,
}

impl Connection {
    pub(crate) fn new(daemon: Daemon, view: v1::Connection) -> Self {
        Self { daemon, view }
    }

    /// What names the connection in all calls.
    pub fn id(&self) -> &str {
        &self.view.connection_id
    }

    /// The connection as the daemon last described it.
    pub fn view(&self) -> &v1::Connection {
        &self.view
    }

    /// Leave the room.
    pub async fn leave(&self) -> Result<(), Error> {
        self.daemon.rooms().leave_room(LeaveRoomRequest { connection_id: self.id().into() }).await?;
        Ok(())
    }

    /// Replace what other peers know of the connection.
    pub async fn set_user_data(&self, data: Payload) -> Result<(), Error> {
        let request = UpdateUserDataRequest {
            connection_id: self.id().into(),
            user_data: Some(data),
            ..Default::default()
        };
        self.daemon.rooms().update_user_data(request).await?;
        Ok(())
    }

    /// Send a message to the peers that are named; to all others of the room when none is.
    pub async fn send(&self, message: Payload, peer_ids: &[u32]) -> Result<(), Error> {
        let request = SendMessageRequest {
            connection_id: self.id().into(),
            message: Some(message),
            peer_ids: peer_ids.into(),
            ..Default::default()
        };
        self.daemon.rooms().send_message(request).await?;
        Ok(())
    }

    /// Watch this connection alone, until it is left.
    pub fn watch(&self) -> Events {
        self.daemon.watch(self.watching())
    }

    /// Watch this connection alone, over restarts of the daemon.
    pub fn follow(&self) -> Events {
        self.daemon.follow(self.watching())
    }

    /// Begin to speak; the default format is 48 kHz, mono, 16 bit.
    pub async fn speak(&self, format: AudioFormat) -> Result<Speaker, Error> {
        let config = StreamAudioConfig { send: Some(format), ..Default::default() };
        Ok(self.audio(config).await?.0)
    }

    /// Begin to listen to the mix of all peers; the default format is 48 kHz, mono, 16 bit.
    pub async fn listen(&self, format: AudioFormat) -> Result<Listener, Error> {
        let config = StreamAudioConfig { receive: Some(format), ..Default::default() };
        Ok(self.audio(config).await?.1)
    }

    /// Speak, listen, or both, with everything that a config can say; its connection is this one.
    ///
    /// On a unix socket sound goes through the audio socket that is beside it, where there is one.
    pub async fn audio(&self, config: StreamAudioConfig) -> Result<(Speaker, Listener), Error> {
        let config = StreamAudioConfig { connection_id: self.id().into(), ..config };
        let call = crate::call::Call::begin(&self.daemon, config).await?;
        Ok((Speaker::new(call.clone()), Listener::new(call)))
    }

    fn watching(&self) -> WatchEventsRequest {
        WatchEventsRequest { connection_ids: vec![self.id().into()], ..Default::default() }
    }
}
