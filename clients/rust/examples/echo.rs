//! Says back what it hears, until it is interrupted: cargo run --example echo [ROOM]

use std::error::Error;
use std::io;
use std::time::Duration;

use futures_util::TryStreamExt;
use odind_client::v1::{AudioFormat, StreamAudioConfig};
use odind_client::{Connection, Daemon};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let room = std::env::args().nth(1).unwrap_or("lobby".into());
    let daemon = Daemon::connect().await?;
    let connection = daemon.join(room).user("echo").linger(Duration::from_secs(5)).await?;
    let outcome = tokio::select! {
        outcome = echo(&connection) => outcome.map_err(Into::into),
        interrupted = interrupted() => interrupted.map_err(Into::into),
    };
    connection.leave().await?;
    outcome
}

async fn echo(connection: &Connection) -> Result<(), odind_client::Error> {
    let format = Some(AudioFormat::default());
    let config = StreamAudioConfig { send: format, receive: format, ..Default::default() };
    let (speaker, listener) = connection.audio(config).await?;
    println!("echo is in {}", connection.view().room_id);
    let mut frames = listener.frames();
    while let Some(frame) = frames.try_next().await? {
        speaker.write(frame.pcm).await?;
    }
    Ok(())
}

async fn interrupted() -> io::Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminated.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}
