#include <doctest/doctest.h>
#include <grpcpp/server_builder.h>
#include <odind/client.h>
#include <odind/v1/audio.grpc.pb.h>

#include <thread>

#include "environment.h"

using namespace odind::v1;

namespace {

// Rooms that note who left.
class Rooms : public RoomService::Service {
 public:
  std::vector<std::string> left;
  bool broken = false;

 private:
  grpc::Status JoinRoom(grpc::ServerContext*, const JoinRoomRequest* request,
                        JoinRoomResponse* response) override {
    response->mutable_connection()->set_connection_id("c-" + request->user_id());
    return grpc::Status::OK;
  }
  grpc::Status LeaveRoom(grpc::ServerContext*, const LeaveRoomRequest* request, LeaveRoomResponse*) override {
    if (broken) return {grpc::StatusCode::INTERNAL, "a bug"};
    left.push_back(request->connection_id());
    return grpc::Status::OK;
  }
};

// Takes requests, and answers none.
class Silence : public AudioService::Service {
  grpc::Status StreamAudio(grpc::ServerContext*,
                           grpc::ServerReaderWriter<StreamAudioResponse, StreamAudioRequest>* call) override {
    StreamAudioRequest request;
    while (call->Read(&request)) continue;
    return grpc::Status::OK;
  }
};

// A server of rooms on loopback, and the client of it.
struct House {
  CleanEnvironment environment;
  Rooms rooms;
  Silence silence;
  int port = 0;
  std::unique_ptr<grpc::Server> server;

  House() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&rooms);
    builder.RegisterService(&silence);
    server = builder.BuildAndStart();
  }

  odind::Daemon Connect() const {
    odind::Options options;
    options.target = "127.0.0.1:" + std::to_string(port);
    return odind::Daemon(options);
  }
};

grpc::StatusCode CodeOf(const std::function<void()>& failing) {
  try {
    failing();
  } catch (const odind::Error& error) {
    return error.code();
  }
  return grpc::StatusCode::OK;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("a connection is left when it is destroyed, after its daemon's object too") {
  House house;
  { auto anna = house.Connect().Join("lobby", "anna"); }
  CHECK(house.rooms.left == Ids{"c-anna"});
}

TEST_CASE("one that was moved, left or kept is not left again") {
  House house;
  auto daemon = house.Connect();
  {
    auto anna = daemon.Join("lobby", "anna");
    auto moved = std::move(anna);
    auto bob = daemon.Join("lobby", "bob");
    bob.Leave();
    auto carla = daemon.Join("lobby", "carla");
    carla.Keep();
    auto attached = daemon.Attached("c-dora");
  }
  CHECK(house.rooms.left == Ids{"c-bob", "c-anna"});
}

TEST_CASE("one that another is moved to is left first") {
  House house;
  auto daemon = house.Connect();
  auto connection = daemon.Join("lobby", "anna");
  connection = daemon.Join("lobby", "bob");
  CHECK(house.rooms.left == Ids{"c-anna"});
  CHECK(connection.id() == "c-bob");
}

TEST_CASE("a connection that cannot be left is no reason to end the program") {
  House house;
  house.rooms.broken = true;
  { auto anna = house.Connect().Join("lobby", "anna"); }
  CHECK(house.rooms.left.empty());
}

TEST_CASE("stubs have the client's errors") {
  House house;
  house.rooms.broken = true;
  auto daemon = house.Connect();
  CHECK(CodeOf([&] { daemon.Call(&RoomService::Stub::LeaveRoom, LeaveRoomRequest()); }) ==
        grpc::StatusCode::INTERNAL);
}

TEST_CASE("who waits for audio to start gives up in time, or when told") {
  House house;
  auto anna = house.Connect().Attached("c-anna");
  odind::CallOptions bounded, cancelled;
  bounded.timeout = std::chrono::milliseconds(10);
  CHECK(CodeOf([&] { anna.Speak({}, bounded); }) == grpc::StatusCode::DEADLINE_EXCEEDED);
  std::thread other([&] { cancelled.cancellation.Cancel(); });
  CHECK(CodeOf([&] { anna.Listen({}, cancelled); }) == grpc::StatusCode::CANCELLED);
  other.join();
}
