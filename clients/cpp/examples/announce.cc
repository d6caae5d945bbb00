// Says a WAV file of 16 bit into a room: cpp-announce ROOM FILE
#include <odind/client.h>

#include <array>
#include <fstream>
#include <iostream>

namespace {

using Header = std::array<char, 44>;  // of the usual kind, without further chunks

std::uint32_t Number(const Header& header, std::size_t at, std::size_t bytes) {
  std::uint32_t number = 0;
  while (bytes--) number = number << 8 | static_cast<unsigned char>(header[at + bytes]);
  return number;
}

odind::v1::AudioFormat FormatOf(const Header& header) {
  odind::v1::AudioFormat format;
  format.set_channels(Number(header, 22, 2));
  format.set_sample_rate_hz(Number(header, 24, 4));
  return format;
}

void Announce(const char* room, std::ifstream& file) {
  Header header;
  file.read(header.data(), header.size());
  odind::Daemon daemon;
  auto connection = daemon.Join(room, "announcer");
  auto speaker = connection.Speak(FormatOf(header));
  char pcm[9600];
  while (file.read(pcm, sizeof pcm), file.gcount() > 0) {
    speaker.Write(pcm, static_cast<std::size_t>(file.gcount()));
  }
  speaker.Drain();
}

}  // namespace

int main(int argc, char** argv) {
  std::ifstream file(argc == 3 ? argv[2] : "", std::ios::binary);
  if (!file) {
    std::cerr << "usage: announce ROOM FILE" << std::endl;
    return 2;
  }
  try {
    Announce(argv[1], file);
  } catch (const odind::Error& error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}
