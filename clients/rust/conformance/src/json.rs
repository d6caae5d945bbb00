//! Messages in protobuf's JSON, and calls of methods that are only named.

use bytes::{Buf, BufMut, Bytes};
use odind_client::{Channel, Error};
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, SerializeOptions};
use serde::Deserializer;
use serde_json::Value;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::{Code, Status};

const PROTOS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/protos.bin"));

pub struct Protos(DescriptorPool);

impl Protos {
    pub fn new() -> Self {
        Self(DescriptorPool::decode(PROTOS).expect("build.rs has described them"))
    }

    /// A message with the names of the proto, defaults filled in.
    pub fn value(&self, name: &str, message: &impl Message) -> Value {
        value(self.message(name), &message.encode_to_vec())
    }

    /// The message that a value in protobuf's JSON is.
    pub fn read<T: Message + Default>(&self, name: &str, value: Value) -> T {
        let message = dynamic(self.message(name), value);
        T::decode(&*message).expect("it has this type")
    }

    /// Call a unary method, as RoomService/GetConnection, with a request in JSON.
    pub async fn call(&self, channel: Channel, method: &str, request: &str) -> Result<Value, Error> {
        let (service, name) = method.split_once('/').expect("as RoomService/GetConnection");
        let service = self.0.get_service_by_name(&format!("odind.v1.{service}")).expect("a service");
        let described = service.methods().find(|method| method.name() == name).expect("a method");
        let mut deserializer = serde_json::Deserializer::from_str(request);
        let request = dynamic(described.input(), &mut deserializer);
        let mut stub =
            tonic::client::Grpc::new(channel).max_decoding_message_size(odind_client::MESSAGE_LIMIT);
        stub.ready().await?;
        let path = format!("/odind.v1.{method}").parse().expect("a path");
        let answer = stub.unary(tonic::Request::new(request), path, Raw).await?.into_inner();
        Ok(value(described.output(), &answer))
    }

    fn message(&self, name: &str) -> MessageDescriptor {
        self.0.get_message_by_name(&format!("odind.v1.{name}")).expect("a message")
    }
}

fn value(described: MessageDescriptor, encoded: &[u8]) -> Value {
    let message = DynamicMessage::decode(described, encoded).expect("it has this type");
    let options = SerializeOptions::new().use_proto_field_name(true).skip_default_fields(false);
    message.serialize_with_options(serde_json::value::Serializer, &options).expect("it is JSON")
}

fn dynamic<'de>(described: MessageDescriptor, json: impl Deserializer<'de>) -> Vec<u8> {
    DynamicMessage::deserialize(described, json).map(|message| message.encode_to_vec()).unwrap_or_else(
        |problem| {
            panic!("no such message: {}", problem_text(problem));
        },
    )
}

fn problem_text(problem: impl std::fmt::Display) -> String {
    problem.to_string()
}

/// A codec for messages that are encoded already.
#[derive(Clone, Copy, Default)]
struct Raw;

impl Codec for Raw {
    type Encode = Vec<u8>;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, message: Vec<u8>, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_slice(&message);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(buffer.copy_to_bytes(buffer.remaining())))
    }
}

/// The name of a code in `google.rpc.Code`.
pub fn name_of(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}
