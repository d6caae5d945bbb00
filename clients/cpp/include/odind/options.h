// How to reach a daemon, and how long a call may last.
#pragma once

#include <odind/cancellation.h>

#include <chrono>
#include <optional>
#include <string>

namespace odind {

// Certificates and keys as texts of PEM; an empty `ca` stands for the authorities of the system.
struct Tls {
  std::string ca, certificate, key;
};

struct Options {
  // "unix:/path", a path, or "host:port". Empty: ODIND_TARGET, else the first socket that exists where
  // daemons put theirs, else 127.0.0.1:7710.
  std::string target;

  // A key or a session that calls carry. Empty: ODIND_API_KEY, and over loopback TCP the cookie of
  // ODIND_COOKIE_FILE, of the user's state folder or of the system's daemon.
  std::string api_key;

  // Secures TCP. Unset: the files of ODIND_TLS_CA ("system" for those of the system), ODIND_TLS_CERT,
  // ODIND_TLS_KEY.
  std::optional<Tls> tls;

  // Bounds every call but streams, unless it is told otherwise. Zero: no bound.
  std::chrono::milliseconds call_timeout{0};

  // How often calls that make or send something are sent again, with growing pauses, while the daemon is
  // unavailable. Their request_id keeps them from being done twice.
  int retries = 0;
};

// For one call.
struct CallOptions {
  // Zero: that of the Options.
  std::chrono::milliseconds timeout{0};

  // Ends the call when it is cancelled.
  Cancellation cancellation;
};

}  // namespace odind
