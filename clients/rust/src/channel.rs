//! What all calls go through.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::future::BoxFuture;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Request, Response, header};
use http_body_util::{BodyExt, Full, Limited};
use tonic::body::Body;
use tonic::{Code, Status, TimeoutExpired};
use tonic_types::{ErrorDetails, StatusExt};
use tower::{Service, ServiceExt};
use tracing::debug;
use uuid::Uuid;

use crate::MESSAGE_LIMIT;
use crate::error::Error;
use crate::methods::{REQUEST_ID_KEYS, STREAMS};
use crate::retries::{Pauses, may_pass};
use crate::status::{DOMAIN, translated};

const GRPC_TIMEOUT: &str = "grpc-timeout";
const ID_LENGTH: usize = 32;
/// Of a message of gRPC: whether it is compressed, and its length in 4 bytes.
const PREFIX_LENGTH: usize = 5;

/// What is the same for all calls.
pub(crate) struct Manners {
    pub(crate) target: String,
    pub(crate) bearer: Option<String>,
    pub(crate) authorization: Option<HeaderValue>,
    pub(crate) call_timeout: Option<Duration>,
    pub(crate) retries: u32,
}

/// What stubs of [`crate::v1`] are made with; clones share one link. It adds credentials and timeouts, and sends again
/// what may be sent again. Statuses become an [`Error`] by `?` or [`Error::from`].
#[derive(Clone)]
pub struct Channel {
    inner: tonic::transport::Channel,
    manners: Arc<Manners>,
}

impl std::fmt::Debug for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Channel").field("target", &self.manners.target).finish_non_exhaustive()
    }
}

impl Channel {
    pub(crate) fn new(inner: tonic::transport::Channel, manners: Manners) -> Self {
        Self { inner, manners: Arc::new(manners) }
    }

    pub(crate) fn manners(&self) -> &Manners {
        &self.manners
    }

    /// The error that a status of this channel is.
    pub(crate) fn error(&self, status: Status) -> Error {
        translated(status, &self.manners.target)
    }

    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Status> {
        self.inner.clone().oneshot(request).await.map_err(|failed| self.named(status_of(failed)))
    }

    /// Send a call that is no stream, and again if that is allowed, until its timeout.
    async fn send_unary(self, request: Request<Body>) -> Result<Response<Body>, Status> {
        match self.manners.call_timeout {
            Some(timeout) if !request.headers().contains_key(GRPC_TIMEOUT) => {
                let late = |_| Status::deadline_exceeded(format!("no answer within {timeout:?}"));
                tokio::time::timeout(timeout, self.send_again(request)).await.map_err(late)?
            }
            _ => self.send_again(request).await,
        }
    }

    async fn send_again(&self, request: Request<Body>) -> Result<Response<Body>, Status> {
        let (parts, body) = request.into_parts();
        let mut message = body.collect().await?.to_bytes();
        let mut left = 0;
        if let Some(key) = request_id_key(parts.uri.path()) {
            message = with_request_id(&message, key);
            left = self.manners.retries;
        }
        let mut pauses = Pauses::default();
        loop {
            let failed = match self.send_once(parts.clone(), message.clone()).await {
                Err(status) if left > 0 => status,
                done => return done,
            };
            let Some(asked) = may_pass(&self.error(failed.clone())) else { return Err(failed) };
            left -= 1;
            debug!(path = parts.uri.path(), code = ?failed.code(), left, "call.retried");
            tokio::time::sleep(pauses.next(asked)).await;
        }
    }

    /// Send a call, and receive its whole answer, of which the end says whether it has failed.
    async fn send_once(&self, parts: Parts, message: Bytes) -> Result<Response<Body>, Status> {
        let request = Request::from_parts(parts, Body::new(Full::new(message)));
        let (parts, body) = self.send(request).await?.into_parts();
        let limited = Limited::new(body, MESSAGE_LIMIT + PREFIX_LENGTH);
        let answer = limited.collect().await.map_err(|failed| self.named(Status::from_error(failed)))?;
        let trailers = answer.trailers().cloned();
        for headers in [Some(&parts.headers), trailers.as_ref()].into_iter().flatten() {
            self.require_success(headers)?;
        }
        let body =
            Full::new(answer.to_bytes()).with_trailers(std::future::ready(trailers.map(Ok::<_, Infallible>)));
        Ok(Response::from_parts(parts, Body::new(body)))
    }

