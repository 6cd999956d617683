// A connection's AuthContext, of a peer with a certificate, without a connection.
#ifndef LIANFANG_COMMON_TESTING_FAKE_CONNECTION_H_
#define LIANFANG_COMMON_TESTING_FAKE_CONNECTION_H_

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>

#include <string>
#include <utility>
#include <vector>

namespace lianfang {

class FakeConnection : public grpc::AuthContext {
 public:
  explicit FakeConnection(std::string certificate) : certificate_(std::move(certificate)) {}

  bool IsPeerAuthenticated() const override { return true; }
  std::vector<grpc::string_ref> GetPeerIdentity() const override { return {}; }
  std::string GetPeerIdentityPropertyName() const override { return ""; }
  std::vector<grpc::string_ref> FindPropertyValues(const std::string& name) const override {
    if (name == GRPC_X509_PEM_CERT_PROPERTY_NAME) return {certificate_};
    return {};
  }
  grpc::AuthPropertyIterator begin() const override { return NoProperty(); }
  grpc::AuthPropertyIterator end() const override { return NoProperty(); }
  void AddProperty(const std::string&, const grpc::string_ref&) override {}
  bool SetPeerIdentityPropertyName(const std::string&) override { return true; }

 private:
  // The base class keeps its constructor to its heirs.
  class NoProperty : public grpc::AuthPropertyIterator {};

  const std::string certificate_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TESTING_FAKE_CONNECTION_H_
