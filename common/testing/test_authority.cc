#include "common/testing/test_authority.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace lianfang {
namespace {

constexpr long kVersion3 = 2;
constexpr long kListVersion2 = 1;

void Must(bool done) {
  if (!done) throw std::runtime_error("OpenSSL cannot make what the test asks for");
}

std::shared_ptr<EVP_PKEY> NewKey() { return {EVP_EC_gen("P-256"), EVP_PKEY_free}; }

// What `write` writes, as a string.
template <typename Write>
std::string Pem(Write write) {
  const std::unique_ptr<BIO, int (*)(BIO*)> text(BIO_new(BIO_s_mem()), BIO_free);
  Must(write(text.get()) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(text.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

void SetTime(ASN1_TIME* field, absl::Time time) { Must(ASN1_TIME_set(field, absl::ToTimeT(time)) != nullptr); }

std::unique_ptr<ASN1_INTEGER, void (*)(ASN1_INTEGER*)> Serial(const std::string& hex) {
  BIGNUM* number = nullptr;
  Must(BN_hex2bn(&number, hex.c_str()) > 0);
  std::unique_ptr<ASN1_INTEGER, void (*)(ASN1_INTEGER*)> serial(BN_to_ASN1_INTEGER(number, nullptr), ASN1_INTEGER_free);
  BN_free(number);
  return serial;
}

void Extend(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  Must(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

// Everything but the extensions and the signature.
std::shared_ptr<X509> Blank(const std::string& name, const std::string& serial, EVP_PKEY* key) {
  std::shared_ptr<X509> certificate(X509_new(), X509_free);
  Must(X509_set_version(certificate.get(), kVersion3) == 1);
  Must(X509_set_serialNumber(certificate.get(), Serial(serial).get()) == 1);
  Must(X509_set_pubkey(certificate.get(), key) == 1);
  Must(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                                  reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0) == 1);
  return certificate;
}

}  // namespace

TestAuthority::TestAuthority(const TestAuthority* issuer)
    : key_(NewKey()), certificate_(Blank(issuer == nullptr ? "test root" : "test authority", "0100", key_.get())) {
  X509* const above = issuer == nullptr ? certificate_.get() : issuer->certificate_.get();
  Must(X509_set_issuer_name(certificate_.get(), X509_get_subject_name(above)) == 1);
  SetTime(X509_getm_notBefore(certificate_.get()), absl::Now() - absl::Hours(24));
  SetTime(X509_getm_notAfter(certificate_.get()), absl::Now() + absl::Hours(24 * 365));
  // Keys have names, so that two authorities of one name are told apart, as openssl(1) makes them.
  Extend(certificate_.get(), above, NID_subject_key_identifier, "hash");
  Extend(certificate_.get(), above, NID_authority_key_identifier, "keyid:always");
  Extend(certificate_.get(), above, NID_basic_constraints, "critical,CA:TRUE");
  Extend(certificate_.get(), above, NID_key_usage, "critical,keyCertSign,cRLSign");
  Must(X509_sign(certificate_.get(), (issuer == nullptr ? key_ : issuer->key_).get(), EVP_sha256()) > 0);
  pem_ = Pem([this](BIO* text) { return PEM_write_bio_X509(text, certificate_.get()); });
}

TestAuthority::Issued TestAuthority::Issue(const Request& request) const {
  const std::shared_ptr<EVP_PKEY> key = NewKey();
  const std::shared_ptr<X509> leaf = Blank("test leaf", request.serial, key.get());
  Must(X509_set_issuer_name(leaf.get(), X509_get_subject_name(certificate_.get())) == 1);
  SetTime(X509_getm_notBefore(leaf.get()), request.not_before);
  SetTime(X509_getm_notAfter(leaf.get()), request.not_after);
  Extend(leaf.get(), certificate_.get(), NID_authority_key_identifier, "keyid:always");
  Extend(leaf.get(), certificate_.get(), NID_basic_constraints, "critical,CA:FALSE");
  Extend(leaf.get(), certificate_.get(), NID_ext_key_usage, request.usage);
  std::vector<std::string> names = {"DNS:localhost"};
  for (const std::string& uri : request.uris) names.push_back(absl::StrCat("URI:", uri));
  Extend(leaf.get(), certificate_.get(), NID_subject_alt_name, absl::StrJoin(names, ","));
  Must(X509_sign(leaf.get(), key_.get(), EVP_sha256()) > 0);
  return {Pem([&leaf](BIO* text) { return PEM_write_bio_X509(text, leaf.get()); }), Pem([&key](BIO* text) {
            return PEM_write_bio_PrivateKey(text, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

std::string TestAuthority::Revoke(const std::vector<std::string>& serials, absl::Time this_update,
                                  absl::Time next_update) const {
  const std::unique_ptr<X509_CRL, void (*)(X509_CRL*)> list(X509_CRL_new(), X509_CRL_free);
  const std::unique_ptr<ASN1_TIME, void (*)(ASN1_TIME*)> time(ASN1_TIME_new(), ASN1_TIME_free);
  Must(X509_CRL_set_version(list.get(), kListVersion2) == 1);
  Must(X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(certificate_.get())) == 1);
  SetTime(time.get(), this_update);
  Must(X509_CRL_set1_lastUpdate(list.get(), time.get()) == 1);
  for (const std::string& serial : serials) {
    X509_REVOKED* revoked = X509_REVOKED_new();
    Must(X509_REVOKED_set_serialNumber(revoked, Serial(serial).get()) == 1);
    Must(X509_REVOKED_set_revocationDate(revoked, time.get()) == 1);
    Must(X509_CRL_add0_revoked(list.get(), revoked) == 1);
  }
  SetTime(time.get(), next_update);
  Must(X509_CRL_set1_nextUpdate(list.get(), time.get()) == 1);
  Must(X509_CRL_sort(list.get()) == 1 && X509_CRL_sign(list.get(), key_.get(), EVP_sha256()) > 0);
  return Pem([&list](BIO* text) { return PEM_write_bio_X509_CRL(text, list.get()); });
}

}  // namespace lianfang
