#include "common/testing/raw_http2.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace lianfang {
namespace {

constexpr char kPreface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr unsigned char kAlpn[] = {2, 'h', '2'};
constexpr size_t kLargestFrame = 16'384;

std::string Number(uint32_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text.push_back(static_cast<char>(value >> shift));
  return text;
}

uint32_t NumberAt(const std::string& text, size_t at, size_t bytes) {
  uint32_t value = 0;
  for (size_t i = at; i < at + bytes && i < text.size(); ++i) value = value << 8 | static_cast<uint8_t>(text[i]);
  return value;
}

// HPACK without its table: a literal, its name and its value; all shorter than 127 bytes.
std::string Literal(const std::string& name, const std::string& value) {
  return std::string(1, '\0') + Number(static_cast<uint32_t>(name.size()), 1) + name +
         Number(static_cast<uint32_t>(value.size()), 1) + value;
}

int ConnectTo(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  close(fd);
  return -1;
}

SSL_CTX* MakeContext(const TlsFiles& files, int most_tls_version) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str());
  SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM);
  SSL_CTX_load_verify_locations(context, files.ca.c_str(), nullptr);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_alpn_protos(context, kAlpn, sizeof kAlpn);
  if (most_tls_version != 0) {
    // OpenSSL itself would not offer old versions at its usual level.
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, 0);
    SSL_CTX_set_max_proto_version(context, most_tls_version);
  }
  return context;
}

}  // namespace

uint32_t RawHttp2::Frame::error() const { return NumberAt(payload, type == kGoAway ? 4 : 0, 4); }

std::unique_ptr<RawHttp2> RawHttp2::Connect(int port, const TlsFiles& files, int most_tls_version) {
  signal(SIGPIPE, SIG_IGN);  // a server may end the connection while it is written to
  const int fd = ConnectTo(port);
  if (fd < 0) return nullptr;
  SSL_CTX* context = MakeContext(files, most_tls_version);
  SSL* ssl = SSL_new(context);
  SSL_set_fd(ssl, fd);
  std::unique_ptr<RawHttp2> peer(new RawHttp2(fd, context, ssl));
  if (SSL_connect(ssl) != 1) {
    ERR_clear_error();
    return nullptr;
  }
  SSL_write(ssl, kPreface, sizeof kPreface - 1);
  peer->SendFrame(kSettings, 0, 0, "");
  return peer;
}

RawHttp2::~RawHttp2() {
  SSL_free(ssl_);
  SSL_CTX_free(context_);
  close(fd_);
}

void RawHttp2::SendFrame(uint8_t type, uint8_t flags, uint32_t stream, const std::string& payload) {
  const std::string frame = Number(static_cast<uint32_t>(payload.size()), 3) + Number(type, 1) + Number(flags, 1) +
                            Number(stream, 4) + payload;
  SSL_write(ssl_, frame.data(), static_cast<int>(frame.size()));
}

void RawHttp2::SendHeaders(uint32_t stream, const std::string& path) {
  std::string block;
  for (const auto& [name, value] :
       std::initializer_list<std::pair<std::string, std::string>>{{":method", "POST"},
                                                                  {":scheme", "https"},
                                                                  {":path", path},
                                                                  {":authority", "localhost"},
                                                                  {"te", "trailers"},
                                                                  {"content-type", "application/grpc"}}) {
    block += Literal(name, value);
  }
  SendFrame(kHeaders, kEndHeaders, stream, block);
}

std::optional<RawHttp2::Frame> RawHttp2::Read() {
  const auto header = ReadBytes(9);
  if (!header.has_value()) return std::nullopt;
  auto payload = ReadBytes(NumberAt(*header, 0, 3));
  if (!payload.has_value()) return std::nullopt;
  Frame frame{static_cast<uint8_t>((*header)[3]), static_cast<uint8_t>((*header)[4]), NumberAt(*header, 5, 4),
              *std::move(payload)};
  Take(frame);
  return frame;
}

void RawHttp2::Take(const Frame& frame) {
  const bool ack = (frame.flags & kAck) != 0;
  if (frame.type == kSettings && !ack) {
    for (size_t at = 0; at + 6 <= frame.payload.size(); at += 6) {
      settings_[NumberAt(frame.payload, at, 2)] = NumberAt(frame.payload, at + 2, 4);
    }
    SendFrame(kSettings, kAck, 0, "");
  } else if (frame.type == kPing && !ack) {
    SendFrame(kPing, kAck, 0, frame.payload);
  } else if (frame.type == kWindow) {
    (frame.stream == 0 ? connection_window_ : windows_[frame.stream]) += NumberAt(frame.payload, 0, 4);
  } else if (frame.type == kReset || (frame.type == kHeaders && (frame.flags & kEndStream) != 0)) {
    reset_[frame.stream] = true;
  }
}

bool RawHttp2::SendData(uint32_t stream, std::string bytes) {
  while (!bytes.empty()) {
    if (reset_[stream]) return false;
    const int64_t window =
        std::min(connection_window_, static_cast<int64_t>(setting(kInitialWindow).value_or(65'535)) + windows_[stream]);
    if (window <= 0) {
      if (!Read().has_value()) return false;
      continue;
    }
    const std::string part = bytes.substr(0, std::min(static_cast<size_t>(window), kLargestFrame));
    SendFrame(kData, 0, stream, part);
    bytes.erase(0, part.size());
    connection_window_ -= static_cast<int64_t>(part.size());
    windows_[stream] -= static_cast<int64_t>(part.size());
  }
  return !reset_[stream];
}

std::optional<uint32_t> RawHttp2::setting(uint32_t id) const {
  const auto found = settings_.find(id);
  return found == settings_.end() ? std::nullopt : std::optional<uint32_t>(found->second);
}

std::optional<std::string> RawHttp2::ReadBytes(size_t count) {
  std::string bytes(count, '\0');
  for (size_t read = 0; read < count;) {
    const int more = SSL_read(ssl_, bytes.data() + read, static_cast<int>(count - read));
    if (more <= 0) {
      ERR_clear_error();
      return std::nullopt;
    }
    read += static_cast<size_t>(more);
  }
  return bytes;
}

}  // namespace lianfang
