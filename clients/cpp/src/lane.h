// One audio call: its credit, the frames that were heard, and who waits for which answer.
#pragma once

#include <odind/error.h>
#include <odind/options.h>
#include <odind/v1/audio.pb.h>

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "answers.h"
#include "wire.h"

namespace odind {

class Caller;

// One thread of its own reads what the daemon says until the call ends. Every function may be called by any
// thread, and throws the Error that ended the call.
class Lane {
 public:
  // Attach the connection that the config names, over the daemon's audio socket where there is one, else over
  // gRPC, and wait until its audio has started.
  static std::shared_ptr<Lane> Open(const Caller& caller, const v1::StreamAudioConfig& config,
                                    const CallOptions& options);

  Lane(std::unique_ptr<Wire> wire, const v1::AudioFormat& sent);
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  const v1::StreamAudioStarted& started() const { return started_; }
  std::size_t sample_bytes() const { return sample_bytes_; }  // of every channel together

  // Spend credit on up to so many wanted units, each of so many samples, and return on how many. Spend waits
  // for at least one, unless none is wanted.
  std::size_t Spend(std::size_t wanted, std::uint64_t samples);
  std::size_t TrySpend(std::size_t wanted, std::uint64_t samples);

  void Say(const v1::StreamAudioRequest& request);

  std::future<v1::StreamAudioStarted> AskStarted(const v1::StreamAudioConfig& config);
  std::future<v1::MarkReached> AskMark(const std::string& name);
  std::future<v1::Flushed> AskFlush();
  std::future<v1::QueueStatus> AskStatus();
  std::future<v1::SendDrained> AskDrain();

  // Wait for frames, or do not. Nothing comes once the connection was left, and, without waiting, when
  // nothing is there.
  std::optional<v1::AudioFrames> Receive();
  std::optional<v1::AudioFrames> TryReceive();

  // End the call, and wait until its thread is done with it.
  void Close() noexcept;

 private:
  template <class Expect>
  auto Ask(const v1::StreamAudioRequest& request, const Expect& expect);
  void Listen();
  void Take(v1::StreamAudioResponse* response);
  void Reach(v1::MarkReached&& mark);
  void Hear(v1::AudioFrames&& frames);
  void End(const Error& error, bool quiet);
  void RequireOpen() const;
  std::size_t Affordable(std::size_t wanted, std::uint64_t samples) const;
  std::optional<v1::AudioFrames> Pop();

  const std::unique_ptr<Wire> wire_;
  const std::size_t sample_bytes_;
  v1::StreamAudioStarted started_;
  std::mutex sending_;  // held while something is sent, so that answers come in the order of their questions

  mutable std::mutex mutex_;               // of everything below
  std::condition_variable news_;           // credit, frames, the end
  std::uint64_t accepted_ = 0, sent_ = 0;  // samples per channel, as the daemon counts them
  std::deque<v1::AudioFrames> frames_;
  Answers<v1::StreamAudioStarted> starting_;
  std::map<std::string, Answers<v1::MarkReached>> marks_;
  Answers<v1::Flushed> flushes_;
  Answers<v1::QueueStatus> statuses_;
  Answers<v1::SendDrained> drains_;
  std::optional<Error> error_;  // that ended the call
  bool quiet_ = false;          // the connection was left, or the call ended as it should

  std::mutex closing_;
  std::thread reader_;
};

}  // namespace odind
