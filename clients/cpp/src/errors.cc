#include "errors.h"

#include <odind/client/status.pb.h>

#include <optional>

namespace odind {
namespace {

constexpr const char kDomain[] = "odind";
constexpr const char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr int kCodes = 17;

void Replace(std::string* text, const std::string& from, const std::string& to) {
  for (std::size_t at = text->find(from); at != std::string::npos; at = text->find(from, at + to.size())) {
    text->replace(at, from.size(), to);
  }
}

// The daemon's own details of a failed call; none if there are none, or they cannot be read.
std::optional<client::ErrorInfo> InfoOf(const grpc::Status& failed) {
  client::Status status;
  if (!status.ParseFromString(failed.error_details())) return std::nullopt;
  for (const auto& detail : status.details()) {
    client::ErrorInfo info;
    if (detail.type_url() == kErrorInfo && info.ParseFromString(detail.value()) && info.domain() == kDomain) {
      return info;
    }
  }
  return std::nullopt;
}

template <class Map>
Error::Metadata AsMetadata(const Map& map) {
  return {map.begin(), map.end()};
}

grpc::StatusCode CodeNamed(const std::string& name) {
  for (int number = 0; number < kCodes; ++number) {
    auto code = static_cast<grpc::StatusCode>(number);
    if (NameOf(code) == name) return code;
  }
  return grpc::StatusCode::UNKNOWN;
}

}  // namespace

Error Refusal(grpc::StatusCode code, const std::string& reason, std::string message,
              Error::Metadata variables) {
  for (const auto& [name, value] : variables) Replace(&message, "{" + name + "}", value);
  return Error(code, reason, std::move(message), std::move(variables));
}

Error Unreachable(const std::string& target, const std::string& detail) {
  return Refusal(
      grpc::StatusCode::UNAVAILABLE, "DAEMON_UNREACHABLE",
      "no daemon answers at {target}: start one with `odind serve`, or name another target ({detail})",
      {{"target", target}, {"detail", detail}});
}

Error Translated(const grpc::Status& status, const std::string& target) {
  if (auto info = InfoOf(status)) {
    return Error(status.error_code(), info->reason(), status.error_message(), AsMetadata(info->metadata()));
  }
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE)
    return Unreachable(target, status.error_message());
  return Error(status.error_code(), "", status.error_message());
}

Error EndedBy(const v1::LaneEnded& ended) {
  return Error(CodeNamed(ended.code()), ended.reason(), ended.detail(), AsMetadata(ended.metadata()));
}

}  // namespace odind
