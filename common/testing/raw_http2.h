// HTTP/2 over mutual TLS, frame by frame: for tests of what no client library would send.
//
//   auto peer = RawHttp2::Connect(port, TestCertificate("emergency"));
//   peer->SendHeaders(1, "/lianfang.submission.v1.PlanService/GetPlan");
//   peer->SendFrame(RawHttp2::kData, 0, 1, bytes);
//   while (const auto frame = peer->Read()) …                 // nothing once the server has closed the connection
#ifndef LIANFANG_COMMON_TESTING_RAW_HTTP2_H_
#define LIANFANG_COMMON_TESTING_RAW_HTTP2_H_

#include <openssl/ssl.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "common/tls/credentials.h"

namespace lianfang {

// For one thread.
class RawHttp2 {
 public:
  // Types of frames, flags and settings of RFC 9113.
  static constexpr uint8_t kData = 0, kHeaders = 1, kReset = 3, kSettings = 4, kPing = 6, kGoAway = 7, kWindow = 8;
  static constexpr uint8_t kEndStream = 1, kAck = 1, kEndHeaders = 4;
  static constexpr uint32_t kMaxConcurrentStreams = 3, kInitialWindow = 4, kMaxHeaderListSize = 6;
  static constexpr uint32_t kEnhanceYourCalm = 11;

  struct Frame {
    uint8_t type;
    uint8_t flags;
    uint32_t stream;
    std::string payload;

    // The error code of a kReset or kGoAway.
    uint32_t error() const;
  };

  // Shakes hands, with at most this version of TLS (0: any), and sends the preface. Null where the server refuses.
  static std::unique_ptr<RawHttp2> Connect(int port, const TlsFiles& files, int most_tls_version = 0);
  ~RawHttp2();

  void SendFrame(uint8_t type, uint8_t flags, uint32_t stream, const std::string& payload);
  // Begins a gRPC call.
  void SendHeaders(uint32_t stream, const std::string& path);

  // The next frame. It is acknowledged where it has to be, and taken into account in windows and settings.
  std::optional<Frame> Read();

  // Sends bytes as far as the server's windows let it, reading on until they do. False once the stream is reset or the
  // connection over.
  bool SendData(uint32_t stream, std::string bytes);

  // What the server has set; nothing before its SETTINGS were read, or where they do not say.
  std::optional<uint32_t> setting(uint32_t id) const;

 private:
  RawHttp2(int fd, SSL_CTX* context, SSL* ssl) : fd_(fd), context_(context), ssl_(ssl) {}

  void Take(const Frame& frame);
  std::optional<std::string> ReadBytes(size_t count);

  const int fd_;
  SSL_CTX* const context_;
  SSL* const ssl_;
  std::map<uint32_t, uint32_t> settings_;
  int64_t connection_window_ = 65'535;
  std::map<uint32_t, int64_t> windows_;  // of streams: what was granted beyond the initial one, less what was sent
  std::map<uint32_t, bool> reset_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TESTING_RAW_HTTP2_H_
