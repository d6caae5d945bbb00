#include "door_wire.h"

#include <arpa/inet.h>
#include <odind/v1/sockets.pb.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "channel.h"
#include "errors.h"

namespace odind {
namespace {

constexpr std::size_t kLengthBytes = 4;

// A socket that is connected to a path, or -1.
int Connected(const std::string& path) {
  sockaddr_un address{};
  if (path.size() >= sizeof address.sun_path) return -1;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0 || ::connect(made, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return made;
  ::close(made);
  return -1;
}

}  // namespace

std::unique_ptr<DoorWire> DoorWire::Enter(const std::string& path, const std::string& bearer) {
  int socket = Connected(path);
  if (socket < 0) return nullptr;
  auto door = std::make_unique<DoorWire>(socket, path);
  v1::AudioSocketHello hello;
  hello.set_bearer(bearer);
  return door->SendMessage(hello) ? std::move(door) : nullptr;
}

DoorWire::DoorWire(int socket, std::string path) : socket_(socket), path_(std::move(path)) {}

DoorWire::~DoorWire() { ::close(socket_); }

void DoorWire::Send(const v1::StreamAudioRequest& request) { SendMessage(request); }

// Return whether all was sent.
bool DoorWire::SendMessage(const google::protobuf::MessageLite& message) {
  std::uint32_t length = htonl(static_cast<std::uint32_t>(message.ByteSizeLong()));
  sent_.assign(reinterpret_cast<const char*>(&length), kLengthBytes);
  message.AppendToString(&sent_);
  for (std::size_t at = 0; at < sent_.size();) {
    auto count = ::send(socket_, sent_.data() + at, sent_.size() - at, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    at += static_cast<std::size_t>(count);
  }
  return true;
}

bool DoorWire::Receive(v1::StreamAudioResponse* response) {
  std::uint32_t length = 0;
  ReceiveExactly(reinterpret_cast<char*>(&length), kLengthBytes);
  length = ntohl(length);
  if (length > kMessageLimit) {
    throw Refusal(grpc::StatusCode::RESOURCE_EXHAUSTED, "ANSWER_TOO_LONG",
                  "the daemon's message is too long");
  }
  received_.resize(length);
  ReceiveExactly(received_.data(), length);
  if (!response->ParseFromString(received_)) {
    throw Refusal(grpc::StatusCode::INTERNAL, "ANSWER_MALFORMED", "the daemon's message cannot be read");
  }
  if (!response->has_call_ended()) return true;
  if (!response->call_ended().code().empty()) throw EndedBy(response->call_ended());
  return false;
}

void DoorWire::ReceiveExactly(char* bytes, std::size_t count) {
  while (count) {
    auto got = ::recv(socket_, bytes, count, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw Unreachable("unix:" + path_, "the connection was closed");
    bytes += got;
    count -= static_cast<std::size_t>(got);
  }
}

void DoorWire::Close() noexcept { ::shutdown(socket_, SHUT_RDWR); }

}  // namespace odind
