// An audio order, and what is done with it.
#pragma once

#include <odind/client.h>

#include <deque>
#include <mutex>

#include "json.h"

class Audio {
 public:
  Audio(const odind::Daemon& daemon, const Json& arguments, const odind::CallOptions& options);

  Json Started() const { return AsJson(duplex_.speaker.started()); }

  // Do what a control order says, and return its result. Throws Unsupported, odind::Error.
  Json Control(const Json& arguments);

  void Close();

  // Return once it was closed, or the order was cancelled.
  void WaitUntilClosed(const odind::Cancellation& cancellation);

 private:
  void Write(const Json& arguments);
  void WriteOpus(const Json& arguments);
  Json Read(std::size_t frames);

  odind::Duplex duplex_;
  odind::Cancellation closed_;
  std::mutex reading_;
  std::deque<Json> left_;  // frames that one read has left over are for the next
};

// An order that the driver does not know.
struct Unsupported {};
