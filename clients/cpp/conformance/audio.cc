#include "audio.h"

#include <algorithm>

namespace {

odind::v1::StreamAudioConfig ConfigOf(const Json& arguments) {
  Json given = {{"connection_id", arguments.at("connection_id")}};
  for (auto [from, to] : {std::pair{"send", "send"}, {"receive", "receive"}, {"mode", "receive_mode"}}) {
    if (arguments.contains(from)) given[to] = arguments[from];
  }
  odind::v1::StreamAudioConfig config;
  FromJson(given.dump(), &config);
  return config;
}

// Samples of the cases, as s16le.
std::string Sawtooth(std::int64_t start, std::int64_t samples) {
  std::string sound;
  for (auto n = start; n < start + samples; ++n) {
    auto sample = static_cast<std::uint16_t>(n * 37 % 20'001 - 10'000);
    sound += {static_cast<char>(sample & 255), static_cast<char>(sample >> 8)};
  }
  return sound;
}

Json FrameAsJson(const odind::v1::AudioFrame& frame, std::uint32_t dropped) {
  return {{"peer_id", frame.peer_id()},
          {"user_id", frame.user_id()},
          {"sequence", std::to_string(frame.sequence())},
          {"sha256", Sha256(frame.pcm())},
          {"opus", AsBase64(frame.opus())},
          {"gap", odind::v1::GapKind_Name(frame.gap())},
          {"dropped", dropped}};
}

}  // namespace

Audio::Audio(const odind::Daemon& daemon, const Json& arguments, const odind::CallOptions& options)
    : duplex_(daemon.Audio(ConfigOf(arguments), options)) {}

Json Audio::Control(const Json& arguments) {
  auto& speaker = duplex_.speaker;
  auto what = arguments.at("do").get<std::string>();
  if (what == "mark") return AsJson(speaker.Mark(arguments.at("name")).get());
  if (what == "flush") return AsJson(speaker.Flush());
  if (what == "status") return AsJson(speaker.Status());
  if (what == "drain") return AsJson(speaker.Drain());
  if (what == "read") return Read(arguments.at("frames"));
  if (what == "write") {
    Write(arguments);
  } else if (what == "write_opus") {
    WriteOpus(arguments);
  } else if (what == "pause") {
    speaker.Pause();
  } else if (what == "resume") {
    speaker.Resume();
  } else if (what == "close") {
    closed_.Cancel();
  } else {
    throw Unsupported();
  }
  return Json::object();
}

void Audio::Close() { duplex_.speaker.Close(); }

void Audio::WaitUntilClosed(const odind::Cancellation& cancellation) {
  odind::Cancellation::Registration registration(cancellation, [this] { closed_.Cancel(); });
  while (!closed_.WaitFor(std::chrono::hours(1))) continue;
}

void Audio::Write(const Json& arguments) {
  if (arguments.contains("base64")) {
    auto sound = FromBase64(arguments["base64"]);
    return duplex_.speaker.Write(sound.data(), sound.size());
  }
  auto sound = Sawtooth(arguments.at("start"), arguments.at("samples"));
  auto step = 2 * arguments.at("chunk").get<std::size_t>();
  for (std::size_t at = 0; at < sound.size(); at += step) {
    duplex_.speaker.Write(sound.data() + at, std::min(step, sound.size() - at));
  }
}

void Audio::WriteOpus(const Json& arguments) {
  std::vector<std::string> packets;
  for (const auto& packet : arguments.at("packets")) packets.push_back(FromBase64(packet));
  duplex_.speaker.WriteOpus(packets);
}

Json Audio::Read(std::size_t frames) {
  std::lock_guard lock(reading_);
  bool ended = false;
  while (left_.size() < frames && !ended) {
    auto heard = duplex_.listener.Receive();
    ended = !heard;
    auto dropped = heard ? heard->dropped() : 0;
    for (int n = 0; heard && n < heard->frames_size(); ++n) {
      left_.push_back(FrameAsJson(heard->frames(n), std::exchange(dropped, 0)));
    }
  }
  auto end = left_.begin() + static_cast<std::ptrdiff_t>(std::min(frames, left_.size()));
  Json read = std::vector<Json>(left_.begin(), end);
  left_.erase(left_.begin(), end);
  return {{"frames", read}, {"ended", ended}};
}
