#include "lane.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <odind/audio.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "door_wire.h"

using namespace odind::v1;

namespace {

// The daemon's end of an audio socket, and a stream at the other one.
class Door {
 public:
  Door() {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    daemon_ = ends[0];
    lane_ = std::make_shared<odind::Lane>(std::make_unique<odind::DoorWire>(ends[1], "here"), AudioFormat());
  }
  ~Door() { ::close(daemon_); }

  // A stream that has started with so much credit.
  odind::Duplex Start(std::uint64_t credit) {
    auto started = lane_->AskStarted({});
    StreamAudioResponse response;
    response.mutable_started()->set_accepted_until(credit);
    Say(response);
    started.get();
    return {odind::Speaker(lane_), odind::Listener(std::exchange(lane_, nullptr))};
  }

  void Say(const StreamAudioResponse& response) {
    auto message = response.SerializeAsString();
    std::uint32_t length = htonl(static_cast<std::uint32_t>(message.size()));
    REQUIRE(::send(daemon_, &length, sizeof length, 0) == sizeof length);
    REQUIRE(::send(daemon_, message.data(), message.size(), 0) == static_cast<ssize_t>(message.size()));
  }

  void Grant(std::uint64_t until) {
    StreamAudioResponse response;
    response.mutable_flow()->set_accepted_until(until);
    Say(response);
  }

  // The next request that is of this kind; nothing when the client is gone.
  std::optional<StreamAudioRequest> Next(StreamAudioRequest::KindCase kind) {
    StreamAudioRequest request;
    do {
      std::uint32_t length = 0;
      if (::recv(daemon_, &length, sizeof length, MSG_WAITALL) != sizeof length) return std::nullopt;
      std::string message(ntohl(length), '\0');
      if (!message.empty()) REQUIRE(::recv(daemon_, message.data(), message.size(), MSG_WAITALL) > 0);
      REQUIRE(request.ParseFromString(message));
    } while (request.kind_case() != kind);
    return request;
  }

  void Hang() { ::shutdown(daemon_, SHUT_RDWR); }

 private:
  int daemon_;
  std::shared_ptr<odind::Lane> lane_;
};

std::string ReasonOf(const std::function<void()>& failing) {
  try {
    failing();
  } catch (const odind::Error& error) {
    return error.reason();
  }
  return "";
}

}  // namespace

TEST_CASE("TryWrite takes what credit allows, and no half samples") {
  Door door;
  auto [speaker, listener] = door.Start(3);
  std::string pcm = "0123456789";
  CHECK(speaker.TryWrite(pcm.data(), 5) == 4);
  CHECK(speaker.TryWrite(pcm.data() + 4, 6) == 2);
  CHECK(speaker.TryWrite(pcm.data() + 6, 4) == 0);
  CHECK(door.Next(StreamAudioRequest::kChunk)->chunk().pcm() == "0123");
  CHECK(door.Next(StreamAudioRequest::kChunk)->chunk().pcm() == "45");
}

TEST_CASE("Write waits for credit") {
  Door door;
  auto audio = door.Start(1);
  std::thread writer([&] { audio.speaker.Write("abcd", 4); });
  CHECK(door.Next(StreamAudioRequest::kChunk)->chunk().pcm() == "ab");
  door.Grant(2);
  CHECK(door.Next(StreamAudioRequest::kChunk)->chunk().pcm() == "cd");
  writer.join();
}

TEST_CASE("Close wakes who writes, who reads, and who waits for a mark") {
  Door door;
  auto audio = door.Start(0);
  auto mark = audio.speaker.Mark("end");
  std::string writing, reading;
  std::thread writer([&] { writing = ReasonOf([&] { audio.speaker.Write("ab", 2); }); });
  std::thread reader([&] { reading = ReasonOf([&] { audio.listener.Receive(); }); });
  audio.speaker.Close();
  writer.join();
  reader.join();
  CHECK(writing == "STREAM_ENDED");
  CHECK(reading == "STREAM_ENDED");
  CHECK(ReasonOf([&] { mark.get(); }) == "STREAM_ENDED");
}

TEST_CASE("the call ends with the last of speaker and listener") {
  Door door;
  std::optional<odind::Duplex> audio = door.Start(1);
  std::optional<odind::Speaker> kept = audio->speaker;
  audio.reset();
  kept->Pause();
  CHECK(door.Next(StreamAudioRequest::kPause));
  kept.reset();
  CHECK_FALSE(door.Next(StreamAudioRequest::kChunk));
}

TEST_CASE("a daemon that is gone is told") {
  Door door;
  auto audio = door.Start(0);
  door.Hang();
  CHECK(ReasonOf([&] { audio.listener.Receive(); }) == "DAEMON_UNREACHABLE");
  CHECK(ReasonOf([&] { audio.speaker.Write("ab", 2); }) == "DAEMON_UNREACHABLE");
}

TEST_CASE("Read returns samples in any pieces, and 0 at the end") {
  Door door;
  auto audio = door.Start(0);
  StreamAudioResponse response;
  response.mutable_frames()->add_frames()->set_pcm("abcd");
  door.Say(response);
  response.mutable_call_ended();
  door.Say(response);
  char pcm[3];
  CHECK(std::string(pcm, audio.listener.Read(pcm, 3)) == "abc");
  CHECK(std::string(pcm, audio.listener.Read(pcm, 3)) == "d");
  CHECK(audio.listener.Read(pcm, 3) == 0);
}

TEST_CASE("TryReceive does not wait") {
  Door door;
  auto audio = door.Start(0);
  CHECK_FALSE(audio.listener.TryReceive());
}
