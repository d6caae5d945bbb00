// Answers of one kind, which come in the order of their questions.
#pragma once

#include <odind/error.h>

#include <deque>
#include <future>

namespace odind {

// Used under the lock of its lane.
template <class Message>
class Answers {
 public:
  std::future<Message> Ask() {
    asked_.emplace_back();
    return asked_.back().get_future();
  }

  void Answer(Message&& message) {
    if (asked_.empty()) return;
    asked_.front().set_value(std::move(message));
    asked_.pop_front();
  }

  bool empty() const { return asked_.empty(); }

  void End(const Error& error) {
    for (auto& waiting : asked_) waiting.set_exception(std::make_exception_ptr(error));
    asked_.clear();
  }

 private:
  std::deque<std::promise<Message>> asked_;
};

}  // namespace odind
