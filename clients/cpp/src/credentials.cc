#include "credentials.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <vector>

#include "errors.h"
#include "target.h"

namespace odind {
namespace {

constexpr const char kSystemCookie[] = "/var/lib/odind/cookie";
constexpr const char kSpace[] = " \t\r\n";

std::string Stripped(const std::string& text) {
  auto begin = text.find_first_not_of(kSpace);
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

std::optional<std::string> TextOf(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (!stream || !(text << stream.rdbuf())) return std::nullopt;
  return text.str();
}

// What the daemon wants to see on loopback TCP, or "".
std::string Cookie() {
  std::vector<std::string> files = {StateFolder() + "/cookie", kSystemCookie};
  if (auto named = FromEnvironment("ODIND_COOKIE_FILE"); !named.empty()) files = {named};
  for (const auto& file : files) {
    if (auto text = TextOf(file)) return Stripped(*text);
  }
  return "";
}

std::string Pem(const std::string& file) {
  auto text = TextOf(file);
  if (!text) {
    throw Refusal(grpc::StatusCode::INVALID_ARGUMENT, "TLS_FILE_UNREADABLE", "{file}: {problem}",
                  {{"file", file}, {"problem", std::strerror(errno)}});
  }
  if (text->find("-----BEGIN ") == std::string::npos) {
    throw Refusal(grpc::StatusCode::INVALID_ARGUMENT, "TLS_FILE_INVALID", "{file} must hold PEM",
                  {{"file", file}});
  }
  return *text;
}

std::optional<Tls> TlsOfEnvironment() {
  auto ca = FromEnvironment("ODIND_TLS_CA"), certificate = FromEnvironment("ODIND_TLS_CERT"),
       key = FromEnvironment("ODIND_TLS_KEY");
  if (ca.empty() && certificate.empty() && key.empty()) return std::nullopt;
  Tls tls;
  if (!ca.empty() && ca != "system") tls.ca = Pem(ca);
  if (!certificate.empty() || !key.empty()) tls.certificate = Pem(certificate), tls.key = Pem(key);
  return tls;
}

void RequireProtected(const Options& options) {
  bool unix_socket = !SocketOf(options.target).empty();
  if (options.api_key.empty() || options.tls || unix_socket || IsLoopback(options.target)) return;
  throw Refusal(grpc::StatusCode::INVALID_ARGUMENT, "KEY_UNPROTECTED",
                "an API key must not leave this machine in the clear, as it would to {target}: use TLS",
                {{"target", options.target}});
}

}  // namespace

Options Resolved(Options options) {
  options.target = ResolveTarget(options.target);
  bool unix_socket = !SocketOf(options.target).empty();
  if (unix_socket) options.tls.reset();
  if (!unix_socket && !options.tls) options.tls = TlsOfEnvironment();
  if (options.api_key.empty()) options.api_key = Stripped(FromEnvironment("ODIND_API_KEY"));
  RequireProtected(options);
  if (options.api_key.empty() && !unix_socket && IsLoopback(options.target)) options.api_key = Cookie();
  return options;
}

}  // namespace odind
