#include <odind/daemon.h>
#include <odind/v1/server.grpc.pb.h>

#include "caller.h"
#include "lane.h"

namespace odind {

using Rooms = v1::RoomService::Stub;

Daemon::Daemon(Options options) : caller_(std::make_shared<Caller>(std::move(options))) {}

const std::string& Daemon::target() const { return caller_->options().target; }

std::shared_ptr<grpc::Channel> Daemon::channel() const { return caller_->channel(); }

v1::GetInfoResponse Daemon::Info(const CallOptions& options) const {
  return Call(&v1::ServerService::Stub::GetInfo, v1::GetInfoRequest(), options);
}

Connection Daemon::Join(const std::string& room, const std::string& user, const CallOptions& options) const {
  v1::JoinRoomRequest request;
  request.set_room_id(room);
  request.set_user_id(user);
  return Join(std::move(request), options);
}

Connection Daemon::Join(v1::JoinRoomRequest request, const CallOptions& options) const {
  auto response = Call(&Rooms::JoinRoom, std::move(request), options);
  return Connection(*this, std::move(*response.mutable_connection()), true);
}

Connection Daemon::Get(const std::string& connection_id, const CallOptions& options) const {
  v1::GetConnectionRequest request;
  request.set_connection_id(connection_id);
  auto response = Call(&Rooms::GetConnection, std::move(request), options);
  return Connection(*this, std::move(*response.mutable_connection()), false);
}

Connection Daemon::Attached(const std::string& connection_id) const {
  v1::Connection view;
  view.set_connection_id(connection_id);
  return Connection(*this, std::move(view), false);
}

std::vector<v1::Connection> Daemon::List(std::uint32_t page_size, const CallOptions& options) const {
  std::vector<v1::Connection> listed;
  v1::ListConnectionsRequest request;
  request.set_page_size(page_size);
  do {
    auto page = Call(&Rooms::ListConnections, request, options);
    for (auto& connection : *page.mutable_connections()) listed.push_back(std::move(connection));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return listed;
}

odind::Watch Daemon::Watch(v1::WatchEventsRequest request) const {
  return odind::Watch(caller_, std::move(request), false);
}

odind::Watch Daemon::Follow(v1::WatchEventsRequest request) const {
  return odind::Watch(caller_, std::move(request), true);
}

Duplex Daemon::Audio(v1::StreamAudioConfig config, const CallOptions& options) const {
  auto lane = Lane::Open(*caller_, config, options);
  return {Speaker(lane), Listener(lane)};
}

void Daemon::Call(const std::string& method, google::protobuf::Message* request,
                  google::protobuf::Message* response, const CallOptions& options) const {
  Perform(
      request,
      [&](grpc::ClientContext* context) {
        return CallByName(channel(), context, method, *request, response);
      },
      options);
}

void Daemon::Perform(google::protobuf::Message* request, const Send& send, const CallOptions& options) const {
  caller_->Call(request, send, options);
}

}  // namespace odind
