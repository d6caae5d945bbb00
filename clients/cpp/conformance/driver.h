// What the orders of odind conformance do.
#pragma once

#include <odind/client.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "audio.h"
#include "json.h"

// Each order is performed by a thread of its own.
class Driver {
 public:
  // Note an order, so that it can be cancelled. Called in the order of the lines.
  void Begin(int id);

  // Perform an order, and tell what became of it.
  void Perform(int id, const std::string& op, const Json& arguments);

 private:
  // What an order is performed with.
  struct Order {
    int id;
    const Json& arguments;
    odind::CallOptions options;
  };
  using Operation = Json (Driver::*)(const Order&);

  Json Do(const std::string& op, const Order& order);
  Json Hello(const Order& order);
  Json Connect(const Order& order);
  Json Close(const Order& order);
  Json Info(const Order& order);
  Json Join(const Order& order);
  Json Leave(const Order& order);
  Json Get(const Order& order);
  Json List(const Order& order);
  Json UserData(const Order& order);
  Json Message(const Order& order);
  Json Watch(const Order& order);
  Json Follow(const Order& order);
  Json OpenAudio(const Order& order);
  Json Control(const Order& order);
  Json Cancel(const Order& order);
  Json Raw(const Order& order);

  std::shared_ptr<odind::Daemon> DaemonInUse();
  odind::Connection Attached(const Order& order);
  Json TellAll(const Order& order, odind::Watch watch);
  void Tell(int id, const char* kind, Json value);

  std::mutex mutex_;
  std::shared_ptr<odind::Daemon> daemon_;
  std::map<int, odind::Cancellation> cancellations_;
  std::map<int, std::shared_ptr<Audio>> audio_;
  std::mutex printing_;
};
