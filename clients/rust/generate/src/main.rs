//! Writes the client's generated files from the protos: `cargo run -p generate -- PROTO_FOLDER OUTPUT_FOLDER`.
//!
//! `odind.v1.rs` has messages and stubs. `methods.rs` has what the client must know of methods beside that: which of
//! them stream, and where requests have a `request_id`.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use prost_types::{FileDescriptorSet, MethodDescriptorProto};

const PACKAGE: &str = "odind.v1";
const SMALL_FIELD: i32 = 15; // whose key has one byte
const LENGTH_DELIMITED: i32 = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [protos, output] = &arguments[..] else {
        return Err("usage: generate PROTO_FOLDER OUTPUT_FOLDER".into());
    };
    let files = protox::compile(sources(protos)?, [protos])?;
    fs::create_dir_all(output)?;
    fs::write(output.join("methods.rs"), methods(&files)?)?;
    tonic_prost_build::configure().build_server(false).bytes(".").out_dir(output).compile_fds(files)?;
    Ok(())
}

/// The protos of the package, in an order that never changes.
fn sources(protos: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let folder = protos.join("odind/v1");
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    found.sort();
    Ok(found)
}

fn methods(files: &FileDescriptorSet) -> Result<String, Box<dyn Error>> {
    let mut streams = String::new();
    let mut keys = String::new();
    for (path, method) in all_methods(files) {
        if method.client_streaming() || method.server_streaming() {
            writeln!(streams, "    {path:?},")?;
        }
        if let Some(key) = request_id_key(files, method.input_type())? {
            writeln!(keys, "    ({path:?}, {key}),")?;
        }
    }
    Ok(format!(
        "// Made from the protos by `make generate`. Do not edit.\n\n\
        /// The paths of methods whose requests or answers are streams.\n\
        pub(crate) const STREAMS: &[&str] = &[\n{streams}];\n\n\
        /// The paths of methods whose requests have a `request_id`, and the key of that field on the wire.\n\
        pub(crate) const REQUEST_ID_KEYS: &[(&str, u8)] = &[\n{keys}];\n"
    ))
}

/// All methods of the package, with their paths in HTTP/2.
fn all_methods(files: &FileDescriptorSet) -> impl Iterator<Item = (String, &MethodDescriptorProto)> {
    let services = files.file.iter().flat_map(|file| &file.service);
    services.flat_map(|service| {
        let name = service.name();
        let path = move |method: &MethodDescriptorProto| format!("/{PACKAGE}.{name}/{}", method.name());
        service.method.iter().map(move |method| (path(method), method))
    })
}

/// The key of the field `request_id` of a message, or None for a message without one.
fn request_id_key(files: &FileDescriptorSet, message: &str) -> Result<Option<i32>, String> {
    let name = message.trim_start_matches(&format!(".{PACKAGE}."));
    let mut messages = files.file.iter().flat_map(|file| &file.message_type);
    let message = messages.find(|message| message.name() == name);
    let fields = message.iter().flat_map(|message| &message.field);
    match fields.filter(|field| field.name() == "request_id").map(|field| field.number()).next() {
        Some(number) if number > SMALL_FIELD => {
            Err(format!("{name}.request_id has a number above {SMALL_FIELD}"))
        }
        number => Ok(number.map(|number| number << 3 | LENGTH_DELIMITED)),
    }
}
