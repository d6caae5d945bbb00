#include "request_id.h"

#include <google/protobuf/descriptor.h>

#include <random>
#include <string>

namespace odind {
namespace {

// 128 random bits in hexadecimal.
std::string RandomId() {
  static const char digits[] = "0123456789abcdef";
  std::random_device random;
  std::string id;
  for (int word = 0; word < 4; ++word) {
    auto bits = random();
    for (int shift = 0; shift < 32; shift += 4) id += digits[bits >> shift & 15];
  }
  return id;
}

}  // namespace

bool GiveRequestId(google::protobuf::Message* request) {
  const auto* field = request->GetDescriptor()->FindFieldByName("request_id");
  if (!field) return false;
  const auto* reflection = request->GetReflection();
  if (reflection->GetString(*request, field).empty()) reflection->SetString(request, field, RandomId());
  return true;
}

}  // namespace odind
