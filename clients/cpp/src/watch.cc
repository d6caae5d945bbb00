#include <odind/watch.h>

#include <algorithm>

#include "event_stream.h"
#include "pauses.h"

namespace odind {
namespace {

std::uint64_t SequenceOf(const Watched& item) {
  return item.snapshot ? item.snapshot->sequence() : item.event->sequence();
}

}  // namespace

struct Watch::State {
  std::shared_ptr<const Caller> caller;
  v1::WatchEventsRequest request;
  bool over_restarts = false;
  Cancellation cancellation;
  std::optional<EventStream> stream;
  Pauses between;

  // What comes next of the stream there is, or of a new one. Nothing when it has ended.
  std::optional<Watched> Attempt() {
    if (!stream) stream.emplace(*caller, request, cancellation);
    return stream->Next();
  }

  // The same, but nothing as well for errors that may pass.
  std::optional<Watched> PatientAttempt() {
    try {
      return Attempt();
    } catch (const Error& error) {
      if (!MayPass(error)) throw;
      return std::nullopt;
    }
  }

  // Note where to go on.
  void Passed(const Watched& item) {
    request.set_after_sequence(SequenceOf(item));
    request.set_snapshot_if_expired(true);
    between = {};
  }

  std::optional<Watched> Follow() {
    for (;;) {
      if (auto item = PatientAttempt()) {
        Passed(*item);
        return item;
      }
      stream.reset();
      if (between.Wait(cancellation)) throw Error(grpc::StatusCode::CANCELLED, "", "the watch was cancelled");
    }
  }
};

Watch::Watch(std::shared_ptr<const Caller> caller, v1::WatchEventsRequest request, bool over_restarts)
    : state_(std::make_unique<State>()) {
  state_->caller = std::move(caller);
  state_->request = std::move(request);
  state_->over_restarts = over_restarts;
}

Watch::Watch(Watch&&) noexcept = default;
Watch& Watch::operator=(Watch&&) noexcept = default;
Watch::~Watch() = default;

std::optional<Watched> Watch::Next() { return state_->over_restarts ? state_->Follow() : state_->Attempt(); }

void Watch::Cancel() { state_->cancellation.Cancel(); }

}  // namespace odind
