//! What fails, and why.

use std::collections::HashMap;
use std::time::Duration;

use tonic::Code;

/// Why something failed. [`Error::code`] says what to do next: fix the call, use another token, look again, change
/// state first, back off, or retry later. [`Error::reason`] is UPPER_SNAKE and stable; REASONS.md lists all of them.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The daemon refused a call, or ended a stream.
    #[error("{message} ({reason})")]
    Daemon {
        /// What to do next.
        code: Code,
        /// What happened, in a word.
        reason: String,
        /// What happened, in a sentence.
        message: String,
        /// The variables of the message.
        metadata: HashMap<String, String>,
    },
    /// This client refused what it was asked to do, or cannot go on.
    #[error("{message} ({reason})")]
    Client {
        /// What to do next.
        code: Code,
        /// What happened, in a word.
        reason: &'static str,
        /// What happened, in a sentence.
        message: String,
        /// The variables of the message.
        metadata: HashMap<String, String>,
    },
    /// A call failed without a reason of the daemon's: it took too long, an older daemon lacks it, or there is a bug.
    #[error("{code:?}: {message}")]
    Call {
        /// What to do next.
        code: Code,
        /// What happened.
        message: String,
    },
}

impl Error {
    /// What to do next.
    pub fn code(&self) -> Code {
        match self {
            Self::Daemon { code, .. } | Self::Client { code, .. } | Self::Call { code, .. } => *code,
        }
    }

    /// What happened, in a word. Empty when nobody gave a reason.
    pub fn reason(&self) -> &str {
        match self {
            Self::Daemon { reason, .. } => reason,
            Self::Client { reason, .. } => reason,
            Self::Call { .. } => "",
        }
    }

    /// What happened, in a sentence.
    pub fn message(&self) -> &str {
        match self {
            Self::Daemon { message, .. } | Self::Client { message, .. } | Self::Call { message, .. } => {
                message
            }
        }
    }

    /// A variable of the message, such as `connection_id`.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.metadata()?.get(name).map(String::as_str)
    }

    /// The variables of the message, or None when nobody gave a reason.
    pub fn metadata(&self) -> Option<&HashMap<String, String>> {
        match self {
            Self::Daemon { metadata, .. } | Self::Client { metadata, .. } => Some(metadata),
            Self::Call { .. } => None,
        }
    }

    /// How long the daemon asks to wait before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        let seconds = self.variable("retry_after_s")?.parse().ok()?;
        Duration::try_from_secs_f64(seconds).ok()
    }

    /// Make an error of this client's; `{name}` in the message stands for the variable of that name.
    pub(crate) fn refused(
        code: Code,
        reason: &'static str,
        message: &str,
        variables: &[(&str, &str)],
    ) -> Self {
        let fill = |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{name}}}"), value);
        Self::Client {
            code,
            reason,
            message: variables.iter().fold(message.to_owned(), fill),
            metadata: variables.iter().map(|&(name, value)| (name.into(), value.into())).collect(),
        }
    }

    pub(crate) fn invalid(reason: &'static str, message: &str, variables: &[(&str, &str)]) -> Self {
        Self::refused(Code::InvalidArgument, reason, message, variables)
    }

    pub(crate) fn unreachable(target: &str, detail: &str) -> Self {
        Self::refused(
            Code::Unavailable,
            "DAEMON_UNREACHABLE",
            "no daemon answers at {target}: start one with `odind serve`, or name another target ({detail})",
            &[("target", target), ("detail", detail)],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_in_the_message_and_in_the_metadata() {
        let error = Error::invalid("TARGET_INVALID", "{target} is no target", &[("target", "nowhere")]);
        assert_eq!(error.to_string(), "nowhere is no target (TARGET_INVALID)");
        assert_eq!(error.variable("target"), Some("nowhere"));
    }

    #[test]
    fn an_error_says_when_to_try_again() {
        let asked = |text| Error::invalid("X", "", &[("retry_after_s", text)]).retry_after();
        assert_eq!(asked("1.5"), Some(Duration::from_millis(1500)));
        assert_eq!(asked("-1"), None);
        assert_eq!(asked("soon"), None);
        assert_eq!(Error::invalid("X", "", &[]).retry_after(), None);
    }
}
