// Growing waits between attempts.
#pragma once

#include <odind/cancellation.h>
#include <odind/error.h>

#include <algorithm>
#include <chrono>
#include <optional>

namespace odind {

class Pauses {
 public:
  // Wait for the next pause, or for what was asked if that is longer; return whether it was cancelled.
  bool Wait(const Cancellation& cancellation, std::chrono::milliseconds asked = {}) {
    auto pause = std::max(next_, asked);
    next_ = std::min(2 * next_, kLongest);
    return cancellation.WaitFor(pause);
  }

 private:
  static constexpr std::chrono::milliseconds kFirst{100}, kLongest{5000};
  std::chrono::milliseconds next_ = kFirst;
};

// When to try again after an error that may pass: at once, or after what the daemon asks for. Nothing for
// others.
inline std::optional<std::chrono::milliseconds> MayPass(const Error& error) {
  constexpr std::chrono::minutes longest{1};
  auto asked = error.RetryAfter();
  if (!asked && error.code() != grpc::StatusCode::UNAVAILABLE) return std::nullopt;
  auto wait = asked.value_or(std::chrono::milliseconds{0});
  return wait <= longest ? std::optional(wait) : std::nullopt;
}

}  // namespace odind
