//! What carries an audio call: the audio socket, as AUDIO-SOCKET.md describes it, or gRPC.

use bytes::Bytes;
use futures_util::future::{self, BoxFuture};
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, SinkExt, StreamExt, TryStreamExt};
use prost::Message;
use tokio::net::UnixStream;
use tokio::sync::{mpsc, oneshot};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::codec::{Framed, LengthDelimitedCodec};
use tracing::debug;

use crate::MESSAGE_LIMIT;
use crate::daemon::Daemon;
use crate::error::Error;
use crate::status::ended_by;
use crate::target::{audio_socket_beside, socket_of};
use crate::v1::audio_service_client::AudioServiceClient;
use crate::v1::stream_audio_response::Kind;
use crate::v1::{AudioSocketHello, StreamAudioRequest, StreamAudioResponse};

type Requests = mpsc::Receiver<StreamAudioRequest>;
type Door = Framed<UnixStream, LengthDelimitedCodec>;

/// Dropping a wire ends its call at once.
pub(crate) struct Wire {
    /// What the daemon says. It ends without an error when the call ended as it should.
    pub(crate) responses: BoxStream<'static, Result<StreamAudioResponse, Error>>,
    /// Must be kept and polled for requests to be sent. Where it ends, no more of them can be.
    pub(crate) pump: BoxFuture<'static, ()>,
}

impl Wire {
    /// Open the daemon's audio socket where there is one, else a call of gRPC. Over gRPC a daemon answers the call only
    /// when the first request is there.
    pub(crate) async fn open(daemon: &Daemon, requests: Requests) -> Result<Self, Error> {
        match enter_door(daemon).await {
            Some((door, target)) => Ok(Self::of_door(door, target, requests)),
            None => Self::of_rpc(daemon, requests).await,
        }
    }

    async fn of_rpc(daemon: &Daemon, requests: Requests) -> Result<Self, Error> {
        let channel = daemon.channel();
        let (open, closed) = oneshot::channel::<()>();
        // The link cancels a call only when its requests have ended as well.
        let requests = ReceiverStream::new(requests).take_until(closed);
        let mut audio = AudioServiceClient::new(daemon.channel()).max_decoding_message_size(MESSAGE_LIMIT);
        let answer = audio.stream_audio(requests).await.map_err(|status| channel.error(status))?;
        let responses = answer.into_inner().map_err(move |status| channel.error(status)).boxed();
        let pump = future::pending().map(move |()| drop(open)).boxed();
        Ok(Self { responses, pump })
    }

    fn of_door(door: Door, target: String, requests: Requests) -> Self {
        let (sink, stream) = door.split();
        let messages = ReceiverStream::new(requests).map(|request| Ok(Bytes::from(request.encode_to_vec())));
        Self {
            responses: said(stream, target).boxed(),
            pump: messages.forward(sink).map(|_| ()).boxed(), // why nothing can be sent, the responses tell
        }
    }
}

/// The audio socket beside the daemon's, and its target.
async fn enter_door(daemon: &Daemon) -> Option<(Door, String)> {
    let path = audio_socket_beside(socket_of(daemon.target())?);
    match say_hello(daemon, &path).await {
        Ok(door) => Some((door, format!("unix:{path}"))),
        Err(problem) => {
            debug!(path, %problem, "audio_socket.missing");
            None
        }
    }
}

async fn say_hello(daemon: &Daemon, path: &str) -> std::io::Result<Door> {
    let codec = LengthDelimitedCodec::builder().max_frame_length(MESSAGE_LIMIT).new_codec();
    let mut door = Framed::new(UnixStream::connect(path).await?, codec);
    let bearer = daemon.channel().manners().bearer.clone().unwrap_or_default();
    let hello = AudioSocketHello { bearer, ..Default::default() };
    door.send(Bytes::from(hello.encode_to_vec())).await?;
    Ok(door)
}

/// What a door says until it has said how the call ended.
fn said(
    messages: impl stream::Stream<Item = std::io::Result<bytes::BytesMut>> + Send + Unpin + 'static,
    target: String,
) -> impl stream::Stream<Item = Result<StreamAudioResponse, Error>> + Send {
    stream::try_unfold(messages, move |mut messages| {
        let target = target.clone();
        async move {
            let lost = |detail: &str| Error::unreachable(&target, detail);
            let message = match messages.next().await {
                Some(Ok(message)) => message.freeze(),
                Some(Err(problem)) => return Err(lost(&problem.to_string())),
                None => return Err(lost("the connection was closed")),
            };
            Ok(response(message)?.map(|response| (response, messages)))
        }
    })
}

/// The response that a message is; none when the call ended as it should.
fn response(message: Bytes) -> Result<Option<StreamAudioResponse>, Error> {
    let response = StreamAudioResponse::decode(message).map_err(|problem| {
        let variables = [("problem", &*problem.to_string())];
        Error::refused(
            tonic::Code::Internal,
            "ANSWER_INVALID",
            "the daemon's message cannot be read: {problem}",
            &variables,
        )
    })?;
    match response.kind {
        Some(Kind::CallEnded(ended)) if ended.code.is_empty() => Ok(None),
        Some(Kind::CallEnded(ended)) => Err(ended_by(ended)),
        _ => Ok(Some(response)),
    }
}
