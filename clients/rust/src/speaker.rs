//! Speaking.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::Sink;

use crate::call::Call;
use crate::error::Error;
use crate::questions::Pending;
use crate::v1::stream_audio_request::Kind;
use crate::v1::{
    AudioChunk, Finish, Flush, Flushed, GetQueueStatus, Mark, MarkReached, Pause, QueueStatus, Resume,
    SendDrained, StreamAudioStarted,
};

const MOST_BYTES: usize = 512 << 10;
const MOST_PACKETS: usize = 400;
const PACKET_SAMPLES: u64 = 960;

/// Speaks on a connection. Clones speak on the same stream; writers take turns, and everything else overtakes them.
///
/// The stream ends at once, spoken or not, when its last speaker and its listener are dropped, or one of them is closed:
/// [`Speaker::drain`] before.
/// Everything fails with the error that ended the stream, and can be dropped while it waits.
#[derive(Clone, Debug)]
pub struct Speaker(Arc<Call>);

impl Speaker {
    pub(crate) fn new(call: Arc<Call>) -> Self {
        Self(call)
    }

    /// The formats, defaults filled in.
    pub fn started(&self) -> &StreamAudioStarted {
        self.0.started()
    }

    /// Speak samples after those written before: little-endian, channels interleaved. It waits while there is no credit.
    /// Half a sample is refused by the daemon. Dropped while it waits, it has written a part.
    pub async fn write(&self, pcm: impl Into<Bytes>) -> Result<(), Error> {
        let mut left = pcm.into();
        while !left.is_empty() {
            let wanted = left.len().min(MOST_BYTES) / self.0.sample_bytes();
            self.0.spend(wanted as u64, 1, |got| self.chunk_of(&mut left, wanted, got as usize)).await?;
        }
        Ok(())
    }

    /// Speak Opus packets of 20 ms; an empty one is silence. It waits while there is no credit.
    pub async fn write_opus(&self, packets: impl IntoIterator<Item = Bytes>) -> Result<(), Error> {
        let mut left: Vec<Bytes> = packets.into_iter().collect();
        while !left.is_empty() {
            let wanted = left.len().min(MOST_PACKETS) as u64;
            let chunk = |got| {
                let later = left.split_off(got as usize);
                let opus = std::mem::replace(&mut left, later);
                Kind::Chunk(AudioChunk { opus, ..Default::default() })
            };
            self.0.spend(wanted, PACKET_SAMPLES, chunk).await?;
        }
        Ok(())
    }

    /// Set a mark behind what was written so far. Awaiting what it returns waits until that was spoken or dropped.
    pub async fn mark(&self, name: impl Into<String>) -> Result<Pending<MarkReached>, Error> {
        let name = name.into();
        let mark = Kind::Mark(Mark { name: name.clone() });
        self.0.ask(mark, |waiting| waiting.marks.entry(name).or_default()).await
    }

    /// Drop what waits to be spoken, and return how much that was.
    pub async fn flush(&self) -> Result<Flushed, Error> {
        self.0.ask(Kind::Flush(Flush {}), |waiting| &mut waiting.flushes).await?.await
    }

    /// Return what waits to be spoken.
    pub async fn status(&self) -> Result<QueueStatus, Error> {
        self.0.ask(Kind::GetQueueStatus(GetQueueStatus {}), |waiting| &mut waiting.statuses).await?.await
    }

    /// Wait until everything was spoken. Nothing can be written afterwards.
    pub async fn drain(&self) -> Result<SendDrained, Error> {
        self.0.ask(Kind::Finish(Finish {}), |waiting| &mut waiting.drains).await?.await
    }

    /// Hold what waits to be spoken.
    pub async fn pause(&self) -> Result<(), Error> {
        self.0.say(Kind::Pause(Pause {})).await
    }

    /// Go on after a pause.
    pub async fn resume(&self) -> Result<(), Error> {
        self.0.say(Kind::Resume(Resume {})).await
    }

    /// A sink of samples, for `StreamExt::forward`. Closing it does not wait until they were spoken: [`Speaker::drain`]
    /// does.
    pub fn sink(&self) -> impl Sink<Bytes, Error = Error> + Send + use<> {
        futures_util::sink::unfold(self.clone(), |speaker, pcm: Bytes| async move {
            speaker.write(pcm).await?;
            Ok(speaker)
        })
    }

    /// End the stream at once, spoken or not, for all who speak and listen on it.
    pub fn close(&self) {
        self.0.close();
    }

    /// Cut the samples off that there is credit for; half a sample, of which none is wanted, is left to the daemon.
    fn chunk_of(&self, left: &mut Bytes, wanted: usize, got: usize) -> Kind {
        let length = if wanted == 0 { left.len() } else { got * self.0.sample_bytes() };
        Kind::Chunk(AudioChunk { pcm: left.split_to(length), ..Default::default() })
    }
}
