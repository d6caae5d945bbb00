// Payloads of messages and user data.
#pragma once

#include <odind/v1/payload.pb.h>

#include <string>

namespace odind {

// A payload of bytes.
v1::Payload Data(std::string bytes);

// A payload that is a JSON value, given as its text.
v1::Payload Json(std::string text);

}  // namespace odind
