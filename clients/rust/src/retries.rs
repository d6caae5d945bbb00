//! When a call is sent again.

use std::time::Duration;

use tonic::Code;

use crate::error::Error;

const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(5);
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// Growing waits between attempts: 0.1 to 5 s.
#[derive(Debug)]
pub(crate) struct Pauses(Duration);

impl Default for Pauses {
    fn default() -> Self {
        Self(FIRST)
    }
}

impl Pauses {
    /// Return how long to wait before the next attempt: the next pause, or what the daemon asked for if that is longer.
    pub(crate) fn next(&mut self, asked: Duration) -> Duration {
        let pause = self.0;
        self.0 = LONGEST.min(2 * pause);
        pause.max(asked)
    }
}

/// How long to wait at least before a call that failed so may succeed; None when waiting does not mend it.
pub(crate) fn may_pass(error: &Error) -> Option<Duration> {
    let asked = error.retry_after();
    let passes = asked.is_some() || error.code() == Code::Unavailable;
    Some(asked.unwrap_or_default()).filter(|asked| passes && *asked <= LONGEST_ASKED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_limit() {
        let mut pauses = Pauses::default();
        let waits: Vec<u128> = (0..8).map(|_| pauses.next(Duration::ZERO).as_millis()).collect();
        assert_eq!(waits, [100, 200, 400, 800, 1600, 3200, 5000, 5000]);
        assert_eq!(pauses.next(Duration::from_secs(7)), Duration::from_secs(7));
    }

    #[test]
    fn what_the_daemon_asks_for_decides() {
        let refused = |asked| Error::refused(Code::ResourceExhausted, "X", "", &[("retry_after_s", asked)]);
        assert_eq!(may_pass(&refused("2")), Some(Duration::from_secs(2)));
        assert_eq!(may_pass(&refused("61")), None);
        assert_eq!(may_pass(&Error::refused(Code::ResourceExhausted, "X", "", &[])), None);
        assert_eq!(may_pass(&Error::unreachable("unix:/s", "")), Some(Duration::ZERO));
    }
}
