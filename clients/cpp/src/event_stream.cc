#include "event_stream.h"

#include <utility>

#include "errors.h"

namespace odind {
namespace {

// Add another part of a snapshot. A connection whose peers did not fit goes on in the next part.
void Append(v1::Snapshot* snapshot, v1::Snapshot* part) {
  auto& connections = *snapshot->mutable_connections();
  for (auto& connection : *part->mutable_connections()) {
    if (!connections.empty() && connections.rbegin()->connection_id() == connection.connection_id()) {
      connections.rbegin()->mutable_peers()->MergeFrom(connection.peers());
    } else {
      *connections.Add() = std::move(connection);
    }
  }
  snapshot->set_more(part->more());
}

}  // namespace

EventStream::EventStream(const Caller& caller, const v1::WatchEventsRequest& request,
                         const Cancellation& cancellation)
    : target_(caller.options().target),
      registration_(cancellation, [this] { context_.TryCancel(); }),
      stub_(caller.channel()) {
  caller.Show(&context_);
  reader_ = stub_.WatchEvents(&context_, request);
}

EventStream::~EventStream() {
  context_.TryCancel();
  v1::WatchEventsResponse unread;
  while (!finished_ && reader_->Read(&unread)) continue;
  Finish();
}

std::optional<Watched> EventStream::Next() {
  v1::WatchEventsResponse response;
  while (Read(&response)) {
    if (response.has_event()) return Watched{std::nullopt, std::move(*response.mutable_event())};
    if (!response.has_snapshot()) continue;
    Watched item{std::move(*response.mutable_snapshot()), std::nullopt};
    return Complete(&*item.snapshot) ? std::optional(std::move(item)) : std::nullopt;
  }
  return std::nullopt;
}

// Return whether there was a message.
bool EventStream::Read(v1::WatchEventsResponse* response) {
  if (finished_) return false;
  if (reader_->Read(response)) return true;
  if (auto status = Finish(); !status.ok()) throw Translated(status, target_);
  return false;
}

bool EventStream::Complete(v1::Snapshot* snapshot) {
  v1::WatchEventsResponse response;
  while (snapshot->more()) {
    if (!Read(&response)) return false;
    Append(snapshot, response.mutable_snapshot());
  }
  return true;
}

grpc::Status EventStream::Finish() {
  if (std::exchange(finished_, true)) return grpc::Status::OK;
  return reader_->Finish();
}

}  // namespace odind
