#include "common/tls/credentials.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <fstream>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace lianfang {
namespace {

namespace tls = grpc::experimental;

constexpr unsigned kRefreshSeconds = 10;

// gRPC's provider keeps waiting for files that are not there, and every handshake fails without a word: find out at the
// start.
absl::Status CheckReadable(const TlsFiles& files) {
  for (const std::string& path : {files.certificate, files.key, files.ca}) {
    if (!std::ifstream(path).good()) {
      return absl::FailedPreconditionError(absl::StrCat("cannot read the TLS file \"", path, "\""));
    }
  }
  return absl::OkStatus();
}

std::shared_ptr<tls::CertificateProviderInterface> Provider(const TlsFiles& files) {
  return std::make_shared<tls::FileWatcherCertificateProvider>(files.key, files.certificate, files.ca, kRefreshSeconds);
}

// Asks our verifier at the end of a handshake, after gRPC's own check of the chain.
class GoodPeersOnly : public tls::ExternalCertificateVerifier {
 public:
  explicit GoodPeersOnly(std::shared_ptr<CertificateVerifier> verifier) : verifier_(std::move(verifier)) {}

  bool Verify(tls::TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* status) override {
    const grpc::string_ref certificate = request->peer_cert(), chain = request->peer_cert_full_chain();
    const absl::Status good =
        verifier_->Verify({certificate.data(), certificate.size()}, {chain.data(), chain.size()}).status();
    if (!good.ok()) *status = {grpc::StatusCode::UNAUTHENTICATED, std::string(good.message())};
    return true;  // answered
  }
  void Cancel(tls::TlsCustomVerificationCheckRequest*) override {}

 private:
  const std::shared_ptr<CertificateVerifier> verifier_;
};

}  // namespace

// TLS 1.2 is the least that is spoken, by servers and clients: gRPC 1.51 sets it for these credentials, and has no setting
// for it in its public interface. A test of the server holds it (server_quotas_test.cc).
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MutualTlsServer(
    const TlsFiles& files, std::shared_ptr<CertificateVerifier> verifier) {
  if (absl::Status status = CheckReadable(files); !status.ok()) return status;
  tls::TlsServerCredentialsOptions options(Provider(files));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  if (verifier != nullptr) {
    options.set_certificate_verifier(tls::ExternalCertificateVerifier::Create<GoodPeersOnly>(std::move(verifier)));
  }
  return tls::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MutualTlsClient(const TlsFiles& files) {
  if (absl::Status status = CheckReadable(files); !status.ok()) return status;
  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Provider(files));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  return tls::TlsCredentials(options);
}

}  // namespace lianfang
