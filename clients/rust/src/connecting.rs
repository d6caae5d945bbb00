//! How a daemon is connected to.

use std::future::IntoFuture;
use std::io;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::HeaderValue;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tonic::transport::{ClientTlsConfig, Endpoint, Uri};
use tower::service_fn;

use crate::channel::{Channel, Manners};
use crate::daemon::Daemon;
use crate::error::Error;
use crate::target::{cookie, is_loopback, resolve_target, socket_of, variable};
use crate::{VERSION, tls};

/// Connects to a daemon when it is awaited: `Daemon::connect().target("unix:/run/odind/odind.sock").retries(3).await`.
///
/// The first call dials. Reasons of errors: TARGET_INVALID, KEY_UNPROTECTED, KEY_INVALID, TLS_FILE_UNREADABLE,
/// TLS_FILE_INVALID, TLS_KEY_MISSING. Every call can fail with DAEMON_UNREACHABLE.
#[derive(Debug, Clone, Default)]
#[must_use = "nothing is connected until it is awaited"]
pub struct Connect {
    target: Option<String>,
    api_key: Option<String>,
    tls: Option<ClientTlsConfig>,
    call_timeout: Option<Duration>,
    retries: u32,
}

impl Connect {
    /// Name the daemon: `unix:/path`, a path, or `host:port`. See [`resolve_target`] for the default.
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// Show a key or a session in calls. The default is that of `ODIND_API_KEY`, and over loopback TCP the cookie of
    /// `ODIND_COOKIE_FILE`, of the user's state folder or of the system's daemon.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// Secure TCP. The default are the files of `ODIND_TLS_CA`, `ODIND_TLS_CERT` and `ODIND_TLS_KEY`.
    pub fn tls(mut self, tls: ClientTlsConfig) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Bound every call that is no stream and has no timeout of its own.
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = Some(timeout);
        self
    }

    /// Send calls that make or send something again, up to so many times, with growing pauses, while the daemon is
    /// unavailable; their `request_id` keeps them from being done twice.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    fn open(self) -> Result<Daemon, Error> {
        let target = resolve_target(self.target.as_deref())?;
        let tls = match self.tls {
            _ if socket_of(&target).is_some() => None,
            None => tls::of_environment()?,
            given => given,
        };
        let bearer = credential(&target, self.api_key, tls.is_some())?;
        let inner = endpoint(&target, tls)?.connect_with_connector_lazy(service_fn({
            let target = target.clone();
            move |_: Uri| dial(target.clone())
        }));
        let authorization = bearer.as_deref().map(authorization).transpose()?;
        let manners =
            Manners { target, bearer, authorization, call_timeout: self.call_timeout, retries: self.retries };
        Ok(Daemon::new(Channel::new(inner, manners)))
    }
}

impl IntoFuture for Connect {
    type Output = Result<Daemon, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        async { self.open() }.boxed()
    }
}

/// A link to the daemon.
trait Link: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Link for T {}

/// Connect to a target; the path of a socket is taken as it is, and no proxy of the environment stands between.
async fn dial(target: String) -> io::Result<TokioIo<Box<dyn Link>>> {
    let link: Box<dyn Link> = match socket_of(&target) {
        Some(path) => Box::new(UnixStream::connect(path).await?),
        None => Box::new(at_once(TcpStream::connect(&*target).await?)?),
    };
    Ok(TokioIo::new(link))
}

/// Have what is written sent at once, as sound must be.
fn at_once(link: TcpStream) -> io::Result<TcpStream> {
    link.set_nodelay(true)?;
    Ok(link)
}

fn endpoint(target: &str, tls: Option<ClientTlsConfig>) -> Result<Endpoint, Error> {
    let uri = match &tls {
        Some(_) => format!("https://{target}"),
        None => "http://localhost".into(),
    };
    let refused = |problem: tonic::transport::Error| {
        let variables = [("target", target), ("problem", &*problem.to_string())];
        Error::invalid("TARGET_INVALID", "cannot talk to {target}: {problem}", &variables)
    };
    let agent = format!("odind-rust/{VERSION}");
    let endpoint =
        Endpoint::from_shared(uri).and_then(|endpoint| endpoint.user_agent(agent)).map_err(refused)?;
    tls.map_or(Ok(endpoint.clone()), |tls| endpoint.tls_config(tls)).map_err(refused)
}

/// The key that calls carry, by default that of the environment, else on loopback TCP the cookie.
fn credential(target: &str, given: Option<String>, is_private: bool) -> Result<Option<String>, Error> {
    let key = given.or_else(|| variable("ODIND_API_KEY").map(|key| key.trim().to_owned()));
    let key = key.filter(|key| !key.is_empty());
    let stays_here = is_private || socket_of(target).is_some() || is_loopback(target);
    if key.is_some() && !stays_here {
        let message = "an API key must not leave this machine in the clear, as it would to {target}: use TLS";
        return Err(Error::invalid("KEY_UNPROTECTED", message, &[("target", target)]));
    }
    Ok(key.or_else(|| is_loopback(target).then(cookie).flatten()))
}

fn authorization(bearer: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(format!("Bearer {bearer}"))
        .map_err(|_| Error::invalid("KEY_INVALID", "an API key must be printable text", &[]))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stays_on_this_machine_or_behind_tls() {
        let shown = |target, is_private| credential(target, Some("key".into()), is_private);
        assert_eq!(shown("unix:/run/odind/odind.sock", false).unwrap().as_deref(), Some("key"));
        assert_eq!(shown("localhost:7710", false).unwrap().as_deref(), Some("key"));
        assert_eq!(shown("odind.example.org:7710", true).unwrap().as_deref(), Some("key"));
        assert_eq!(shown("odind.example.org:7710", false).unwrap_err().reason(), "KEY_UNPROTECTED");
    }

    #[test]
    fn a_key_that_fits_no_header_is_refused() {
        assert_eq!(authorization("line\nbreak").unwrap_err().reason(), "KEY_INVALID");
        assert!(authorization("key").unwrap().is_sensitive());
    }
}
