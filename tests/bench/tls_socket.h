// A connection with mutual TLS that speaks HTTP/2, by OpenSSL alone.
#ifndef LIANFANG_TESTS_BENCH_TLS_SOCKET_H_
#define LIANFANG_TESTS_BENCH_TLS_SOCKET_H_

#include <openssl/ssl.h>

#include <array>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tests/bench/target.h"

namespace lianfang::bench {

// For one thread.
class TlsSocket {
 public:
  // UNAVAILABLE where nobody answers, or the server is not the one that the address names.
  static absl::StatusOr<std::unique_ptr<TlsSocket>> Connect(const Target& target);

  ~TlsSocket();
  TlsSocket(const TlsSocket&) = delete;
  TlsSocket& operator=(const TlsSocket&) = delete;

  // To wait for what comes.
  int fd() const { return fd_; }

  // Some of what has come, empty where nothing has; valid until the next call. UNAVAILABLE once the server has ended
  // the connection.
  absl::StatusOr<absl::string_view> Read();
  // Returns when all is on its way.
  absl::Status Write(absl::string_view bytes);

 private:
  explicit TlsSocket(int fd) : fd_(fd) {}

  absl::Status Shake(const Target& target);

  const int fd_;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  std::array<char, 1 << 16> buffer_;
};

}  // namespace lianfang::bench

#endif  // LIANFANG_TESTS_BENCH_TLS_SOCKET_H_
