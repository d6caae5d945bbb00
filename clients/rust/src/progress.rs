//! How far an audio call is.

use tonic::Code;

use crate::error::Error;

const LEFT: &str = "CONNECTION_LEFT";

/// What a call has credit for, and how it has ended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    /// Samples per channel that the daemon accepts over the lane's life.
    pub(crate) accepted: u64,
    ending: Option<Ending>,
}

#[derive(Clone, Debug)]
struct Ending {
    error: Error,
    /// Whether the connection was left, or the call ended as it should.
    is_quiet: bool,
}

impl Progress {
    /// Note why the call has ended, None when it ended as it should. The first reason counts.
    pub(crate) fn end(&mut self, failure: Option<Error>) {
        let is_quiet = failure.as_ref().is_none_or(|error| error.reason() == LEFT);
        self.ending.get_or_insert_with(|| Ending { error: failure.unwrap_or_else(ended), is_quiet });
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.ending.is_some()
    }

    /// The error that ended the call, or says that it was closed.
    pub(crate) fn error(&self) -> Error {
        self.ending.as_ref().map_or_else(ended, |ending| ending.error.clone())
    }

    /// The error that ended the call, None when it ended as it should.
    pub(crate) fn failure(&self) -> Option<Error> {
        self.ending.as_ref().filter(|ending| !ending.is_quiet).map(|ending| ending.error.clone())
    }
}

fn ended() -> Error {
    Error::refused(Code::Unavailable, "STREAM_ENDED", "the audio stream has ended", &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended_by(failure: Option<Error>) -> Progress {
        let mut progress = Progress::default();
        progress.end(failure);
        progress
    }

    fn refused(reason: &'static str) -> Error {
        Error::refused(Code::FailedPrecondition, reason, "", &[])
    }

    #[test]
    fn a_writer_hears_why_a_call_has_ended_and_a_listener_hears_of_failures_alone() {
        let left = ended_by(Some(refused(LEFT)));
        assert_eq!((left.error().reason(), left.failure().is_none()), (LEFT, true));
        let done = ended_by(None);
        assert_eq!((done.error().reason(), done.failure().is_none()), ("STREAM_ENDED", true));
        let lost = ended_by(Some(refused("WORKER_LOST")));
        assert_eq!(lost.failure().unwrap().reason(), "WORKER_LOST");
    }

    #[test]
    fn the_first_reason_counts() {
        let mut progress = ended_by(Some(refused("WORKER_LOST")));
        progress.end(None);
        assert_eq!(progress.error().reason(), "WORKER_LOST");
    }
}
