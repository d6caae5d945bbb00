//! TLS as the environment asks for it.

use std::path::Path;

use tonic::transport::{Certificate, ClientTlsConfig, Identity};

use crate::error::Error;
use crate::target::variable;

const SYSTEM: &str = "system";
const TOGETHER: &str =
    "a client's certificate and its private key must be given together: ODIND_TLS_CERT and ODIND_TLS_KEY";
const PEM: &[u8] = b"-----BEGIN ";

/// TLS with the files of `ODIND_TLS_CA`, `ODIND_TLS_CERT` and `ODIND_TLS_KEY`; None when none of these is set.
///
/// Reasons of errors: TLS_FILE_UNREADABLE, TLS_FILE_INVALID, TLS_KEY_MISSING.
pub(crate) fn of_environment() -> Result<Option<ClientTlsConfig>, Error> {
    let [ca, certificate, key] = ["ODIND_TLS_CA", "ODIND_TLS_CERT", "ODIND_TLS_KEY"].map(variable);
    if ca.is_none() && certificate.is_none() && key.is_none() {
        return Ok(None);
    }
    let trusting = match ca.filter(|ca| ca != SYSTEM) {
        Some(file) => ClientTlsConfig::new().ca_certificate(Certificate::from_pem(pem(&file)?)),
        None => ClientTlsConfig::new().with_native_roots(),
    };
    Ok(Some(match (certificate, key) {
        (None, None) => trusting,
        (Some(certificate), Some(key)) => {
            trusting.identity(Identity::from_pem(pem(&certificate)?, pem(&key)?))
        }
        _ => return Err(Error::invalid("TLS_KEY_MISSING", TOGETHER, &[])),
    }))
}

/// The PEM in a file.
fn pem(file: &str) -> Result<Vec<u8>, Error> {
    let text = std::fs::read(Path::new(file)).map_err(|problem| {
        let variables = [("file", file), ("problem", &problem.to_string())];
        Error::invalid("TLS_FILE_UNREADABLE", "{file}: {problem}", &variables)
    })?;
    if text.windows(PEM.len()).any(|bytes| bytes == PEM) {
        return Ok(text);
    }
    Err(Error::invalid("TLS_FILE_INVALID", "{file} must hold PEM", &[("file", file)]))
}
