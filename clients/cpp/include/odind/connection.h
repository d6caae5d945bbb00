// One peer of ours in one room.
#pragma once

#include <odind/audio.h>
#include <odind/options.h>
#include <odind/v1/rooms.pb.h>
#include <odind/watch.h>

#include <memory>
#include <string>
#include <vector>

namespace odind {

class Daemon;

// One that Daemon::Join has made leaves when it is destroyed; that takes 5 s at most, and what fails is not
// told: call Leave to know. May be used by several threads at once, but for moving, Leave and Keep.
class Connection {
 public:
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  ~Connection();

  const std::string& id() const { return view_.connection_id(); }

  // The connection as the daemon described it when this was made.
  const v1::Connection& view() const { return view_; }

  void Leave(const CallOptions& options = {});

  // Have the connection outlive this, until somebody leaves or its `linger` has passed.
  void Keep() { owned_ = false; }

  // Replace what other peers know of the connection.
  void SetUserData(v1::Payload data, const CallOptions& options = {}) const;

  // Send a message to all other peers of the room, or to those named.
  void Send(v1::Payload message, const std::vector<std::uint32_t>& peers = {},
            const CallOptions& options = {}) const;

  // Speak; the default format is 48 kHz, mono, 16 bit. Throws Error SENDER_EXISTS when somebody speaks
  // already.
  odind::Speaker Speak(v1::AudioFormat format = {}, const CallOptions& options = {}) const;

  // Listen to the mix of all peers.
  odind::Listener Listen(v1::AudioFormat format = {}, const CallOptions& options = {}) const;

  // Speak, listen, or both, with everything that a config can say. What it does not ask for cannot be used.
  Duplex Audio(v1::StreamAudioConfig config, const CallOptions& options = {}) const;

  // Watch this connection alone, until it is left.
  odind::Watch Watch() const;

 private:
  friend class Daemon;
  Connection(const Daemon& daemon, v1::Connection view, bool owned);
  void LeaveQuietly() noexcept;

  std::shared_ptr<const Daemon> daemon_;
  v1::Connection view_;
  bool owned_ = false;
};

}  // namespace odind
