#include <odind/audio.h>

#include <algorithm>

#include "lane.h"

namespace odind {
namespace {

constexpr std::size_t kMaxChunkBytes = 512 << 10;
constexpr std::size_t kMaxChunkPackets = 400;
constexpr std::uint64_t kPacketSamples = 960;

void SayChunk(Lane* lane, const char* pcm, std::size_t bytes) {
  v1::StreamAudioRequest request;
  request.mutable_chunk()->set_pcm(pcm, bytes);
  lane->Say(request);
}

}  // namespace

Speaker::Speaker(std::shared_ptr<Lane> lane) : lane_(std::move(lane)) {}

const v1::StreamAudioStarted& Speaker::started() const { return lane_->started(); }

void Speaker::Write(const void* pcm, std::size_t bytes) {
  const char* at = static_cast<const char*>(pcm);
  while (bytes) {
    auto wanted = std::min(bytes, kMaxChunkBytes) / lane_->sample_bytes();
    auto end = lane_->Spend(wanted, 1) * lane_->sample_bytes();
    if (wanted == 0) end = bytes;  // half a sample
    SayChunk(lane_.get(), at, end);
    at += end;
    bytes -= end;
  }
}

std::size_t Speaker::TryWrite(const void* pcm, std::size_t bytes) {
  auto wanted = std::min(bytes, kMaxChunkBytes) / lane_->sample_bytes();
  auto taken = lane_->TrySpend(wanted, 1) * lane_->sample_bytes();
  if (taken) SayChunk(lane_.get(), static_cast<const char*>(pcm), taken);
  return taken;
}

void Speaker::WriteOpus(const std::vector<std::string>& packets) {
  for (auto at = packets.begin(); at != packets.end();) {
    auto wanted = std::min<std::size_t>(packets.end() - at, kMaxChunkPackets);
    auto end = at + static_cast<std::ptrdiff_t>(lane_->Spend(wanted, kPacketSamples));
    v1::StreamAudioRequest request;
    *request.mutable_chunk()->mutable_opus() = {at, end};
    lane_->Say(request);
    at = end;
  }
}

std::future<v1::MarkReached> Speaker::Mark(const std::string& name) { return lane_->AskMark(name); }

v1::Flushed Speaker::Flush() { return lane_->AskFlush().get(); }

v1::QueueStatus Speaker::Status() { return lane_->AskStatus().get(); }

v1::SendDrained Speaker::Drain() { return lane_->AskDrain().get(); }

void Speaker::Pause() {
  v1::StreamAudioRequest request;
  request.mutable_pause();
  lane_->Say(request);
}

void Speaker::Resume() {
  v1::StreamAudioRequest request;
  request.mutable_resume();
  lane_->Say(request);
}

void Speaker::Close() { lane_->Close(); }

}  // namespace odind
