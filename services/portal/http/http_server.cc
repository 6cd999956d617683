#include "services/portal/http/http_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/log.h"
#include "services/portal/http/connection.h"
#include "services/portal/http/tls_context.h"

namespace lianfang::portal {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr absl::Duration kLook = absl::Milliseconds(20);

// `127.0.0.1:7135`; IPv6 in brackets.
absl::StatusOr<tcp::endpoint> EndpointOf(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  int port = 0;
  boost::system::error_code error;
  if (colon != std::string::npos && absl::SimpleAtoi(listen.substr(colon + 1), &port) && port >= 0 && port <= 65535) {
    std::string host = listen.substr(0, colon);
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    const auto address = asio::ip::make_address(host, error);
    if (!error) return tcp::endpoint(address, static_cast<unsigned short>(port));  // NOLINT(runtime/int): asio's type
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", listen, "\" is no address:port"));
}

}  // namespace

class HttpServer::State : public std::enable_shared_from_this<HttpServer::State> {
 public:
  State(Options options, HttpHandler handler, Metrics& metrics)
      : options_(std::move(options)),
        shared_(std::make_shared<ServerShared>(options_.limits, std::move(handler))),
        tls_(options_.tls),
        acceptor_(asio::make_strand(io_)),
        open_(metrics.Gauge("lianfang_http_connections", "Connections of browsers and of the edge that are open.", {})),
        refused_(metrics.Counter("lianfang_http_connections_refused_total",
                                 "Connections beyond the bound, closed at once.", {})) {}

  absl::Status Start() {
    if (absl::Status status = tls_.Read(); !status.ok()) return status;
    const auto endpoint = EndpointOf(options_.listen);
    if (!endpoint.ok()) return endpoint.status();
    boost::system::error_code error;
    acceptor_.open(endpoint->protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(*endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) return absl::UnavailableError(absl::StrCat("cannot listen on ", options_.listen, ": ", error.message()));
    port_ = acceptor_.local_endpoint().port();
    Accept();
    for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { io_.run(); });
    return absl::OkStatus();
  }

  int port() const { return port_; }

  void Quiesce() {
    shared_->quiescing = true;
    ForEach([](Connection& connection) { connection.Quiesce(); });
  }

  void Drain(absl::Duration limit) {
    if (threads_.empty()) return;
    shared_->quiescing = true;
    shared_->draining = true;
    asio::post(acceptor_.get_executor(), [self = shared_from_this()] {
      boost::system::error_code ignored;
      self->acceptor_.close(ignored);
    });
    ForEach([](Connection& connection) { connection.End(); });
    const absl::Time end = absl::Now() + limit;
    while (shared_->connections > 0 && absl::Now() < end) absl::SleepFor(kLook);
    ForEach([](Connection& connection) { connection.CutOff(); });
    work_.reset();
    const absl::Time last = absl::Now() + absl::Seconds(1);
    while (shared_->connections > 0 && absl::Now() < last) absl::SleepFor(kLook);
    io_.stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    // What was waiting (the acceptor, for one) ends, and lets go of this object.
    io_.restart();
    io_.poll();
  }

 private:
  void Accept() {
    acceptor_.async_accept(asio::make_strand(io_),
                           [self = shared_from_this()](boost::system::error_code error, tcp::socket socket) {
                             if (!self->acceptor_.is_open()) return;
                             if (!error) self->Take(std::move(socket));
                             self->Accept();
                           });
  }

  void Take(tcp::socket socket) {
    if (shared_->connections >= options_.limits.connections) {
      refused_.Increment();
      return;  // closed with the socket
    }
    const auto connection = std::make_shared<Connection>(std::move(socket), tls_.Current(absl::Now()), shared_);
    {
      absl::MutexLock lock(&mutex_);
      // Those that have ended are forgotten as new ones come.
      std::erase_if(connections_, [](const auto& one) { return one.expired(); });
      connections_.insert(connection);
      open_.Set(static_cast<double>(connections_.size()));
    }
    connection->Start();
  }

  template <typename Work>
  void ForEach(Work work) {
    std::vector<std::shared_ptr<Connection>> connections;
    {
      absl::MutexLock lock(&mutex_);
      for (const auto& one : connections_) {
        if (auto connection = one.lock(); connection != nullptr) connections.push_back(std::move(connection));
      }
    }
    for (const auto& connection : connections) work(*connection);
  }

  const Options options_;
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(io_);
  const std::shared_ptr<ServerShared> shared_;
  TlsContexts tls_;
  tcp::acceptor acceptor_;
  prometheus::Gauge& open_;
  prometheus::Counter& refused_;
  int port_ = 0;
  std::vector<std::thread> threads_;
  absl::Mutex mutex_;
  std::set<std::weak_ptr<Connection>, std::owner_less<std::weak_ptr<Connection>>> connections_ ABSL_GUARDED_BY(mutex_);
};

HttpServer::HttpServer(Options options, HttpHandler handler, Metrics& metrics)
    : state_(std::make_shared<State>(std::move(options), std::move(handler), metrics)) {}

HttpServer::~HttpServer() { state_->Drain(absl::ZeroDuration()); }

absl::Status HttpServer::Start() { return state_->Start(); }
int HttpServer::port() const { return state_->port(); }
void HttpServer::Quiesce() { state_->Quiesce(); }
void HttpServer::Drain(absl::Duration limit) { state_->Drain(limit); }

}  // namespace lianfang::portal
