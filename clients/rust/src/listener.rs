//! Listening.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::stream::{self, Stream, TryStreamExt};

use crate::call::Call;
use crate::error::Error;
use crate::v1::{AudioFrame, AudioFrames, StreamAudioStarted};

/// A stream of what is heard, a message for every tick. Its end means that the connection was left; an error is its last
/// item. Who reads too slowly loses the oldest messages, and is told by `dropped` how many.
///
/// The stream ends when its listener and its last speaker are dropped, or one of them is closed.
#[derive(Debug)]
pub struct Listener {
    call: Arc<Call>,
    has_failed: bool,
}

impl Listener {
    pub(crate) fn new(call: Arc<Call>) -> Self {
        Self { call, has_failed: false }
    }

    /// The formats, defaults filled in.
    pub fn started(&self) -> &StreamAudioStarted {
        self.call.started()
    }

    /// End the stream at once, for all who speak and listen on it.
    pub fn close(&self) {
        self.call.close();
    }

    /// What is heard, frame by frame.
    pub fn frames(self) -> impl Stream<Item = Result<AudioFrame, Error>> + Send + Unpin {
        self.map_ok(|heard| stream::iter(heard.frames.into_iter().map(Ok))).try_flatten()
    }
}

impl Stream for Listener {
    type Item = Result<AudioFrames, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(frames) = ready!(self.call.heard().poll_pop(context)) {
            return Poll::Ready(Some(Ok(frames)));
        }
        let failure = self.call.progress().failure().filter(|_| !self.has_failed);
        self.has_failed = failure.is_some() || self.has_failed;
        Poll::Ready(failure.map(Err))
    }
}
