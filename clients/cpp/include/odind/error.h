// What a call of the daemon fails with.
#pragma once

#include <grpcpp/support/status.h>

#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

namespace odind {

// The code says what to do next: fix the call, use another token, look again, change state first, back off,
// or retry later. The reason is UPPER_SNAKE, and stable; the document REASONS.md has all of them. It is empty
// for errors that do not come from the daemon, as CANCELLED and DEADLINE_EXCEEDED. Metadata are the variables
// of the message.
class Error : public std::runtime_error {
 public:
  using Metadata = std::map<std::string, std::string>;

  Error(grpc::StatusCode code, std::string reason, std::string message, Metadata metadata = {});

  grpc::StatusCode code() const { return code_; }
  const std::string& reason() const { return reason_; }
  const std::string& message() const { return message_; }
  const Metadata& metadata() const { return metadata_; }

  // How long the daemon asks to wait, if it does.
  std::optional<std::chrono::milliseconds> RetryAfter() const;

 private:
  grpc::StatusCode code_;
  std::string reason_, message_;
  Metadata metadata_;
};

// The name of a code, as google.rpc.Code has it: "NOT_FOUND".
std::string NameOf(grpc::StatusCode code);

}  // namespace odind
