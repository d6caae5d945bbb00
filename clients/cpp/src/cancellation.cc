#include <odind/cancellation.h>

#include <condition_variable>
#include <list>
#include <mutex>

namespace odind {

struct Cancellation::State {
  std::mutex mutex;
  std::condition_variable changed;
  bool cancelled = false;
  std::list<std::function<void()>> registered;
};

struct Cancellation::Registration::Entry {
  std::shared_ptr<State> state;
  std::list<std::function<void()>>::iterator at;
};

Cancellation::Cancellation() : state_(std::make_shared<State>()) {}

void Cancellation::Cancel() {
  std::lock_guard lock(state_->mutex);
  if (state_->cancelled) return;
  state_->cancelled = true;
  for (const auto& then : state_->registered) then();
  state_->changed.notify_all();
}

bool Cancellation::Cancelled() const {
  std::lock_guard lock(state_->mutex);
  return state_->cancelled;
}

bool Cancellation::WaitFor(std::chrono::milliseconds time) const {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, time, [this] { return state_->cancelled; });
}

Cancellation::Registration::Registration(const Cancellation& cancellation, std::function<void()> then)
    : entry_(std::make_shared<Entry>()) {
  entry_->state = cancellation.state_;
  std::lock_guard lock(entry_->state->mutex);
  auto& registered = entry_->state->registered;
  entry_->at = registered.insert(registered.end(), std::move(then));
  if (entry_->state->cancelled) (*entry_->at)();
}

// The lock waits for what Cancel is doing: what is registered never runs after this.
Cancellation::Registration::~Registration() {
  std::lock_guard lock(entry_->state->mutex);
  entry_->state->registered.erase(entry_->at);
}

}  // namespace odind
