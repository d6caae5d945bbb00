//! An audio call with one lane: what its speakers and its listener share.

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc, watch};
use tokio::task::AbortHandle;

use crate::daemon::Daemon;
use crate::error::Error;
use crate::heard::Heard;
use crate::news::News;
use crate::progress::Progress;
use crate::questions::{Asked, Pending, Waiting};
use crate::v1::stream_audio_request::Kind;
use crate::v1::{AudioFormat, SampleFormat, StreamAudioConfig, StreamAudioRequest, StreamAudioStarted};
use crate::wire::Wire;

/// How many requests may wait to be sent.
const UNSENT: usize = 1;

/// A call. Dropping it ends it at once, spoken or not.
#[derive(Debug)]
pub(crate) struct Call {
    requests: mpsc::Sender<StreamAudioRequest>,
    news: Arc<News>,
    /// Samples per channel that were sent. Whoever writes holds it while waiting for credit.
    sent: Mutex<u64>,
    sample_bytes: usize,
    started: StreamAudioStarted,
    reader: Reader,
}

/// The task that reads a call, for as long as somebody needs it.
#[derive(Debug)]
struct Reader(AbortHandle);

impl Drop for Reader {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Call {
    /// Attach the connection that a config names, and wait until its audio has started.
    pub(crate) async fn begin(daemon: &Daemon, config: StreamAudioConfig) -> Result<Arc<Self>, Error> {
        let sample_bytes = bytes_of(&config.send.unwrap_or_default());
        let (requests, unsent) = mpsc::channel(UNSENT);
        let news = Arc::new(News::default());
        let started = news.questions.ask(
            |waiting| &mut waiting.started,
            || drop(requests.try_send(request(Kind::Config(config)))), // it has room for one
        );
        let wire = Wire::open(daemon, unsent).await?;
        let reader = Reader(tokio::spawn(news.clone().read(wire)).abort_handle());
        let started = pending(&news, started)?.await?;
        Ok(Arc::new(Self { requests, news, sent: Mutex::default(), sample_bytes, started, reader }))
    }

    /// The formats, defaults filled in.
    pub(crate) fn started(&self) -> &StreamAudioStarted {
        &self.started
    }

    /// How many bytes a sample of every channel has.
    pub(crate) fn sample_bytes(&self) -> usize {
        self.sample_bytes
    }

    /// End the call at once, spoken or not.
    pub(crate) fn close(&self) {
        self.reader.0.abort();
        self.news.end(None);
    }

    pub(crate) fn heard(&self) -> &Heard {
        &self.news.heard
    }

    pub(crate) fn progress(&self) -> watch::Ref<'_, Progress> {
        self.news.progress.borrow()
    }

    /// Wait for credit for at least one of the wanted units, each of so many samples. Spend it on as many as there is
    /// credit for, and send the chunk that is made of these.
    ///
    /// It can be dropped while it waits: nothing is spent then, and nothing sent.
    pub(crate) async fn spend(
        &self,
        wanted: u64,
        samples: u64,
        chunk: impl FnOnce(u64) -> Kind,
    ) -> Result<(), Error> {
        let mut sent = self.sent.lock().await;
        let units = |now: &Progress| wanted.min(now.accepted.saturating_sub(*sent) / samples);
        let least = wanted.min(1);
        let now = self.once(|now| now.has_ended() || units(now) >= least).await;
        if now.has_ended() {
            return Err(now.error());
        }
        let got = units(&now);
        self.room().await?.send(request(chunk(got)));
        *sent += got * samples;
        Ok(())
    }

    /// Send a request that nobody answers.
    pub(crate) async fn say(&self, kind: Kind) -> Result<(), Error> {
        self.room().await?.send(request(kind));
        Ok(())
    }

    /// Send a request, and return the answer to come.
    pub(crate) async fn ask<T>(
        &self,
        kind: Kind,
        of: impl FnOnce(&mut Waiting) -> &mut Asked<T>,
    ) -> Result<Pending<T>, Error> {
        let room = self.room().await?;
        let come = self.news.questions.ask(of, || room.send(request(kind)));
        pending(&self.news, come)
    }

    /// Wait until a request can be sent. It fails with the error that ended the call.
    async fn room(&self) -> Result<mpsc::Permit<'_, StreamAudioRequest>, Error> {
        match self.requests.reserve().await {
            Ok(room) if !self.progress().has_ended() => Ok(room),
            _ => Err(self.once(Progress::has_ended).await.error()), // what is read will say why nothing can be sent
        }
    }

    /// How far the call is, once it is so far.
    async fn once(&self, is_so: impl FnMut(&Progress) -> bool) -> Progress {
        let mut progress = self.news.progress.subscribe();
        let found = progress.wait_for(is_so).await.map(|now| now.clone());
        found.unwrap_or_else(|_| unreachable!("we have its sender"))
    }
}

fn pending<T>(news: &News, come: Option<tokio::sync::oneshot::Receiver<T>>) -> Result<Pending<T>, Error> {
    come.map(|come| Pending::new(come, news.progress.subscribe()))
        .ok_or_else(|| news.progress.borrow().error())
}

fn request(kind: Kind) -> StreamAudioRequest {
    StreamAudioRequest { lane: 0, kind: Some(kind) }
}

fn bytes_of(format: &AudioFormat) -> usize {
    let sample = if format.sample_format() == SampleFormat::F32le { 4 } else { 2 };
    sample * format.channels.max(1) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_the_bytes_of_all_channels() {
        let bytes = |channels, format: SampleFormat| {
            bytes_of(&AudioFormat { channels, sample_format: format.into(), ..Default::default() })
        };
        assert_eq!(bytes(0, SampleFormat::Unspecified), 2);
        assert_eq!(bytes(2, SampleFormat::S16le), 4);
        assert_eq!(bytes(2, SampleFormat::F32le), 8);
    }
}
