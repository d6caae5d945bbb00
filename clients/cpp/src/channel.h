// The channel of gRPC to a daemon.
#pragma once

#include <grpcpp/channel.h>
#include <odind/options.h>

#include <memory>

namespace odind {

inline constexpr int kMessageLimit = 16 << 20;

// A channel to the target of resolved options. It dials with the first call, and shares no link with another.
std::shared_ptr<grpc::Channel> OpenChannel(const Options& options);

}  // namespace odind
