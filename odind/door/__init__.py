"""The audio face of the daemon: StreamAudio on plain sockets. docs/AUDIO-SOCKET.md is its contract."""
