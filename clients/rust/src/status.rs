//! Between the statuses of gRPC and our errors.

use std::error::Error as _;

use prost::Message;
use tonic::{Code, Status};
use tonic_types::pb;

use crate::error::Error;
use crate::v1::LaneEnded;

pub(crate) const DOMAIN: &str = "odind";
const ERROR_INFO: &str = "type.googleapis.com/google.rpc.ErrorInfo";
const SOMEWHERE: &str = "its target";

impl From<Status> for Error {
    fn from(status: Status) -> Self {
        translated(status, SOMEWHERE)
    }
}

/// The error that a status is. UNAVAILABLE without a reason of the daemon's means that no daemon answers at the target,
/// and so does a link that broke.
pub(crate) fn translated(status: Status, target: &str) -> Error {
    let (code, message) = (status.code(), status.message().to_owned());
    match info_of(&status) {
        Some(info) => Error::Daemon { code, reason: info.reason, message, metadata: info.metadata },
        None if code == Code::Unavailable || is_broken_link(&status) => Error::unreachable(target, &message),
        None => Error::Call { code, message },
    }
}

/// The error that ended a lane or a call.
pub(crate) fn ended_by(ended: LaneEnded) -> Error {
    Error::Daemon {
        code: code_named(&ended.code),
        reason: ended.reason,
        message: ended.detail,
        metadata: ended.metadata,
    }
}

/// The daemon's own words about an error; details that cannot be read count as none.
fn info_of(status: &Status) -> Option<pb::ErrorInfo> {
    let details = pb::Status::decode(status.details()).ok()?.details;
    let infos = details.iter().filter(|detail| detail.type_url == ERROR_INFO);
    let read = infos.filter_map(|detail| pb::ErrorInfo::decode(&*detail.value).ok());
    read.into_iter().find(|info| info.domain == DOMAIN)
}

/// Whether a status was made here because the link broke: those of the daemon have no source.
fn is_broken_link(status: &Status) -> bool {
    matches!(status.code(), Code::Unknown | Code::Internal) && status.source().is_some()
}

fn code_named(name: &str) -> Code {
    let known = (0..=16).map(Code::from_i32);
    known.into_iter().find(|&code| name_of(code) == name).unwrap_or(Code::Unknown)
}

/// The name of a code in `google.rpc.Code`.
fn name_of(code: Code) -> String {
    let mut name = String::new();
    for letter in format!("{code:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use tonic_types::{ErrorDetails, StatusExt};

    use super::*;

    fn refused(domain: &str) -> Status {
        let info = ErrorDetails::with_error_info("SENDER_EXISTS", domain, [("limit".into(), "7".into())]);
        Status::with_error_details(Code::AlreadyExists, "somebody speaks", info)
    }

    #[test]
    fn a_reason_of_the_daemon_is_passed_on() {
        let error = Error::from(refused(DOMAIN));
        assert_eq!((error.code(), error.reason()), (Code::AlreadyExists, "SENDER_EXISTS"));
        assert_eq!(error.variable("limit"), Some("7"));
    }

    #[test]
    fn a_reason_of_another_domain_is_none() {
        assert_eq!(Error::from(refused("example.com")).reason(), "");
    }

    #[test]
    fn details_that_cannot_be_read_are_none() {
        let status = Status::with_details(Code::NotFound, "who?", "garbage".into());
        assert!(matches!(Error::from(status), Error::Call { code: Code::NotFound, .. }));
    }

    #[test]
    fn unavailable_without_a_reason_means_that_nobody_answers() {
        let error = translated(Status::unavailable("closed"), "unix:/s");
        assert_eq!((error.reason(), error.variable("target")), ("DAEMON_UNREACHABLE", Some("unix:/s")));
    }

    #[test]
    fn codes_have_the_names_of_google_rpc() {
        assert_eq!(code_named("FAILED_PRECONDITION"), Code::FailedPrecondition);
        assert_eq!(code_named("UNAVAILABLE"), Code::Unavailable);
        assert_eq!(code_named("of a newer daemon"), Code::Unknown);
    }
}
