// What carries one audio call.
#pragma once

#include <odind/v1/audio.pb.h>

namespace odind {

// One thread sends and one receives, at the same time; Close may be called by any, and ends both.
class Wire {
 public:
  virtual ~Wire() = default;

  // Send a request; why it cannot be sent, Receive tells.
  virtual void Send(const v1::StreamAudioRequest& request) = 0;

  // Wait for a response; return whether there was one, false when the call ended as it should. Throws the
  // Error that ended it. Not to be called again afterwards.
  virtual bool Receive(v1::StreamAudioResponse* response) = 0;

  virtual void Close() noexcept = 0;
};

}  // namespace odind
