#include <doctest/doctest.h>
#include <odind/cancellation.h>

#include <optional>
#include <thread>

using odind::Cancellation;

TEST_CASE("copies are the same switch, and what is registered is done once") {
  Cancellation cancellation, copy = cancellation;
  int done = 0;
  Cancellation::Registration registration(cancellation, [&] { ++done; });
  copy.Cancel();
  cancellation.Cancel();
  CHECK(cancellation.Cancelled());
  CHECK(done == 1);
}

TEST_CASE("what comes too late is done at once, what has ended is not done") {
  Cancellation cancellation;
  int early = 0, late = 0;
  std::optional<Cancellation::Registration> registration;
  registration.emplace(cancellation, [&] { ++early; });
  registration.reset();
  cancellation.Cancel();
  Cancellation::Registration another(cancellation, [&] { ++late; });
  CHECK(early == 0);
  CHECK(late == 1);
}

TEST_CASE("who waits is woken by another thread") {
  Cancellation cancellation;
  std::thread other([&] { cancellation.Cancel(); });
  CHECK(cancellation.WaitFor(std::chrono::minutes(1)));
  other.join();
  CHECK_FALSE(Cancellation().WaitFor(std::chrono::milliseconds(1)));
}
