//! Where the daemon is.

use std::env;
use std::ffi::OsString;
use std::net::Ipv6Addr;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

use crate::error::Error;

const TCP: &str = "127.0.0.1:7710";
const SYSTEM: &str = "/run/odind";
const SYSTEM_COOKIE: &str = "/var/lib/odind/cookie";

/// Return the target to dial: the given one, else that of `ODIND_TARGET`, else the first socket that exists where
/// daemons put theirs, else loopback TCP. An absolute path alone is taken as a socket.
///
/// The error of a target that is neither `unix:/path` nor `host:port` has the reason TARGET_INVALID.
pub fn resolve_target(given: Option<&str>) -> Result<String, Error> {
    let named = given.map(str::to_owned).or_else(|| variable("ODIND_TARGET"));
    let target = named.unwrap_or_else(default_target);
    if target.starts_with('/') {
        return Ok(format!("unix:{target}"));
    }
    if socket_of(&target).is_some_and(|path| !path.is_empty()) || host_and_port(&target).is_some() {
        return Ok(target);
    }
    let message = "the target \"{target}\" is neither \"unix:/path\" nor \"host:port\"";
    Err(Error::invalid("TARGET_INVALID", message, &[("target", &target)]))
}

/// The path of a unix target.
pub(crate) fn socket_of(target: &str) -> Option<&str> {
    target.strip_prefix("unix:")
}

/// The path of the audio socket that is beside a socket of gRPC.
pub(crate) fn audio_socket_beside(path: &str) -> String {
    format!("{}.audio", path.strip_suffix(".sock").unwrap_or(path))
}

pub(crate) fn is_loopback(target: &str) -> bool {
    matches!(host_and_port(target), Some(("127.0.0.1" | "localhost" | "[::1]", _)))
}

/// What the daemon wants to see on loopback TCP.
pub(crate) fn cookie() -> Option<String> {
    let usual =
        || state_folder().map(|folder| folder.join("cookie")).into_iter().chain([SYSTEM_COOKIE.into()]);
    let files: Vec<PathBuf> =
        variable("ODIND_COOKIE_FILE").map_or_else(|| usual().collect(), |named| vec![named.into()]);
    let text = files.iter().find_map(|file| std::fs::read_to_string(file).ok())?;
    Some(text.trim().to_owned())
}

/// A variable of the environment that is set, and not empty.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn host_and_port(target: &str) -> Option<(&str, u16)> {
    let (host, port) = target.rsplit_once(':')?;
    let bracketed = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_host = match bracketed {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || ":/[]".contains(c)),
    };
    let port = port.parse().ok().filter(|_| port.bytes().all(|digit| digit.is_ascii_digit()))?;
    is_host.then_some((host, port))
}

fn default_target() -> String {
    let sockets = runtime_folders().into_iter().map(|folder| folder.join("odind.sock"));
    let socket = sockets.into_iter().find(|socket| is_socket(socket));
    socket.map_or_else(|| TCP.into(), |socket| format!("unix:{}", socket.display()))
}

fn runtime_folders() -> Vec<PathBuf> {
    let system = || Some(PathBuf::from(SYSTEM));
    let folders = [
        folder("RUNTIME_DIRECTORY"),
        folder("XDG_RUNTIME_DIR").map(|session| session.join("odind")),
        system().filter(|_| is_root()),
        state_folder(),
        system(),
    ];
    folders.into_iter().flatten().collect()
}

/// Where a daemon of this user keeps its files; none for a user without a home.
fn state_folder() -> Option<PathBuf> {
    folder("STATE_DIRECTORY")
        .or_else(|| folder("XDG_STATE_HOME").map(|state| state.join("odind")))
        .or_else(|| folder("HOME").map(|home| home.join(".local/state/odind")))
}

fn folder(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value: &OsString| !value.is_empty()).map(PathBuf::from)
}

/// Whether this process runs as root: who has made its own entry in /proc.
fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn is_socket(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| found.file_type().is_socket())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_alone_is_a_socket() {
        assert_eq!(resolve_target(Some("/run/a b/ö.sock")).unwrap(), "unix:/run/a b/ö.sock");
    }

    #[test]
    fn a_host_with_a_port_is_a_target() {
        for target in ["localhost:7710", "10.0.0.1:1", "[::1]:7710", "odind.example.org:443"] {
            assert_eq!(resolve_target(Some(target)).unwrap(), target);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for target in [
            "",
            "somewhere",
            "unix:",
            "host:",
            "host:port",
            "host:+1",
            "host:70000",
            "::1:7710",
            "[x]:1",
            "a b:1",
        ] {
            let error = resolve_target(Some(target)).unwrap_err();
            assert_eq!((error.reason(), error.variable("target")), ("TARGET_INVALID", Some(target)));
        }
    }

    #[test]
    fn loopback_has_three_names() {
        assert!(["127.0.0.1:1", "localhost:1", "[::1]:1"].into_iter().all(is_loopback));
        assert!(
            !["10.0.0.1:1", "unix:/run/odind/odind.sock", "localhost.example.org:1"]
                .into_iter()
                .any(is_loopback)
        );
    }

    #[test]
    fn the_audio_socket_is_beside_that_of_grpc() {
        assert_eq!(audio_socket_beside("/run/odind/bots.sock"), "/run/odind/bots.audio");
        assert_eq!(audio_socket_beside("/run/odind/socket"), "/run/odind/socket.audio");
    }
}
