#include <odind/audio.h>

#include <algorithm>
#include <cstring>

#include "lane.h"

namespace odind {

Listener::Listener(std::shared_ptr<Lane> lane) : lane_(std::move(lane)) {}

const v1::StreamAudioStarted& Listener::started() const { return lane_->started(); }

std::optional<v1::AudioFrames> Listener::Receive() { return lane_->Receive(); }

std::optional<v1::AudioFrames> Listener::TryReceive() { return lane_->TryReceive(); }

std::size_t Listener::Read(void* pcm, std::size_t bytes) {
  while (begin_ == unread_.size()) {
    auto heard = lane_->Receive();
    if (!heard) return 0;
    unread_.clear();
    begin_ = 0;
    for (const auto& frame : heard->frames()) unread_ += frame.pcm();
  }
  auto count = std::min(bytes, unread_.size() - begin_);
  std::memcpy(pcm, unread_.data() + begin_, count);
  begin_ += count;
  return count;
}

void Listener::Close() { lane_->Close(); }

}  // namespace odind
