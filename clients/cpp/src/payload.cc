#include <odind/payload.h>

namespace odind {

v1::Payload Data(std::string bytes) {
  v1::Payload payload;
  payload.set_data(std::move(bytes));
  return payload;
}

v1::Payload Json(std::string text) {
  v1::Payload payload;
  payload.set_json(std::move(text));
  return payload;
}

}  // namespace odind
