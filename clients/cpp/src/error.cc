#include <odind/error.h>

#include <array>
#include <cstdlib>

namespace odind {
namespace {

std::string Sentence(grpc::StatusCode code, const std::string& reason, const std::string& message) {
  return reason.empty() ? NameOf(code) + ": " + message : message + " (" + reason + ")";
}

}  // namespace

Error::Error(grpc::StatusCode code, std::string reason, std::string message, Metadata metadata)
    : std::runtime_error(Sentence(code, reason, message)),
      code_(code),
      reason_(std::move(reason)),
      message_(std::move(message)),
      metadata_(std::move(metadata)) {}

std::optional<std::chrono::milliseconds> Error::RetryAfter() const {
  auto told = metadata_.find("retry_after_s");
  if (told == metadata_.end()) return std::nullopt;
  char* end = nullptr;
  double seconds = std::strtod(told->second.c_str(), &end);
  if (end == told->second.c_str() || !(seconds >= 0 && seconds < 1e9)) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>(1000 * seconds));
}

std::string NameOf(grpc::StatusCode code) {
  static const std::array<const char*, 17> names = {
      "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
      "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
      "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
      "DATA_LOSS", "UNAUTHENTICATED"};
  auto number = static_cast<std::size_t>(code);
  return number < names.size() ? names[number] : "UNKNOWN";
}

}  // namespace odind
