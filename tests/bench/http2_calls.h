// gRPC's unary calls over one HTTP/2 connection, by nghttp2: all that stands ready goes out in one write, all that has
// come is taken in one read.
#ifndef LIANFANG_TESTS_BENCH_HTTP2_CALLS_H_
#define LIANFANG_TESTS_BENCH_HTTP2_CALLS_H_

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "tests/bench/tls_socket.h"

namespace lianfang::bench {

// What was answered, serialised, or the status that the server said; UNAVAILABLE where it said none.
using Done = std::function<void(const absl::StatusOr<std::string>& answer)>;

// For one thread. A call may be started by another one's `done`.
class Http2Calls {
 public:
  // Of the method with this full path.
  Http2Calls(std::unique_ptr<TlsSocket> socket, std::string authority, std::string path);
  ~Http2Calls();
  Http2Calls(const Http2Calls&) = delete;
  Http2Calls& operator=(const Http2Calls&) = delete;

  // The message goes out with the next Send. On a connection that has ended `done` is told so at once.
  void Start(const std::string& message, Done done);
  void Send();
  // Takes what has come, and tells those whose calls have ended.
  void Receive();
  // Ends the connection: calls under way end with the reason.
  void Abandon(absl::Status why);

  // To wait for what comes; -1 when the connection has ended.
  int fd() const { return socket_ == nullptr ? -1 : socket_->fd(); }
  bool idle() const { return calls_.empty(); }

 private:
  struct Call {
    std::string request;
    Done done;
    size_t sent = 0;
    std::string body{};
    std::optional<int> status{};
    std::string said{};  // with the status

    void TakeHeader(absl::string_view name, absl::string_view value);
    absl::StatusOr<std::string> Answer() const;
  };

  Call* Find(int32_t stream);
  absl::Status Take(absl::string_view bytes);

  static ssize_t ReadRequest(nghttp2_session* session, int32_t stream, uint8_t* out, size_t room, uint32_t* flags,
                             nghttp2_data_source* source, void* self);
  static int OnHeader(nghttp2_session* session, const nghttp2_frame* frame, const uint8_t* name, size_t name_size,
                      const uint8_t* value, size_t value_size, uint8_t flags, void* self);
  static int OnData(nghttp2_session* session, uint8_t flags, int32_t stream, const uint8_t* data, size_t size,
                    void* self);
  static int OnClose(nghttp2_session* session, int32_t stream, uint32_t error, void* self);

  std::unique_ptr<TlsSocket> socket_;
  const std::string authority_, path_;
  nghttp2_session* session_ = nullptr;
  absl::flat_hash_map<int32_t, std::unique_ptr<Call>> calls_;  // under way, by stream
  absl::Status ended_;
};

}  // namespace lianfang::bench

#endif  // LIANFANG_TESTS_BENCH_HTTP2_CALLS_H_
