// A switch that ends calls from another thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace odind {

// Copies are the same switch. Once cancelled it stays so, and calls that are made with it fail with
// CANCELLED. Every function may be called by any thread.
class Cancellation {
 public:
  Cancellation();

  void Cancel();
  bool Cancelled() const;

  // Wait; return whether it was cancelled meanwhile.
  bool WaitFor(std::chrono::milliseconds time) const;

  // What is to be done when it is cancelled, as long as the registration lives. It is done by the thread that
  // cancels, or at once if that has happened; it must not block.
  class Registration {
   public:
    Registration(const Cancellation& cancellation, std::function<void()> then);
    ~Registration();
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

   private:
    struct Entry;
    std::shared_ptr<Entry> entry_;
  };

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace odind
