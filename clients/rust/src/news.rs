//! What the daemon says in an audio call, for the call's speakers and its listener.

use std::sync::Arc;

use futures_util::StreamExt;
use tokio::sync::watch;
use tracing::debug;

use crate::error::Error;
use crate::heard::Heard;
use crate::progress::Progress;
use crate::questions::Questions;
use crate::status::ended_by;
use crate::v1::StreamAudioResponse;
use crate::v1::stream_audio_response::Kind;
use crate::wire::Wire;

/// What the task that reads tells the others.
#[derive(Debug, Default)]
pub(crate) struct News {
    pub(crate) progress: watch::Sender<Progress>,
    pub(crate) questions: Questions,
    pub(crate) heard: Heard,
}

impl News {
    /// Take what the daemon says until the call ends.
    pub(crate) async fn read(self: Arc<Self>, wire: Wire) {
        let Wire { mut responses, pump } = wire;
        let sending = async move {
            pump.await;
            std::future::pending().await
        };
        let reading = async {
            while let Some(response) = responses.next().await {
                self.take(response?);
            }
            Ok(())
        };
        let ended: Result<(), Error> = tokio::select! {
            ended = reading => ended,
            ended = sending => ended,
        };
        self.end(ended.err());
    }

    fn take(&self, response: StreamAudioResponse) {
        match response.kind {
            Some(Kind::Started(started)) => {
                self.grant(started.accepted_until);
                self.questions.answer(|waiting| &mut waiting.started, started);
            }
            Some(Kind::Flow(flow)) => self.grant(flow.accepted_until),
            Some(Kind::Frames(frames)) => self.heard.push(frames),
            Some(Kind::MarkReached(reached)) => self.questions.answer_mark(reached),
            Some(Kind::Flushed(flushed)) => self.questions.answer(|waiting| &mut waiting.flushes, flushed),
            Some(Kind::QueueStatus(status)) => self.questions.answer(|waiting| &mut waiting.statuses, status),
            Some(Kind::Drained(drained)) => {
                self.grant(u64::MAX); // what is written now is the daemon's to refuse
                self.questions.answer(|waiting| &mut waiting.drains, drained);
            }
            Some(Kind::LaneEnded(ended)) => self.end(Some(ended_by(ended))),
            _ => {}
        }
    }

    fn grant(&self, until: u64) {
        self.progress.send_modify(|progress| progress.accepted = until);
    }

    /// Tell everybody why the call has ended, None when it ended as it should.
    pub(crate) fn end(&self, failure: Option<Error>) {
        debug!(?failure, "audio.ended");
        self.progress.send_modify(|progress| progress.end(failure));
        self.questions.end();
        self.heard.end();
    }
}
