#include "lane.h"

#include <algorithm>
#include <limits>

#include "caller.h"
#include "door_wire.h"
#include "errors.h"
#include "rpc_wire.h"
#include "target.h"

namespace odind {
namespace {

constexpr std::size_t kUnreadMessages = 500;

std::unique_ptr<Wire> Dial(const Caller& caller) {
  if (auto path = SocketOf(caller.options().target); !path.empty()) {
    if (auto door = DoorWire::Enter(AudioSocketBeside(path), caller.options().api_key)) return door;
  }
  return std::make_unique<RpcWire>(caller);
}

std::size_t BytesOf(const v1::AudioFormat& format) {
  std::size_t size = format.sample_format() == v1::SAMPLE_FORMAT_F32LE ? 4 : 2;
  return size * std::max(format.channels(), 1U);
}

}  // namespace

std::shared_ptr<Lane> Lane::Open(const Caller& caller, const v1::StreamAudioConfig& config,
                                 const CallOptions& options) {
  auto lane = std::make_shared<Lane>(Dial(caller), config.send());
  Cancellation::Registration registration(options.cancellation, [&] { lane->wire_->Close(); });
  try {
    auto starting = lane->AskStarted(config);
    if (options.timeout.count() && starting.wait_for(options.timeout) == std::future_status::timeout) {
      throw Error(grpc::StatusCode::DEADLINE_EXCEEDED, "", "the audio has not started in time");
    }
    lane->started_ = starting.get();
  } catch (const Error&) {
    if (options.cancellation.Cancelled())
      throw Error(grpc::StatusCode::CANCELLED, "", "the call was cancelled");
    throw;
  }
  return lane;
}

Lane::Lane(std::unique_ptr<Wire> wire, const v1::AudioFormat& sent)
    : wire_(std::move(wire)), sample_bytes_(BytesOf(sent)) {}

Lane::~Lane() { Close(); }

void Lane::Close() noexcept {
  End(Refusal(grpc::StatusCode::UNAVAILABLE, "STREAM_ENDED", "the audio stream was closed"), false);
  wire_->Close();
  std::lock_guard lock(closing_);
  if (reader_.joinable()) reader_.join();
}

void Lane::RequireOpen() const {
  if (error_) throw *error_;
}

std::size_t Lane::Affordable(std::size_t wanted, std::uint64_t samples) const {
  auto credit = (std::max(accepted_, sent_) - sent_) / samples;
  return static_cast<std::size_t>(std::min<std::uint64_t>(credit, wanted));
}

std::size_t Lane::Spend(std::size_t wanted, std::uint64_t samples) {
  std::unique_lock lock(mutex_);
  news_.wait(lock, [&] { return error_ || wanted == 0 || Affordable(wanted, samples) > 0; });
  RequireOpen();
  auto units = Affordable(wanted, samples);
  sent_ += units * samples;
  return units;
}

std::size_t Lane::TrySpend(std::size_t wanted, std::uint64_t samples) {
  std::lock_guard lock(mutex_);
  RequireOpen();
  auto units = Affordable(wanted, samples);
  sent_ += units * samples;
  return units;
}

void Lane::Say(const v1::StreamAudioRequest& request) {
  std::lock_guard sending(sending_);
  {
    std::lock_guard lock(mutex_);
    RequireOpen();
  }
  wire_->Send(request);
}

// Send a question; `expect` returns the answer to come, and is called under the lock.
template <class Expect>
auto Lane::Ask(const v1::StreamAudioRequest& request, const Expect& expect) {
  std::lock_guard sending(sending_);
  std::unique_lock lock(mutex_);
  RequireOpen();
  auto answer = expect();
  lock.unlock();
  wire_->Send(request);
  return answer;
}

std::future<v1::StreamAudioStarted> Lane::AskStarted(const v1::StreamAudioConfig& config) {
  v1::StreamAudioRequest request;
  *request.mutable_config() = config;
  auto answer = Ask(request, [this] { return starting_.Ask(); });
  reader_ = std::thread([this] { Listen(); });
  return answer;
}

std::future<v1::MarkReached> Lane::AskMark(const std::string& name) {
  v1::StreamAudioRequest request;
  request.mutable_mark()->set_name(name);
  return Ask(request, [&] { return marks_[name].Ask(); });
}

std::future<v1::Flushed> Lane::AskFlush() {
  v1::StreamAudioRequest request;
  request.mutable_flush();
  return Ask(request, [this] { return flushes_.Ask(); });
}

std::future<v1::QueueStatus> Lane::AskStatus() {
  v1::StreamAudioRequest request;
  request.mutable_get_queue_status();
  return Ask(request, [this] { return statuses_.Ask(); });
}

std::future<v1::SendDrained> Lane::AskDrain() {
  v1::StreamAudioRequest request;
  request.mutable_finish();
  return Ask(request, [this] { return drains_.Ask(); });
}

std::optional<v1::AudioFrames> Lane::Pop() {
  if (frames_.empty()) {
    if (!quiet_) RequireOpen();
    return std::nullopt;
  }
  std::optional<v1::AudioFrames> frames = std::move(frames_.front());
  frames_.pop_front();
  return frames;
}

std::optional<v1::AudioFrames> Lane::Receive() {
  std::unique_lock lock(mutex_);
  news_.wait(lock, [&] { return error_ || !frames_.empty(); });
  return Pop();
}

std::optional<v1::AudioFrames> Lane::TryReceive() {
  std::lock_guard lock(mutex_);
  return Pop();
}

void Lane::Listen() {
  try {
    v1::StreamAudioResponse response;
    while (wire_->Receive(&response)) Take(&response);
    End(Refusal(grpc::StatusCode::UNAVAILABLE, "STREAM_ENDED", "the audio stream has ended"), true);
  } catch (const Error& error) {
    End(error, error.reason() == "CONNECTION_LEFT");
  }
  wire_->Close();
}

void Lane::Take(v1::StreamAudioResponse* response) {
  std::unique_lock lock(mutex_);
  using Kind = v1::StreamAudioResponse;
  switch (response->kind_case()) {
    case Kind::kStarted:
      accepted_ = response->started().accepted_until();
      starting_.Answer(std::move(*response->mutable_started()));
      break;
    case Kind::kFlow:
      accepted_ = response->flow().accepted_until();
      break;
    case Kind::kFrames:
      Hear(std::move(*response->mutable_frames()));
      break;
    case Kind::kMarkReached:
      Reach(std::move(*response->mutable_mark_reached()));
      break;
    case Kind::kFlushed:
      flushes_.Answer(std::move(*response->mutable_flushed()));
      break;
    case Kind::kQueueStatus:
      statuses_.Answer(std::move(*response->mutable_queue_status()));
      break;
    case Kind::kDrained:
      accepted_ = std::numeric_limits<std::uint64_t>::max();  // what is written now is the daemon's to refuse
      drains_.Answer(std::move(*response->mutable_drained()));
      break;
    case Kind::kLaneEnded:
      lock.unlock();
      End(EndedBy(response->lane_ended()), response->lane_ended().reason() == "CONNECTION_LEFT");
      break;
    default:
      break;  // of a newer daemon
  }
  news_.notify_all();
}

void Lane::Reach(v1::MarkReached&& mark) {
  auto found = marks_.find(mark.name());
  if (found == marks_.end()) return;
  found->second.Answer(std::move(mark));
  if (found->second.empty()) marks_.erase(found);
}

// Keep frames until they are received; beyond a limit the oldest are dropped, and counted.
void Lane::Hear(v1::AudioFrames&& frames) {
  frames_.push_back(std::move(frames));
  if (frames_.size() <= kUnreadMessages) return;
  auto& next = frames_[1];
  next.set_dropped(next.dropped() + frames_[0].dropped() + 1);
  frames_.pop_front();
}

// Tell everybody why the call has ended; the first reason counts.
void Lane::End(const Error& error, bool quiet) {
  std::lock_guard lock(mutex_);
  if (error_) return;
  error_ = error;
  quiet_ = quiet;
  starting_.End(error);
  for (auto& [name, mark] : marks_) mark.End(error);
  flushes_.End(error);
  statuses_.End(error);
  drains_.End(error);
  news_.notify_all();
}

}  // namespace odind
