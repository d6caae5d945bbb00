#include "errors.h"

#include <doctest/doctest.h>
#include <odind/client/status.pb.h>

#include "pauses.h"

namespace {

// The details of a failed call with an ErrorInfo of this domain.
std::string Details(const std::string& domain) {
  odind::client::ErrorInfo info;
  info.set_reason("SENDER_EXISTS");
  info.set_domain(domain);
  (*info.mutable_metadata())["connection_id"] = "c-1";
  odind::client::Status status;
  auto* detail = status.add_details();
  detail->set_type_url("type.googleapis.com/google.rpc.ErrorInfo");
  detail->set_value(info.SerializeAsString());
  return status.SerializeAsString();
}

odind::Error Asking(const std::string& seconds) {
  return odind::Error(grpc::StatusCode::RESOURCE_EXHAUSTED, "RATE", "slower", {{"retry_after_s", seconds}});
}

}  // namespace

TEST_CASE("a failed call tells code, reason, message and metadata") {
  auto error =
      odind::Translated({grpc::StatusCode::ALREADY_EXISTS, "somebody speaks", Details("odind")}, "x");
  CHECK(error.code() == grpc::StatusCode::ALREADY_EXISTS);
  CHECK(error.reason() == "SENDER_EXISTS");
  CHECK(error.message() == "somebody speaks");
  CHECK(error.metadata().at("connection_id") == "c-1");
  CHECK(std::string(error.what()) == "somebody speaks (SENDER_EXISTS)");
}

TEST_CASE("details of others are none of the daemon's") {
  auto error = odind::Translated({grpc::StatusCode::NOT_FOUND, "who?", Details("example.com")}, "x");
  CHECK(error.reason().empty());
  CHECK(std::string(error.what()) == "NOT_FOUND: who?");
}

TEST_CASE("a daemon that does not answer is told with its target") {
  auto error = odind::Translated({grpc::StatusCode::UNAVAILABLE, "refused"}, "127.0.0.1:1");
  CHECK(error.reason() == "DAEMON_UNREACHABLE");
  CHECK(error.message().find("127.0.0.1:1") != std::string::npos);
}

TEST_CASE("what ended a lane has the code of its name, or UNKNOWN") {
  odind::v1::LaneEnded ended;
  ended.set_code("FAILED_PRECONDITION");
  CHECK(odind::EndedBy(ended).code() == grpc::StatusCode::FAILED_PRECONDITION);
  ended.set_code("OF_TOMORROW");
  CHECK(odind::EndedBy(ended).code() == grpc::StatusCode::UNKNOWN);
}

TEST_CASE("errors pass when the daemon is unavailable, or says when, within a minute") {
  CHECK(odind::MayPass(odind::Unreachable("x", "y")) == std::chrono::milliseconds(0));
  CHECK(odind::MayPass(Asking("1.5")) == std::chrono::milliseconds(1500));
  for (const char* seconds : {"61", "soon", "-1", "nan", "1e300"})
    CHECK_FALSE(odind::MayPass(Asking(seconds)));
}
