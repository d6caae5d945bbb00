// What happens in rooms.
#pragma once

#include <odind/v1/rooms.pb.h>

#include <memory>
#include <optional>

namespace odind {

class Caller;

// One of two: a snapshot, which replaces everything known before, or an event. An event whose kind is not set
// is of a kind that this client does not know.
struct Watched {
  std::optional<v1::Snapshot> snapshot;
  std::optional<v1::Event> event;
};

// Snapshots and events in their order. One thread calls Next, and no other is needed; any thread may Cancel.
//
//     for (const odind::Watched& item : connection.Watch()) ...
class Watch {
 public:
  Watch(Watch&&) noexcept;
  Watch& operator=(Watch&&) noexcept;
  ~Watch();

  // Wait for what comes next; nothing comes when the daemon ended the watch. Throws the Error that ended it.
  std::optional<Watched> Next();

  // End the watch: Next throws CANCELLED.
  void Cancel();

  class Iterator {
   public:
    explicit Iterator(Watch* watch) : watch_(watch) { ++*this; }
    Iterator() = default;
    const Watched& operator*() const { return *item_; }
    const Watched* operator->() const { return &*item_; }
    Iterator& operator++() {
      item_ = watch_->Next();
      return *this;
    }
    bool operator!=(const Iterator&) const { return item_.has_value(); }

   private:
    Watch* watch_ = nullptr;
    std::optional<Watched> item_;
  };
  Iterator begin() { return Iterator(this); }
  Iterator end() { return {}; }

 private:
  friend class Daemon;
  struct State;
  Watch(std::shared_ptr<const Caller> caller, v1::WatchEventsRequest request, bool over_restarts);

  std::unique_ptr<State> state_;
};

}  // namespace odind
