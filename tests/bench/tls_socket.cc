#include "tests/bench/tls_socket.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lianfang::bench {
namespace {

constexpr int kPatienceMillis = 30000;
constexpr unsigned char kHttp2[] = {2, 'h', '2'};

struct FreeAddresses {
  void operator()(addrinfo* addresses) const { freeaddrinfo(addresses); }
};

absl::Status Unavailable(const Target& target, absl::string_view why) {
  return absl::UnavailableError(absl::StrCat(target.address, ": ", why));
}

std::string LastTlsError() {
  char text[256];
  ERR_error_string_n(ERR_get_error(), text, sizeof(text));
  return text;
}

// Connected, or -1.
int Open(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return -1;
  const std::unique_ptr<addrinfo, FreeAddresses> addresses(found);
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    const int fd = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, address->ai_protocol);
    if (connect(fd, address->ai_addr, address->ai_addrlen) == 0) return fd;
    close(fd);
  }
  return -1;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TlsSocket>> TlsSocket::Connect(const Target& target) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to a connection that has ended as to any other
  const std::vector<std::string> parts = absl::StrSplit(target.address, ':');
  const int fd = parts.size() == 2 ? Open(parts[0], parts[1]) : -1;
  if (fd < 0) return Unavailable(target, "nobody answers");
  std::unique_ptr<TlsSocket> socket(new TlsSocket(fd));
  if (absl::Status status = socket->Shake(target); !status.ok()) return status;
  const int at_once = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof(at_once));
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  return socket;
}

// The handshake, while the socket still blocks.
absl::Status TlsSocket::Shake(const Target& target) {
  context_ = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context_, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  const bool files = SSL_CTX_load_verify_locations(context_, target.tls.ca.c_str(), nullptr) == 1 &&
                     SSL_CTX_use_certificate_chain_file(context_, target.tls.certificate.c_str()) == 1 &&
                     SSL_CTX_use_PrivateKey_file(context_, target.tls.key.c_str(), SSL_FILETYPE_PEM) == 1;
  if (!files) return Unavailable(target, LastTlsError());
  SSL_CTX_set_alpn_protos(context_, kHttp2, sizeof(kHttp2));
  ssl_ = SSL_new(context_);
  const std::string host = target.address.substr(0, target.address.find(':'));
  SSL_set1_host(ssl_, host.c_str());
  SSL_set_tlsext_host_name(ssl_, host.c_str());
  SSL_set_fd(ssl_, fd_);
  if (SSL_connect(ssl_) != 1) return Unavailable(target, LastTlsError());
  return absl::OkStatus();
}

TlsSocket::~TlsSocket() {
  SSL_free(ssl_);
  SSL_CTX_free(context_);
  close(fd_);
}

absl::StatusOr<absl::string_view> TlsSocket::Read() {
  ERR_clear_error();  // of another connection: SSL_get_error looks there
  const int count = SSL_read(ssl_, buffer_.data(), static_cast<int>(buffer_.size()));
  if (count > 0) return absl::string_view(buffer_.data(), static_cast<size_t>(count));
  if (SSL_get_error(ssl_, count) == SSL_ERROR_WANT_READ) return absl::string_view();
  return absl::UnavailableError("the server has ended the connection");
}

absl::Status TlsSocket::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    ERR_clear_error();
    const int count = SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
    if (count > 0) {
      bytes.remove_prefix(static_cast<size_t>(count));
    } else if (SSL_get_error(ssl_, count) == SSL_ERROR_WANT_WRITE) {
      pollfd room{fd_, POLLOUT, 0};
      if (poll(&room, 1, kPatienceMillis) == 0) return absl::UnavailableError("the server takes nothing");
    } else {
      return absl::UnavailableError("the server has ended the connection");
    }
  }
  return absl::OkStatus();
}

}  // namespace lianfang::bench
