// What is said and heard on one connection.
//
// A Speaker and a Listener of one Duplex share one call of the daemon, and one thread, which reads what the
// daemon says until the call has ended. The call ends at once, spoken or not, when the last of them is
// destroyed, or with Close. Every function throws the Error that ended the call: CONNECTION_LEFT,
// WORKER_LOST, DAEMON_STOPPING, STREAM_ENDED.
#pragma once

#include <odind/v1/audio.pb.h>

#include <cstddef>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace odind {

class Lane;

// Speaks. Every function may be called by any thread; samples of two threads that write at once come in any
// order.
class Speaker {
 public:
  explicit Speaker(std::shared_ptr<Lane> lane);

  // The formats, defaults filled in.
  const v1::StreamAudioStarted& started() const;

  // Speak samples, little-endian, channels interleaved, after those written before; waits while there is no
  // credit. Half a sample is refused by the daemon with CHUNK_NOT_WHOLE.
  void Write(const void* pcm, std::size_t bytes);

  // The same, but waits for no credit: returns how many bytes were taken, always of whole samples.
  std::size_t TryWrite(const void* pcm, std::size_t bytes);

  // Speak Opus packets of 20 ms, an empty one is silence; waits while there is no credit.
  void WriteOpus(const std::vector<std::string>& packets);

  // Set a mark behind what was written so far. It is reached once that was spoken or dropped.
  std::future<v1::MarkReached> Mark(const std::string& name = {});

  // Drop what waits to be spoken, and return how much that was. Overtakes a Write that waits.
  v1::Flushed Flush();

  // What waits to be spoken.
  v1::QueueStatus Status();

  // Hold what waits to be spoken, and go on.
  void Pause();
  void Resume();

  // Wait until everything was spoken. Nothing can be written afterwards.
  v1::SendDrained Drain();

  // End the call at once: Drain before.
  void Close();

 private:
  std::shared_ptr<Lane> lane_;
};

// Hears. Who does not receive loses the oldest of 500 messages, and `dropped` of the next one says how many.
// Receive may be called by any thread, Read by one.
class Listener {
 public:
  explicit Listener(std::shared_ptr<Lane> lane);

  // The formats, defaults filled in.
  const v1::StreamAudioStarted& started() const;

  // Wait for what was heard in one tick; nothing comes once the connection was left.
  std::optional<v1::AudioFrames> Receive();

  // What was heard and not yet received, without waiting; nothing if that is nothing.
  std::optional<v1::AudioFrames> TryReceive();

  // Wait for samples of the mix, and copy up to so many bytes; 0 once the connection was left.
  std::size_t Read(void* pcm, std::size_t bytes);

  // End the call at once.
  void Close();

 private:
  std::shared_ptr<Lane> lane_;
  std::string unread_;  // samples of a frame of which Read has returned the beginning
  std::size_t begin_ = 0;
};

// Both directions of one call.
struct Duplex {
  Speaker speaker;
  Listener listener;
};

}  // namespace odind
