#include "driver.h"

#include <google/protobuf/descriptor.h>

#include <cstdlib>
#include <iostream>

namespace {

const char* const kFeatures[] = {"unix",   "tcp",  "unicode_paths", "watch", "follow",  "speak",
                                 "listen", "door", "opus",          "u64",   "retries", "raw"};

std::chrono::milliseconds Milliseconds(const Json& arguments, const char* name) {
  return std::chrono::milliseconds(ValueOr<std::int64_t>(arguments, name, 0));
}

// Variables that are set while this lives.
class Environment {
 public:
  explicit Environment(const Json& variables) : variables_(variables) {
    for (const auto& [name, value] : variables_.items()) {
      value.is_null() ? ::unsetenv(name.c_str())
                      : ::setenv(name.c_str(), value.get<std::string>().c_str(), 1);
    }
  }
  ~Environment() {
    for (const auto& [name, value] : variables_.items()) ::unsetenv(name.c_str());
  }

 private:
  const Json variables_;
};

odind::v1::WatchEventsRequest Watching(const Json& arguments) {
  odind::v1::WatchEventsRequest request;
  for (const auto& id : ValueOr(arguments, "connection_ids", Json::array())) request.add_connection_ids(id);
  for (const auto& kind : ValueOr(arguments, "kinds", Json::array())) request.add_kinds(kind);
  auto after = ValueOr<std::string>(arguments, "after_sequence", "");
  if (!after.empty()) request.set_after_sequence(std::stoull(after));
  return request;
}

std::unique_ptr<google::protobuf::Message> New(const google::protobuf::Descriptor* type) {
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  return std::unique_ptr<google::protobuf::Message>(factory->GetPrototype(type)->New());
}

}  // namespace

void Driver::Begin(int id) {
  std::lock_guard lock(mutex_);
  cancellations_[id];
}

void Driver::Tell(int id, const char* kind, Json value) {
  auto line = Json{{"id", id}, {kind, std::move(value)}}.dump();
  std::lock_guard lock(printing_);
  std::cout << line << std::endl;
}

void Driver::Perform(int id, const std::string& op, const Json& arguments) {
  odind::CallOptions options;
  {
    std::lock_guard lock(mutex_);
    options.cancellation = cancellations_[id];
  }
  try {
    Tell(id, "result", Do(op, {id, arguments, options}));
  } catch (const odind::Error& error) {
    Tell(id, "error", ErrorAsJson(error));
  } catch (const Unsupported&) {
    Tell(id, "unsupported", true);
  } catch (const std::exception& error) {
    Tell(id, "error", {{"code", "UNKNOWN"}, {"message", error.what()}});
  }
}

Json Driver::Do(const std::string& op, const Order& order) {
  static const std::map<std::string, Operation> operations = {
      {"hello", &Driver::Hello},     {"connect", &Driver::Connect}, {"close", &Driver::Close},
      {"info", &Driver::Info},       {"join", &Driver::Join},       {"leave", &Driver::Leave},
      {"get", &Driver::Get},         {"list", &Driver::List},       {"user_data", &Driver::UserData},
      {"message", &Driver::Message}, {"watch", &Driver::Watch},     {"follow", &Driver::Follow},
      {"audio", &Driver::OpenAudio}, {"control", &Driver::Control}, {"cancel", &Driver::Cancel},
      {"raw", &Driver::Raw}};
  auto found = operations.find(op);
  if (found == operations.end()) throw Unsupported();
  return (this->*found->second)(order);
}

std::shared_ptr<odind::Daemon> Driver::DaemonInUse() {
  std::lock_guard lock(mutex_);
  if (!daemon_) throw std::runtime_error("not connected");
  return daemon_;
}

odind::Connection Driver::Attached(const Order& order) {
  return DaemonInUse()->Attached(order.arguments.at("connection_id"));
}

Json Driver::Hello(const Order&) {
  return {{"protocol", 1}, {"client", "cpp"}, {"version", odind::kVersion}, {"features", kFeatures}};
}

Json Driver::Connect(const Order& order) {
  Close(order);
  const auto& a = order.arguments;
  Environment environment(ValueOr(a, "environment", Json::object()));
  odind::Options options;
  options.target = ValueOr<std::string>(a, "target", "");
  options.api_key = ValueOr<std::string>(a, "api_key", "");
  options.call_timeout = Milliseconds(a, "call_timeout_ms");
  options.retries = ValueOr(a, "retries", 0);
  auto daemon = std::make_shared<odind::Daemon>(options);
  std::lock_guard lock(mutex_);
  daemon_ = daemon;
  return Json::object();
}

