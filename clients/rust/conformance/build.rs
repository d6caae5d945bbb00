//! Describes the messages of the protos, which the driver tells in protobuf's JSON.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use prost::Message;

fn main() -> Result<(), Box<dyn Error>> {
    let protos = Path::new("../../../proto");
    let folder = protos.join("odind/v1");
    let sources: Vec<PathBuf> =
        fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    let described = protox::compile(sources, [protos])?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("protos.bin"), described.encode_to_vec())?;
    println!("cargo:rerun-if-changed={}", folder.display());
    Ok(())
}
