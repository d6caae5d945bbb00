//! What the driver is asked to do: the lines that docs/CONFORMANCE.md describes.

use std::collections::HashMap;

use base64::prelude::BASE64_STANDARD;
use base64::Engine;
use bytes::Bytes;
use odind_client::v1::Payload;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

#[derive(Deserialize)]
pub struct Order {
    pub id: u64,
    pub op: String,
    #[serde(default)]
    pub args: Arguments,
}

/// Those of all orders.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Arguments {
    pub target: Option<String>,
    pub environment: HashMap<String, Option<String>>,
    pub api_key: Option<String>,
    pub call_timeout_ms: Option<u64>,
    pub retries: Option<u32>,
    pub room_id: String,
    pub user_id: String,
    pub linger_ms: Option<u64>,
    pub user_data: Option<GivenPayload>,
    pub payload: Option<GivenPayload>,
    pub peer_ids: Option<Vec<u32>>,
    pub connection_id: String,
    pub connection_ids: Option<Vec<String>>,
    pub kinds: Option<Vec<String>>,
    pub after_sequence: Option<String>,
    pub page_size: Option<u32>,
    pub send: Option<Value>,
    pub receive: Option<Value>,
    pub mode: Option<String>,
    pub call: u64,
    #[serde(rename = "do")]
    pub action: String,
    pub samples: i64,
    pub start: i64,
    pub chunk: usize,
    pub base64: Option<Decoded>,
    pub packets: Vec<Decoded>,
    pub name: String,
    pub frames: usize,
    pub method: String,
    pub json: String,
}

#[derive(Clone)]
pub struct Decoded(pub Bytes);

impl<'de> Deserialize<'de> for Decoded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64_STANDARD.decode(text).map(|data| Self(data.into())).map_err(serde::de::Error::custom)
    }
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GivenPayload {
    Base64(Decoded),
    Json(Value),
}

impl GivenPayload {
    pub fn message(self) -> Payload {
        match self {
            Self::Base64(data) => Payload::data(data.0),
            Self::Json(value) => Payload::json(&value).expect("it is JSON"),
        }
    }
}
