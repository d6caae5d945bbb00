//! The Rust client of odind, the daemon that puts programs into ODIN voice rooms.
//!
//! ```no_run
//! # #[tokio::main]
//! # async fn main() -> Result<(), odind_client::Error> {
//! let daemon = odind_client::Daemon::connect().await?;
//! let alice = daemon.join("lobby").user("alice").await?;
//! let speaker = alice.speak(Default::default()).await?;
//! speaker.write(vec![0; 96_000]).await?;
//! speaker.drain().await?;
//! alice.leave().await
//! # }
//! ```
//!
//! Everything that fails is an [`Error`] with a code and a reason. A call is cancelled by dropping its future, a watch
//! by dropping its stream. Every audio stream has one task of tokio, which ends when the last [`Speaker`] or
//! [`Listener`] of the stream is dropped; the link to the daemon has a task of tonic's. Nothing else is spawned.
//!
//! Dropping a [`Connection`] does not leave the room, because that needs a call: use [`Connection::leave`]. Join with
//! [`Join::linger`], and the daemon leaves for a program that was killed or has failed before.
//!
//! Calls beside those of [`Daemon`] and [`Connection`] are made by the stubs of [`v1`] over [`Daemon::channel`].

mod call;
mod channel;
mod connecting;
mod daemon;
mod error;
mod heard;
mod listener;
mod methods;
mod news;
mod payload;
mod progress;
mod questions;
mod retries;
mod rooms;
mod speaker;
mod status;
mod target;
mod tls;
mod watch;
mod wire;

pub use channel::Channel;
pub use connecting::Connect;
pub use daemon::Daemon;
pub use error::Error;
pub use listener::Listener;
pub use questions::Pending;
pub use rooms::{Connection, Join};
pub use speaker::Speaker;
pub use target::resolve_target;
pub use watch::{Events, Watched};

pub use tonic;

/// The messages and stubs of the protos, generated.
#[allow(missing_docs, clippy::all, rustdoc::all)]
pub mod v1 {
    include!("odind.v1.rs");
}

/// The version of this client.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How many bytes a message may have: give it to stubs as `max_decoding_message_size`.
pub const MESSAGE_LIMIT: usize = 16 << 20;

/// The program of the README must compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
