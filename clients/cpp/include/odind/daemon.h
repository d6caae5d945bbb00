// A daemon that somebody else runs.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>
#include <odind/audio.h>
#include <odind/connection.h>
#include <odind/error.h>
#include <odind/options.h>
#include <odind/v1/rooms.grpc.pb.h>
#include <odind/v1/server.pb.h>
#include <odind/watch.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace odind {

inline constexpr const char kVersion[] = "0.1.0";

class Caller;

// May be used by several threads at once, and costs no thread. What is made with it may outlive it. Every
// call can fail with Error DAEMON_UNREACHABLE, CANCELLED or DEADLINE_EXCEEDED beside what the daemon answers.
class Daemon {
 public:
  // Dials with the first call. Throws Error TARGET_INVALID, KEY_UNPROTECTED, TLS_FILE_UNREADABLE,
  // TLS_FILE_INVALID.
  explicit Daemon(Options options = {});

  // Where the daemon is.
  const std::string& target() const;

  // For stubs of your own. What fails there has no Error, no API key and no timeout: prefer Call.
  std::shared_ptr<grpc::Channel> channel() const;

  v1::GetInfoResponse Info(const CallOptions& options = {}) const;

  // Enter a room as a user, with a token that the daemon makes.
  Connection Join(const std::string& room, const std::string& user, const CallOptions& options = {}) const;

  // Enter a room with everything that a request can say: `linger`, a ready token, user data.
  Connection Join(v1::JoinRoomRequest request, const CallOptions& options = {}) const;

  // A connection by its id. It is not left when its Connection is destroyed.
  Connection Get(const std::string& connection_id, const CallOptions& options = {}) const;

  // The same without asking the daemon: only the id of its view is set.
  Connection Attached(const std::string& connection_id) const;

  // Every connection, oldest first, read in pages of so many; 0 is the daemon's size.
  std::vector<v1::Connection> List(std::uint32_t page_size = 0, const CallOptions& options = {}) const;

  // A snapshot, and then what happens, until the daemon stops or the connections were left.
  odind::Watch Watch(v1::WatchEventsRequest request = {}) const;

  // The same over restarts of the daemon: goes on after the last event that was seen, or with another
  // snapshot where later events are kept no more.
  odind::Watch Follow(v1::WatchEventsRequest request = {}) const;

  // Speak, listen, or both, on the connection that the config names. Options bound the wait for the start.
  Duplex Audio(v1::StreamAudioConfig config, const CallOptions& options = {}) const;

  // Any unary call of any stub: daemon.Call(&odind::v1::PlayerService::Stub::CreatePlayer, request).
  template <class Stub, class Request, class Response>
  Response Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                Request request, const CallOptions& options = {}) const {
    Response response;
    Perform(
        &request,
        [&](grpc::ClientContext* context) { return (Stub(channel()).*method)(context, request, &response); },
        options);
    return response;
  }

  // Any unary call by its name: "/odind.v1.RoomService/GetConnection". The request may get a request_id.
  void Call(const std::string& method, google::protobuf::Message* request,
            google::protobuf::Message* response, const CallOptions& options = {}) const;

 private:
  using Send = std::function<grpc::Status(grpc::ClientContext*)>;
  void Perform(google::protobuf::Message* request, const Send& send, const CallOptions& options) const;

  std::shared_ptr<const Caller> caller_;
};

}  // namespace odind
