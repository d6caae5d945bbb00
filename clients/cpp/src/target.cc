#include "target.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <regex>
#include <vector>

#include "errors.h"

namespace odind {
namespace {

constexpr const char kTcpTarget[] = "127.0.0.1:7710";
constexpr const char kSystemRuntime[] = "/run/odind";
constexpr const char kUnix[] = "unix:";

bool IsHostAndPort(const std::string& target) {
  static const std::regex form(R"((\[[0-9A-Fa-f:.%]+\]|[^\s:/\[\]]+):[0-9]{1,5})");
  return std::regex_match(target, form);
}

bool StartsWith(const std::string& text, const std::string& prefix) { return text.rfind(prefix, 0) == 0; }

bool IsSocket(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && S_ISSOCK(found.st_mode);
}

std::vector<std::string> RuntimeFolders() {
  std::vector<std::string> folders;
  if (auto given = FromEnvironment("RUNTIME_DIRECTORY"); !given.empty()) folders.push_back(given);
  if (auto session = FromEnvironment("XDG_RUNTIME_DIR"); !session.empty())
    folders.push_back(session + "/odind");
  if (::geteuid() == 0) folders.push_back(kSystemRuntime);
  if (auto state = StateFolder(); !state.empty()) folders.push_back(state);
  folders.push_back(kSystemRuntime);
  return folders;
}

std::string DefaultTarget() {
  for (const auto& folder : RuntimeFolders()) {
    if (auto socket = folder + "/odind.sock"; IsSocket(socket)) return kUnix + socket;
  }
  return kTcpTarget;
}

}  // namespace

std::string ResolveTarget(std::string target) {
  if (target.empty()) target = FromEnvironment("ODIND_TARGET");
  if (target.empty()) target = DefaultTarget();
  if (StartsWith(target, "/")) return kUnix + target;
  if (!SocketOf(target).empty() || IsHostAndPort(target)) return target;
  throw Refusal(grpc::StatusCode::INVALID_ARGUMENT, "TARGET_INVALID",
                R"(the target "{target}" is neither "unix:/path" nor "host:port")", {{"target", target}});
}

std::string SocketOf(const std::string& target) {
  return StartsWith(target, kUnix) ? target.substr(sizeof kUnix - 1) : "";
}

bool IsLoopback(const std::string& target) {
  auto host = target.substr(0, target.rfind(':'));
  return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

std::string AudioSocketBeside(std::string path) {
  constexpr const char suffix[] = ".sock";
  constexpr std::size_t length = sizeof suffix - 1;
  if (path.size() > length && path.compare(path.size() - length, length, suffix) == 0)
    path.resize(path.size() - length);
  return path + ".audio";
}

std::string StateFolder() {
  if (auto given = FromEnvironment("STATE_DIRECTORY"); !given.empty()) return given;
  if (auto given = FromEnvironment("XDG_STATE_HOME"); !given.empty()) return given + "/odind";
  auto home = FromEnvironment("HOME");
  return home.empty() ? "" : home + "/.local/state/odind";
}

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace odind
