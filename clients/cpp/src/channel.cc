#include "channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <odind/daemon.h>

#include <cctype>

#include "target.h"

namespace odind {
namespace {

constexpr int kFirstPauseMs = 100, kLongestPauseMs = 5000;

// A path as it stands in the URI that gRPC dials.
std::string Escaped(const std::string& path) {
  static const char digits[] = "0123456789ABCDEF";
  std::string escaped;
  for (unsigned char byte : path) {
    if (std::isalnum(byte) || byte == '/' || byte == '.' || byte == '-' || byte == '_') {
      escaped += static_cast<char>(byte);
    } else {
      escaped += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return escaped;
}

std::string UriOf(const std::string& target) {
  auto path = SocketOf(target);
  return path.empty() ? "dns:///" + Escaped(target) : "unix:" + Escaped(path);
}

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageLimit);
  arguments.SetMaxSendMessageSize(kMessageLimit);
  arguments.SetUserAgentPrefix(std::string("odind-cpp/") + kVersion);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstPauseMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kLongestPauseMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestPauseMs);
  return arguments;
}

std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(const Options& options) {
  if (!options.tls) return grpc::InsecureChannelCredentials();
  return grpc::SslCredentials({options.tls->ca, options.tls->key, options.tls->certificate});
}

}  // namespace

std::shared_ptr<grpc::Channel> OpenChannel(const Options& options) {
  return grpc::CreateCustomChannel(UriOf(options.target), CredentialsOf(options), Arguments());
}

}  // namespace odind
