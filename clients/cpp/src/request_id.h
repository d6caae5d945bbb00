// Ids that keep calls from being done twice.
#pragma once

#include <google/protobuf/message.h>

namespace odind {

// Give a request an id where it can have one and has none; return whether it can.
bool GiveRequestId(google::protobuf::Message* request);

}  // namespace odind
