// Where the daemon is.
#pragma once

#include <string>

namespace odind {

// The target to dial: the given one, else that of ODIND_TARGET, else the first socket that exists where
// daemons put theirs, else loopback TCP. An absolute path alone is taken as a socket. Throws Error
// TARGET_INVALID.
std::string ResolveTarget(std::string target);

// The path of a unix target, or "".
std::string SocketOf(const std::string& target);

// Whether a TCP target is on this machine.
bool IsLoopback(const std::string& target);

// The path of the audio socket that is beside a socket of gRPC.
std::string AudioSocketBeside(std::string path);

// Where a daemon of this user keeps its files, or "" for a user without a home.
std::string StateFolder();

// The value of a variable of the environment, or "".
std::string FromEnvironment(const char* name);

}  // namespace odind
