// Says back what it hears, until a signal: cpp-echo [ROOM]
#include <odind/client.h>
#include <pthread.h>
#include <signal.h>

#include <iostream>
#include <thread>

namespace {

// Have the signals that end programs wait for Signal, in every thread that is made later.
sigset_t HoldSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void Echo(odind::Duplex audio) {
  char pcm[9600];
  while (auto bytes = audio.listener.Read(pcm, sizeof pcm)) audio.speaker.Write(pcm, bytes);
}

}  // namespace

int main(int argc, char** argv) try {
  auto signals = HoldSignals();
  odind::Daemon daemon;
  odind::v1::JoinRoomRequest request;
  request.set_room_id(argc > 1 ? argv[1] : "lobby");
  request.set_user_id("echo");
  request.mutable_linger()->set_seconds(5);
  auto connection = daemon.Join(request);
  odind::v1::StreamAudioConfig config;
  config.mutable_send();
  config.mutable_receive();
  auto audio = connection.Audio(config);
  std::cout << "echo is in " << connection.view().room_id() << std::endl;
  std::thread ending([&] {
    int signal = 0;
    sigwait(&signals, &signal);
    audio.listener.Close();
  });
  try {
    Echo(audio);
  } catch (const odind::Error& error) {
    if (error.reason() != "STREAM_ENDED") std::cerr << error.what() << std::endl;
  }
  pthread_kill(ending.native_handle(), SIGTERM);  // if the call has ended by itself
  ending.join();
} catch (const odind::Error& error) {
  std::cerr << error.what() << std::endl;
  return 1;
}
