//! A daemon, and what it has.

use futures_util::stream::{self, BoxStream, StreamExt};

use crate::MESSAGE_LIMIT;
use crate::channel::Channel;
use crate::connecting::Connect;
use crate::error::Error;
use crate::rooms::{Connection, Join};
use crate::v1::room_service_client::RoomServiceClient;
use crate::v1::server_service_client::ServerServiceClient;
use crate::v1::{self, GetConnectionRequest, GetInfoRequest, GetInfoResponse, ListConnectionsRequest};

/// A daemon that somebody else runs. Clones share one link, which ends with the last of them and of what they made.
#[derive(Clone, Debug)]
pub struct Daemon {
    channel: Channel,
}

impl Daemon {
    pub(crate) fn new(channel: Channel) -> Self {
        Self { channel }
    }

    /// Prepare to talk to a daemon: await it, or say first how.
    pub fn connect() -> Connect {
        Connect::default()
    }

    /// Where the daemon is.
    pub fn target(&self) -> &str {
        &self.channel.manners().target
    }

    /// What stubs of the other services are made with: `PlayerServiceClient::new(daemon.channel())`.
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// Describe the daemon.
    pub async fn info(&self) -> Result<GetInfoResponse, Error> {
        let mut server = ServerServiceClient::new(self.channel()).max_decoding_message_size(MESSAGE_LIMIT);
        Ok(server.get_info(GetInfoRequest {}).await?.into_inner())
    }

    /// Enter a room: say as whom, and await it.
    pub fn join(&self, room: impl Into<String>) -> Join {
        Join::new(self.clone(), room.into())
    }

    /// A connection, by its id.
    pub async fn connection(&self, id: impl Into<String>) -> Result<Connection, Error> {
        let answer = self.rooms().get_connection(GetConnectionRequest { connection_id: id.into() }).await?;
        Ok(Connection::new(self.clone(), answer.into_inner().connection.unwrap_or_default()))
    }

    /// A connection by its id, without a call: only the id of its view is set.
    pub fn attached(&self, id: impl Into<String>) -> Connection {
        Connection::new(self.clone(), v1::Connection { connection_id: id.into(), ..Default::default() })
    }

    /// All connections, oldest first, page after page; 0 is the daemon's size of a page.
    pub fn connections(&self, page_size: u32) -> BoxStream<'static, Result<Connection, Error>> {
        let request = ListConnectionsRequest { page_size, ..Default::default() };
        let pages = stream::try_unfold((self.clone(), Some(request)), |(daemon, request)| async move {
            let Some(mut request) = request else { return Ok(None) };
            let page = daemon.rooms().list_connections(request.clone()).await?.into_inner();
            request.page_token = page.next_page_token;
            let next = Some(request).filter(|request| !request.page_token.is_empty());
            let connections = page.connections.into_iter().map({
                let daemon = daemon.clone();
                move |view| Ok(Connection::new(daemon.clone(), view))
            });
            Ok::<_, Error>(Some((stream::iter(connections), (daemon, next))))
        });
        futures_util::TryStreamExt::try_flatten(pages).boxed()
    }

    pub(crate) fn rooms(&self) -> RoomServiceClient<Channel> {
        RoomServiceClient::new(self.channel()).max_decoding_message_size(MESSAGE_LIMIT)
    }
}
