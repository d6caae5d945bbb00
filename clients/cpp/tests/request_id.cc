#include "request_id.h"

#include <doctest/doctest.h>
#include <odind/v1/rooms.pb.h>

TEST_CASE("an id is given where there is none, and is another each time") {
  odind::v1::JoinRoomRequest one, other;
  CHECK(odind::GiveRequestId(&one));
  CHECK(odind::GiveRequestId(&other));
  CHECK(one.request_id().size() == 32);
  CHECK(one.request_id() != other.request_id());
}

TEST_CASE("an id that the program gave is kept") {
  odind::v1::JoinRoomRequest request;
  request.set_request_id("mine");
  CHECK(odind::GiveRequestId(&request));
  CHECK(request.request_id() == "mine");
}

TEST_CASE("requests that cannot have one get none") {
  odind::v1::GetConnectionRequest request;
  CHECK_FALSE(odind::GiveRequestId(&request));
}
