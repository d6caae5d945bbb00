#include "json.h"

#include <google/protobuf/util/json_util.h>
#include <openssl/evp.h>

#include <stdexcept>
#include <vector>

namespace util = google::protobuf::util;

namespace {

void Require(const util::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

unsigned char* Bytes(std::string* text) { return reinterpret_cast<unsigned char*>(text->data()); }

const unsigned char* Bytes(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Json AsJson(const google::protobuf::Message& message) {
  util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string text;
  Require(util::MessageToJsonString(message, &text, options));
  return Json::parse(text);
}

void FromJson(const std::string& text, google::protobuf::Message* message) {
  Require(util::JsonStringToMessage(text, message));
}

odind::v1::Payload PayloadOf(const Json& given) {
  auto bytes = given.find("base64");
  if (bytes != given.end()) return odind::Data(FromBase64(bytes->get<std::string>()));
  return odind::Json(given.at("json").dump());
}

Json ErrorAsJson(const odind::Error& error) {
  return {{"code", odind::NameOf(error.code())},
          {"reason", error.reason()},
          {"message", error.message()},
          {"metadata", error.metadata()}};
}

std::string FromBase64(const std::string& text) {
  std::string bytes(text.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(Bytes(&bytes), Bytes(text), static_cast<int>(text.size())) < 0) {
    throw std::runtime_error("malformed base64");
  }
  for (auto at = text.size(); at > 0 && text[at - 1] == '='; --at) bytes.pop_back();
  return bytes;
}

std::string AsBase64(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // EVP_EncodeBlock ends it with a zero
  text.resize(
      static_cast<std::size_t>(EVP_EncodeBlock(Bytes(&text), Bytes(bytes), static_cast<int>(bytes.size()))));
  return text;
}

std::string Sha256(const std::string& bytes) {
  static const char digits[] = "0123456789abcdef";
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  std::string text;
  for (unsigned int n = 0; n < size; ++n) text += {digits[digest[n] >> 4], digits[digest[n] & 15]};
  return text;
}
