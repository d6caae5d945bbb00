// Makes errors: our own, and those of what the daemon says.
#pragma once

#include <odind/error.h>
#include <odind/v1/audio.pb.h>

#include <string>

namespace odind {

// An error of our own: `{name}` in the message stands for a variable.
Error Refusal(grpc::StatusCode code, const std::string& reason, std::string message,
              Error::Metadata variables = {});

// No daemon answers.
Error Unreachable(const std::string& target, const std::string& detail);

// The daemon's error that a failed call of gRPC carries.
Error Translated(const grpc::Status& status, const std::string& target);

// What ended a lane or a call.
Error EndedBy(const v1::LaneEnded& ended);

}  // namespace odind
