//! Says a WAV file of 16 bit into a room: cargo run --example announce ROOM FILE

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use odind_client::v1::AudioFormat;
use odind_client::{Connection, Daemon};

const HEADER: usize = 44; // of the usual kind, without further chunks

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [room, file] = &arguments[..] else { return Err("usage: announce ROOM FILE".into()) };
    let wav = Bytes::from(std::fs::read(file)?);
    let daemon = Daemon::connect().await?;
    let connection = daemon.join(room).user("announcer").linger(Duration::from_secs(5)).await?;
    let outcome = announce(&connection, wav).await;
    connection.leave().await?;
    outcome
}

async fn announce(connection: &Connection, mut wav: Bytes) -> Result<(), Box<dyn Error>> {
    if wav.len() < HEADER {
        return Err("the file has no header of WAV".into());
    }
    let header = wav.split_to(HEADER);
    let format = AudioFormat {
        channels: u16::from_le_bytes(header[22..24].try_into()?).into(),
        sample_rate_hz: u32::from_le_bytes(header[24..28].try_into()?),
        ..Default::default()
    };
    let speaker = connection.speak(format).await?;
    speaker.write(wav).await?;
    speaker.drain().await?;
    Ok(())
}
