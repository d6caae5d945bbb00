// One call that watches events.
#pragma once

#include <odind/v1/rooms.grpc.pb.h>
#include <odind/watch.h>

#include <memory>
#include <optional>

#include "caller.h"

namespace odind {

// Used by one thread; its cancellation by any.
class EventStream {
 public:
  EventStream(const Caller& caller, const v1::WatchEventsRequest& request, const Cancellation& cancellation);
  ~EventStream();

  // Wait for what comes next; nothing comes when the daemon ended the call. Messages of a kind that we do not
  // know are skipped. Throws the Error that ended the call.
  std::optional<Watched> Next();

 private:
  bool Read(v1::WatchEventsResponse* response);
  bool Complete(v1::Snapshot* snapshot);
  grpc::Status Finish();

  const std::string target_;
  grpc::ClientContext context_;
  Cancellation::Registration registration_;
  v1::RoomService::Stub stub_;
  std::unique_ptr<grpc::ClientReader<v1::WatchEventsResponse>> reader_;
  bool finished_ = false;
};

}  // namespace odind
