#include "tests/bench/lean_calls.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace lianfang::bench {
namespace {

constexpr int kPatienceMillis = 30000;

}  // namespace

absl::StatusOr<std::unique_ptr<LeanCalls>> LeanCalls::Connect(const Target& target, const std::string& method) {
  std::vector<std::unique_ptr<Http2Calls>> connections;
  std::vector<std::string> addresses = target.replicas;
  addresses.insert(addresses.begin(), target.address);
  Target replica = target;
  for (size_t i = 0; i < static_cast<size_t>(target.connections); ++i) {
    replica.address = addresses[i % addresses.size()];
    auto socket = TlsSocket::Connect(replica);
    if (!socket.ok()) return socket.status();
    connections.push_back(std::make_unique<Http2Calls>(*std::move(socket), replica.address, method));
  }
  return std::unique_ptr<LeanCalls>(new LeanCalls(std::move(connections)));
}

LeanCalls::LeanCalls(std::vector<std::unique_ptr<Http2Calls>> connections)
    : connections_(std::move(connections)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      thread_([this] { Loop(); }) {}

LeanCalls::~LeanCalls() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  Wake();
  thread_.join();
  close(wake_);
}

void LeanCalls::Wake() { eventfd_write(wake_, 1); }

void LeanCalls::Start(int caller, std::string request, Done done) {
  const size_t connection = static_cast<size_t>(caller) % connections_.size();
  {
    absl::MutexLock lock(&mutex_);
    starting_.push_back({connection, std::move(request), std::move(done)});
  }
  if (std::this_thread::get_id() != thread_.get_id()) Wake();
}

void LeanCalls::Loop() {
  while (Begin()) {
    for (const auto& connection : connections_) connection->Send();
    Await();
    for (const auto& connection : connections_) connection->Receive();
  }
}

// Begins what was started since; false when all is done.
bool LeanCalls::Begin() {
  std::vector<Starting> starting;
  {
    absl::MutexLock lock(&mutex_);
    starting.swap(starting_);
    const bool idle =
        std::all_of(connections_.begin(), connections_.end(), [](const auto& each) { return each->idle(); });
    if (stopping_ && starting.empty() && idle) return false;
  }
  for (Starting& each : starting) connections_[each.connection]->Start(each.request, std::move(each.done));
  return true;
}

bool LeanCalls::HasStarted() {
  absl::MutexLock lock(&mutex_);
  return !starting_.empty();
}

// Waits until something comes, or is started.
void LeanCalls::Await() {
  std::vector<pollfd> awaited = {{wake_, POLLIN, 0}};
  bool idle = true;
  for (const auto& connection : connections_) {
    awaited.push_back({connection->fd(), POLLIN, 0});
    idle = idle && connection->idle();
  }
  // What was refused at once may have started something.
  const bool started = HasStarted();
  const int patience = started ? 0 : idle ? -1 : kPatienceMillis;
  if (poll(awaited.data(), awaited.size(), patience) == 0 && !started) {
    for (const auto& connection : connections_) connection->Abandon(absl::UnavailableError("the server is silent"));
  }
  eventfd_t times = 0;
  if (awaited[0].revents != 0) eventfd_read(wake_, &times);
}

}  // namespace lianfang::bench