    fn require_success(&self, headers: &HeaderMap) -> Result<(), Status> {
        match Status::from_header_map(headers) {
            Some(status) if status.code() != Code::Ok => Err(self.named(status)),
            _ => Ok(()),
        }
    }

    /// Give a status that says that nobody answers the reason and the target in the way of the daemon's own.
    fn named(&self, status: Status) -> Status {
        match self.error(status.clone()) {
            Error::Client { code, reason, message, metadata } => Status::with_error_details(
                code,
                message,
                ErrorDetails::with_error_info(reason, DOMAIN, metadata),
            ),
            _ => status,
        }
    }
}

impl Service<Request<Body>> for Channel {
    type Response = Response<Body>;
    type Error = Status;
    type Future = BoxFuture<'static, Result<Self::Response, Status>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Status>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        if let Some(authorization) = &self.manners.authorization {
            request.headers_mut().insert(header::AUTHORIZATION, authorization.clone());
        }
        let channel = self.clone();
        if STREAMS.contains(&request.uri().path()) {
            return Box::pin(async move { channel.send(request).await });
        }
        Box::pin(channel.send_unary(request))
    }
}

fn status_of(failed: tonic::transport::Error) -> Status {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&failed);
    while let Some(error) = cause {
        if error.is::<TimeoutExpired>() {
            return Status::deadline_exceeded(error.to_string());
        }
        cause = error.source();
    }
    Status::from_error(failed.into())
}

fn request_id_key(path: &str) -> Option<u8> {
    REQUEST_ID_KEYS.iter().find(|(named, _)| *named == path).map(|&(_, key)| key)
}

/// Put a random `request_id` before the fields of a message: where a field comes twice, the last one counts, so one that
/// the program has given stays.
fn with_request_id(framed: &Bytes, key: u8) -> Bytes {
    let Some(message) = framed.get(PREFIX_LENGTH..) else { return framed.clone() };
    let id = Uuid::new_v4().simple().to_string();
    let length = 2 + ID_LENGTH + message.len();
    let mut identified = BytesMut::with_capacity(PREFIX_LENGTH + length);
    identified.put_u8(0);
    identified.put_u32(length as u32);
    identified.put_slice(&[key, ID_LENGTH as u8]);
    identified.put_slice(id.as_bytes());
    identified.put_slice(message);
    identified.freeze()
}

#[cfg(test)]
mod tests {
    use prost::Message;

    use super::*;
    use crate::v1::SendMessageRequest;

    const KEY: u8 = 34; // of SendMessageRequest.request_id, field 4

    fn received(request: &SendMessageRequest) -> SendMessageRequest {
        let mut framed = BytesMut::new();
        framed.put_u8(0);
        framed.put_u32(request.encoded_len() as u32);
        request.encode(&mut framed).unwrap();
        let mut identified = with_request_id(&framed.freeze(), KEY).split_off(1);
        assert_eq!(bytes::Buf::get_u32(&mut identified) as usize, identified.len());
        SendMessageRequest::decode(identified).unwrap()
    }

    #[test]
    fn a_request_gets_an_id_of_its_own() {
        let request = SendMessageRequest { connection_id: "c-1".into(), ..Default::default() };
        let [one, other] = [received(&request), received(&request)];
        assert_eq!((one.request_id.len(), &*one.connection_id), (ID_LENGTH, "c-1"));
        assert_ne!(one.request_id, other.request_id);
    }

    #[test]
    fn the_id_that_a_program_has_given_stays() {
        let request = SendMessageRequest { request_id: "mine".into(), ..Default::default() };
        assert_eq!(received(&request), request);
    }

    #[test]
    fn the_key_of_a_request_id_is_found_by_the_path() {
        assert_eq!(request_id_key("/odind.v1.RoomService/SendMessage"), Some(KEY));
        assert_eq!(request_id_key("/odind.v1.RoomService/GetConnection"), None);
    }
}
