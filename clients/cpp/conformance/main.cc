// The C++ client as `odind conformance` drives it; docs/CONFORMANCE.md describes the lines.
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "driver.h"

int main() {
  Driver driver;
  std::vector<std::thread> orders;
  for (std::string line; std::getline(std::cin, line);) {
    auto order = std::make_shared<const Json>(Json::parse(line));
    int id = order->at("id");
    driver.Begin(id);
    orders.emplace_back([&driver, id, order] { driver.Perform(id, order->at("op"), order->at("args")); });
  }
  driver.Perform(0, "close", Json::object());
  for (auto& order : orders) order.join();
}
