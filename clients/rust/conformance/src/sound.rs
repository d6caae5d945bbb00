//! Audio orders: what is said and heard in one stream.

use base64::prelude::BASE64_STANDARD;
use base64::Engine;
use futures_util::StreamExt;
use odind_client::v1::{AudioFrame, GapKind};
use odind_client::{Error, Listener, Speaker};
use serde_json::{json, Value};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use crate::json::Protos;
use crate::orders::Arguments;

/// The stream of an audio order. Frames that one read has left over are for the next.
pub struct Stream {
    pub speaker: Speaker,
    listener: Mutex<(Listener, Vec<Value>)>,
    pub closed: CancellationToken,
}

impl Stream {
    pub fn new(speaker: Speaker, listener: Listener) -> Self {
        Self { speaker, listener: Mutex::new((listener, Vec::new())), closed: CancellationToken::new() }
    }

    /// Do what is asked; None when it is unknown.
    pub async fn control(&self, protos: &Protos, given: Arguments) -> Result<Option<Value>, Error> {
        let speaker = &self.speaker;
        Ok(Some(match &*given.action {
            "write" => self.write(given).await?,
            "write_opus" => done(speaker.write_opus(given.packets.into_iter().map(|packet| packet.0)).await)?,
            "mark" => protos.value("MarkReached", &speaker.mark(given.name).await?.await?),
            "flush" => protos.value("Flushed", &speaker.flush().await?),
            "status" => protos.value("QueueStatus", &speaker.status().await?),
            "drain" => protos.value("SendDrained", &speaker.drain().await?),
            "pause" => done(speaker.pause().await)?,
            "resume" => done(speaker.resume().await)?,
            "read" => self.read(given.frames).await?,
            "close" => {
                self.closed.cancel();
                json!({})
            }
            _ => return Ok(None),
        }))
    }

    async fn write(&self, given: Arguments) -> Result<Value, Error> {
        if let Some(sound) = given.base64 {
            return done(self.speaker.write(sound.0).await);
        }
        let samples = given.start..given.start + given.samples;
        let sound: Vec<u8> =
            samples.flat_map(|n| ((n * 37 % 20_001 - 10_000) as i16).to_le_bytes()).collect();
        for chunk in sound.chunks(2 * given.chunk) {
            self.speaker.write(chunk.to_vec()).await?;
        }
        Ok(json!({}))
    }

    async fn read(&self, wanted: usize) -> Result<Value, Error> {
        let (listener, left) = &mut *self.listener.lock().await;
        let mut ended = false;
        while left.len() < wanted && !ended {
            let heard = listener.next().await.transpose()?;
            ended = heard.is_none();
            let heard = heard.unwrap_or_default();
            left.extend(
                heard
                    .frames
                    .iter()
                    .enumerate()
                    .map(|(n, frame)| told(frame, if n == 0 { heard.dropped } else { 0 })),
            );
        }
        let frames: Vec<Value> = left.drain(..wanted.min(left.len())).collect();
        Ok(json!({"frames": frames, "ended": ended}))
    }
}

pub fn done(result: Result<(), Error>) -> Result<Value, Error> {
    result.map(|()| json!({}))
}

fn told(frame: &AudioFrame, dropped: u32) -> Value {
    let gap = GapKind::try_from(frame.gap).map_or("", |gap| gap.as_str_name());
    json!({
        "peer_id": frame.peer_id,
        "user_id": frame.user_id,
        "sequence": frame.sequence.to_string(),
        "sha256": format!("{:x}", Sha256::digest(&frame.pcm)),
        "opus": BASE64_STANDARD.encode(&frame.opus),
        "gap": gap,
        "dropped": dropped,
    })
}
