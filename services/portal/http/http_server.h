// An HTTPS server (TLS 1.2 or later, HTTP/1.1) that asks for a client certificate and does without one. Bounded in connections, in bytes of
// headers and bodies, and in time: whoever is slow is cut off.
//
//   HttpServer server({.listen = "127.0.0.1:7135", .tls = files}, handler, metrics);
//   if (absl::Status status = server.Start(); !status.ok()) return status;
//   …
//   server.Drain(absl::Seconds(20));
#ifndef LIANFANG_SERVICES_PORTAL_HTTP_HTTP_SERVER_H_
#define LIANFANG_SERVICES_PORTAL_HTTP_HTTP_SERVER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/metrics.h"
#include "common/tls/credentials.h"
#include "services/portal/http/exchange.h"

namespace lianfang::portal {

struct HttpLimits {
  size_t connections = 2048;
  size_t header_bytes = 24 << 10;                  // a certificate that the edge passes on is some KiB
  size_t body_bytes_under_way = size_t{64} << 20;  // of all requests together
  size_t body_bytes_of_caller = size_t{16} << 20;  // of one caller's requests, where there are several
  absl::Duration handshake = absl::Seconds(10);
  absl::Duration header = absl::Seconds(10);  // from its first byte to its last
  absl::Duration body = absl::Seconds(30);
  absl::Duration idle = absl::Seconds(75);   // longer than the edge keeps a connection that it does not use
  absl::Duration write = absl::Seconds(60);  // for one answer, or one part of a stream
  int requests_per_connection = 10'000;
};

class HttpServer {
 public:
  struct Options {
    std::string listen = "127.0.0.1:0";
    TlsFiles tls;
    HttpLimits limits{};
    int threads = 2;
  };

  // The handler is called on the server's threads and must not block.
  HttpServer(Options options, HttpHandler handler, Metrics& metrics);
  ~HttpServer();

  // FAILED_PRECONDITION where a TLS file cannot be read, UNAVAILABLE where the address is taken.
  absl::Status Start();
  int port() const;

  // From now on every answer closes its connection, and idle ones are closed: clients go elsewhere without losing a request.
  void Quiesce();

  // Takes no connection any more, ends streams, lets requests under way end for so long, and then cuts off.
  void Drain(absl::Duration limit);

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_HTTP_HTTP_SERVER_H_
