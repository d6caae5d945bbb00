// JSON of orders and answers.
#pragma once

#include <google/protobuf/message.h>
#include <odind/client.h>

#include <nlohmann/json.hpp>
#include <string>

using Json = nlohmann::json;

// A message as JSON with the names of the proto, defaults filled in.
Json AsJson(const google::protobuf::Message& message);

void FromJson(const std::string& text, google::protobuf::Message* message);

// The value of a name, or another where there is none, or null.
template <class Value>
Value ValueOr(const Json& object, const char* name, Value otherwise) {
  auto found = object.find(name);
  return found == object.end() || found->is_null() ? otherwise : found->template get<Value>();
}

odind::v1::Payload PayloadOf(const Json& given);

Json ErrorAsJson(const odind::Error& error);

std::string FromBase64(const std::string& text);
std::string AsBase64(const std::string& bytes);
std::string Sha256(const std::string& bytes);
