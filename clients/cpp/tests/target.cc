#include "target.h"

#include <doctest/doctest.h>
#include <odind/error.h>

#include "environment.h"

using odind::ResolveTarget;

TEST_CASE("a path alone is a unix socket") {
  CleanEnvironment environment;
  CHECK(ResolveTarget("/run/x.sock") == "unix:/run/x.sock");
  CHECK(ResolveTarget("unix:x.sock") == "unix:x.sock");
}

TEST_CASE("hosts and ports are taken as they are") {
  CleanEnvironment environment;
  for (const char* target : {"127.0.0.1:7710", "[::1]:7710", "odind.example:1"})
    CHECK(ResolveTarget(target) == target);
}

TEST_CASE("what is neither is refused, and named") {
  CleanEnvironment environment;
  for (const char* target : {"nonsense", "unix:", "host:http", "host:1/2", "::1:7710"}) {
    try {
      ResolveTarget(target);
      FAIL("must throw for " << target);
    } catch (const odind::Error& error) {
      CHECK(error.reason() == "TARGET_INVALID");
      CHECK(error.metadata().at("target") == target);
    }
  }
}

TEST_CASE("the environment says where, unless the program does") {
  CleanEnvironment environment("ODIND_TARGET", "127.0.0.1:1");
  CHECK(ResolveTarget("") == "127.0.0.1:1");
  CHECK(ResolveTarget("127.0.0.1:2") == "127.0.0.1:2");
}

TEST_CASE("the audio socket is beside that of gRPC") {
  CHECK(odind::AudioSocketBeside("/run/odind.sock") == "/run/odind.audio");
  CHECK(odind::AudioSocketBeside("/run/odind") == "/run/odind.audio");
  CHECK(odind::AudioSocketBeside(".sock") == ".sock.audio");
}

TEST_CASE("only addresses of this machine are loopback") {
  for (const char* target : {"127.0.0.1:1", "localhost:1", "[::1]:1"}) CHECK(odind::IsLoopback(target));
  for (const char* target : {"127.0.0.1.example:1", "192.0.2.1:1"}) CHECK_FALSE(odind::IsLoopback(target));
}
