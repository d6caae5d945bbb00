//! Payloads: bytes, or a JSON value.

use bytes::Bytes;
use serde::Serialize;

use crate::v1::{Payload, payload::Kind};

impl Payload {
    /// A payload of bytes.
    pub fn data(data: impl Into<Bytes>) -> Self {
        Self { kind: Some(Kind::Data(data.into())) }
    }

    /// A payload that is a JSON value. It fails as [`serde_json::to_string`] does.
    pub fn json(value: &impl Serialize) -> serde_json::Result<Self> {
        Ok(Self { kind: Some(Kind::Json(serde_json::to_string(value)?)) })
    }
}
