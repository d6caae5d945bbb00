// An audio socket: messages behind their lengths, as docs/AUDIO-SOCKET.md describes.
#pragma once

#include <google/protobuf/message_lite.h>

#include <memory>
#include <string>

#include "wire.h"

namespace odind {

class DoorWire : public Wire {
 public:
  // Connect to the socket at this path, and show who calls; nothing if nobody listens there.
  static std::unique_ptr<DoorWire> Enter(const std::string& path, const std::string& bearer);

  DoorWire(int socket, std::string path);
  ~DoorWire() override;
  DoorWire(const DoorWire&) = delete;
  DoorWire& operator=(const DoorWire&) = delete;

  void Send(const v1::StreamAudioRequest& request) override;
  bool Receive(v1::StreamAudioResponse* response) override;
  void Close() noexcept override;

 private:
  bool SendMessage(const google::protobuf::MessageLite& message);
  void ReceiveExactly(char* bytes, std::size_t count);

  const int socket_;
  const std::string path_;
  std::string sent_, received_;  // kept, so that no message asks for memory
};

}  // namespace odind