Json Driver::Close(const Order& order) {
  std::lock_guard lock(mutex_);
  for (auto& [id, cancellation] : cancellations_) {
    if (id != order.id) cancellation.Cancel();
  }
  audio_.clear();
  daemon_.reset();
  return Json::object();
}

Json Driver::Info(const Order& order) { return AsJson(DaemonInUse()->Info(order.options)); }

Json Driver::Join(const Order& order) {
  const auto& a = order.arguments;
  odind::v1::JoinRoomRequest request;
  request.set_room_id(a.at("room_id"));
  request.set_user_id(a.at("user_id"));
  if (auto linger = Milliseconds(a, "linger_ms"); a.contains("linger_ms") && !a["linger_ms"].is_null()) {
    request.mutable_linger()->set_seconds(linger.count() / 1000);
    request.mutable_linger()->set_nanos(static_cast<int>(linger.count() % 1000 * 1'000'000));
  }
  if (auto data = ValueOr(a, "user_data", Json()); !data.is_null())
    *request.mutable_user_data() = PayloadOf(data);
  auto connection = DaemonInUse()->Join(std::move(request), order.options);
  connection.Keep();
  return AsJson(connection.view());
}

Json Driver::Leave(const Order& order) {
  Attached(order).Leave(order.options);
  return Json::object();
}

Json Driver::Get(const Order& order) {
  return AsJson(DaemonInUse()->Get(order.arguments.at("connection_id"), order.options).view());
}

Json Driver::List(const Order& order) {
  Json ids = Json::array();
  auto page_size = ValueOr<std::uint32_t>(order.arguments, "page_size", 0);
  for (const auto& connection : DaemonInUse()->List(page_size, order.options)) {
    ids.push_back(connection.connection_id());
  }
  return {{"connection_ids", ids}};
}

Json Driver::UserData(const Order& order) {
  Attached(order).SetUserData(PayloadOf(order.arguments.at("payload")), order.options);
  return Json::object();
}

Json Driver::Message(const Order& order) {
  auto peers = ValueOr<std::vector<std::uint32_t>>(order.arguments, "peer_ids", {});
  Attached(order).Send(PayloadOf(order.arguments.at("payload")), peers, order.options);
  return Json::object();
}

Json Driver::Watch(const Order& order) {
  return TellAll(order, DaemonInUse()->Watch(Watching(order.arguments)));
}

Json Driver::Follow(const Order& order) {
  return TellAll(order, DaemonInUse()->Follow(Watching(order.arguments)));
}

Json Driver::TellAll(const Order& order, odind::Watch watch) {
  odind::Cancellation::Registration registration(order.options.cancellation, [&] { watch.Cancel(); });
  for (const auto& item : watch) {
    Tell(order.id, "item",
         item.event ? Json{{"event", AsJson(*item.event)}} : Json{{"snapshot", AsJson(*item.snapshot)}});
  }
  return Json::object();
}

Json Driver::OpenAudio(const Order& order) {
  auto audio = std::make_shared<Audio>(*DaemonInUse(), order.arguments, order.options);
  {
    std::lock_guard lock(mutex_);
    audio_[order.id] = audio;
  }
  Tell(order.id, "item", {{"started", audio->Started()}});
  audio->WaitUntilClosed(order.options.cancellation);
  audio->Close();
  if (order.options.cancellation.Cancelled())
    throw odind::Error(grpc::StatusCode::CANCELLED, "", "cancelled");
  return Json::object();
}

Json Driver::Control(const Order& order) {
  std::shared_ptr<Audio> audio;
  {
    std::lock_guard lock(mutex_);
    audio = audio_.at(order.arguments.at("call"));
  }
  return audio->Control(order.arguments);
}

Json Driver::Cancel(const Order& order) {
  std::lock_guard lock(mutex_);
  cancellations_.at(order.arguments.at("call")).Cancel();
  return Json::object();
}

Json Driver::Raw(const Order& order) {
  auto name = order.arguments.at("method").get<std::string>();
  auto slash = name.find('/');
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  const auto* service = pool->FindServiceByName("odind.v1." + name.substr(0, slash));
  const auto* method = service ? service->FindMethodByName(name.substr(slash + 1)) : nullptr;
  if (!method) throw std::runtime_error("no method " + name);
  auto request = New(method->input_type()), response = New(method->output_type());
  FromJson(order.arguments.at("json"), request.get());
  DaemonInUse()->Call("/odind.v1." + name, request.get(), response.get(), order.options);
  return AsJson(*response);
}
