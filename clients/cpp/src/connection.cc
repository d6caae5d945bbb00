#include <odind/connection.h>
#include <odind/daemon.h>

#include <utility>

namespace odind {

using Rooms = v1::RoomService::Stub;

namespace {

constexpr std::chrono::seconds kLeaving{5};

}  // namespace

Connection::Connection(const Daemon& daemon, v1::Connection view, bool owned)
    : daemon_(std::make_shared<Daemon>(daemon)), view_(std::move(view)), owned_(owned) {}

Connection::Connection(Connection&& other) noexcept
    : daemon_(std::move(other.daemon_)),
      view_(std::move(other.view_)),
      owned_(std::exchange(other.owned_, false)) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  if (this == &other) return *this;
  LeaveQuietly();
  daemon_ = std::move(other.daemon_);
  view_ = std::move(other.view_);
  owned_ = std::exchange(other.owned_, false);
  return *this;
}

Connection::~Connection() { LeaveQuietly(); }

// Nobody could catch what is thrown here. A connection that cannot be left is the daemon's to end, by its
// `linger`.
void Connection::LeaveQuietly() noexcept {
  if (!owned_) return;
  try {
    CallOptions options;
    options.timeout = kLeaving;
    Leave(options);
  } catch (...) {
  }
}

void Connection::Leave(const CallOptions& options) {
  owned_ = false;
  v1::LeaveRoomRequest request;
  request.set_connection_id(id());
  daemon_->Call(&Rooms::LeaveRoom, std::move(request), options);
}

void Connection::SetUserData(v1::Payload data, const CallOptions& options) const {
  v1::UpdateUserDataRequest request;
  request.set_connection_id(id());
  *request.mutable_user_data() = std::move(data);
  daemon_->Call(&Rooms::UpdateUserData, std::move(request), options);
}

void Connection::Send(v1::Payload message, const std::vector<std::uint32_t>& peers,
                      const CallOptions& options) const {
  v1::SendMessageRequest request;
  request.set_connection_id(id());
  *request.mutable_message() = std::move(message);
  request.mutable_peer_ids()->Add(peers.begin(), peers.end());
  daemon_->Call(&Rooms::SendMessage, std::move(request), options);
}

odind::Speaker Connection::Speak(v1::AudioFormat format, const CallOptions& options) const {
  v1::StreamAudioConfig config;
  *config.mutable_send() = std::move(format);
  return Audio(std::move(config), options).speaker;
}

odind::Listener Connection::Listen(v1::AudioFormat format, const CallOptions& options) const {
  v1::StreamAudioConfig config;
  *config.mutable_receive() = std::move(format);
  return Audio(std::move(config), options).listener;
}

Duplex Connection::Audio(v1::StreamAudioConfig config, const CallOptions& options) const {
  config.set_connection_id(id());
  return daemon_->Audio(std::move(config), options);
}

odind::Watch Connection::Watch() const {
  v1::WatchEventsRequest request;
  request.add_connection_ids(id());
  return daemon_->Watch(std::move(request));
}

}  // namespace odind
