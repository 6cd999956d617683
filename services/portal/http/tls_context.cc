#include "services/portal/http/tls_context.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log.h"

namespace lianfang::portal {
namespace {

namespace ssl = boost::asio::ssl;

constexpr absl::Duration kLookAgain = absl::Seconds(10);

// Changes when one of the files is replaced or written.
std::string FingerprintOf(const TlsFiles& files) {
  std::string print;
  for (const std::string& path : {files.certificate, files.key, files.ca}) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) return "";
    absl::StrAppend(&print, status.st_ino, ",", status.st_size, ",", status.st_mtim.tv_sec, ".", status.st_mtim.tv_nsec,
                    ";");
  }
  return print;
}

std::string Pem(X509* certificate) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_X509(memory.get(), certificate);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);  // NOLINT(runtime/int): OpenSSL's type
  return std::string(bytes, static_cast<size_t>(size));
}

// Chooses HTTP/1.1 of what the client offers.
int ChooseProtocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                   unsigned int offered_length, void*) {
  static constexpr unsigned char kHttp11[] = "\x08http/1.1";
  unsigned char* out = nullptr;
  if (SSL_select_next_proto(&out, length, kHttp11, sizeof(kHttp11) - 1, offered, offered_length) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *chosen = out;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

absl::StatusOr<std::shared_ptr<ssl::context>> TlsContexts::Make() const {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  const auto failed = [&](const std::string& file) {
    return absl::FailedPreconditionError(absl::StrCat(file, ": ", error.message()));
  };
  context->use_certificate_chain_file(files_.certificate, error);
  if (error) return failed(files_.certificate);
  context->use_private_key_file(files_.key, ssl::context::pem, error);
  if (error) return failed(files_.key);
  context->load_verify_file(files_.ca, error);
  if (error) return failed(files_.ca);
  SSL_CTX* const raw = context->native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_options(raw, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // A session that is resumed would not be verified again.
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(raw, SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(raw, 0);
  // Asked for, not required. Browsers offer only certificates of the authorities that are named.
  SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_verify_depth(raw, 3);
  SSL_CTX_set_client_CA_list(raw, SSL_load_client_CA_file(files_.ca.c_str()));
  SSL_CTX_set_alpn_select_cb(raw, ChooseProtocol, nullptr);
  return context;
}

absl::Status TlsContexts::Read() {
  const std::string print = FingerprintOf(files_);
  auto made = Make();
  if (!made.ok()) return made.status();
  absl::MutexLock lock(&mutex_);
  seen_ = print;
  current_ = *std::move(made);
  return absl::OkStatus();
}

std::shared_ptr<ssl::context> TlsContexts::Current(absl::Time now) {
  bool changed = false;
  {
    absl::MutexLock lock(&mutex_);
    if (now >= next_look_) {
      next_look_ = now + kLookAgain;
      changed = FingerprintOf(files_) != seen_;
    }
  }
  if (changed) {
    if (absl::Status status = Read(); !status.ok())
      Log(LogLevel::kWarning, "tls_files", {{"reason", status.message()}});
  }
  absl::MutexLock lock(&mutex_);
  return current_;
}

void ReadPeerCertificate(SSL* ssl, HttpPeer& peer) {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(ssl), X509_free);
  if (certificate == nullptr || SSL_get_verify_result(ssl) != X509_V_OK) return;
  peer.certificate = Pem(certificate.get());
  STACK_OF(X509)* const chain = SSL_get_peer_cert_chain(ssl);
  for (int i = 0; i < sk_X509_num(chain); ++i) peer.chain += Pem(sk_X509_value(chain, i));
}

}  // namespace lianfang::portal
