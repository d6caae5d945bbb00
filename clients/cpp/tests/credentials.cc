#include "credentials.h"

#include <doctest/doctest.h>
#include <odind/error.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "environment.h"

namespace {

// A file with this text, in the folder for temporary files; gone at the end.
class File {
 public:
  explicit File(const std::string& text) : path_(std::filesystem::temp_directory_path() / "odind-XXXXXX") {
    int made = ::mkstemp(path_.data());
    REQUIRE(made >= 0);
    ::close(made);
    std::ofstream(path_) << text;
  }
  ~File() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string ReasonFor(const odind::Options& options) {
  try {
    odind::Resolved(options);
  } catch (const odind::Error& error) {
    return error.reason();
  }
  return "";
}

odind::Options At(const std::string& target, const std::string& api_key = "") {
  odind::Options options;
  options.target = target;
  options.api_key = api_key;
  return options;
}

}  // namespace

TEST_CASE("a key does not leave the machine in the clear") {
  CleanEnvironment environment;
  CHECK(ReasonFor(At("192.0.2.1:7710", "key")) == "KEY_UNPROTECTED");
  CHECK(ReasonFor(At("127.0.0.1:7710", "key")).empty());
  auto options = At("192.0.2.1:7710", "key");
  options.tls.emplace();
  CHECK(ReasonFor(options).empty());
}

TEST_CASE("loopback TCP shows the cookie of its file, a unix socket shows none") {
  File cookie("of-the-file\n");
  CleanEnvironment environment("ODIND_COOKIE_FILE", cookie.path());
  CHECK(odind::Resolved(At("127.0.0.1:7710")).api_key == "of-the-file");
  CHECK(odind::Resolved(At("127.0.0.1:7710", "given")).api_key == "given");
  CHECK(odind::Resolved(At("/run/odind.sock")).api_key.empty());
}

TEST_CASE("files of TLS are read, and what is wrong with them is told") {
  File certificate("-----BEGIN CERTIFICATE-----\n"), nonsense("nonsense");
  {
    CleanEnvironment environment("ODIND_TLS_CA", certificate.path());
    CHECK(odind::Resolved(At("192.0.2.1:7710")).tls->ca == "-----BEGIN CERTIFICATE-----\n");
    CHECK_FALSE(odind::Resolved(At("/run/odind.sock")).tls);
  }
  {
    CleanEnvironment environment("ODIND_TLS_CA", "system");
    CHECK(odind::Resolved(At("192.0.2.1:7710")).tls->ca.empty());
  }
  {
    CleanEnvironment environment("ODIND_TLS_CA", nonsense.path());
    CHECK(ReasonFor(At("192.0.2.1:7710")) == "TLS_FILE_INVALID");
  }
  CleanEnvironment environment("ODIND_TLS_CA", "/nowhere/ca.pem");
  CHECK(ReasonFor(At("192.0.2.1:7710")) == "TLS_FILE_UNREADABLE");
}
