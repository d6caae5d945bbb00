// What shows who calls, and what secures TCP.
#pragma once

#include <odind/options.h>

namespace odind {

// Fill in what the environment says. Throws Error TARGET_INVALID, KEY_UNPROTECTED, TLS_FILE_UNREADABLE,
// TLS_FILE_INVALID.
Options Resolved(Options options);

}  // namespace odind
