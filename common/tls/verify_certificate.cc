#include "common/tls/verify_certificate.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <atomic>
#include <ctime>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/log.h"

namespace lianfang {
namespace {

using Certificate = std::unique_ptr<X509, void (*)(X509*)>;
using Certificates = std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)>;

uint64_t NextId() {
  static std::atomic<uint64_t> next = 1;
  return next.fetch_add(1);
}

absl::Status NotGood(absl::string_view why) {
  return absl::UnauthenticatedError(absl::StrCat("the certificate is not good: ", why));
}

absl::Status Revoked(const std::string& serial) {
  return ErrorWithReason(absl::StatusCode::kUnauthenticated, absl::StrCat("the certificate ", serial, " is revoked"),
                         "CERTIFICATE_REVOKED", {{"serial", serial}});
}

void FreeCertificates(STACK_OF(X509) * certificates) { sk_X509_pop_free(certificates, X509_free); }

// The certificates of a PEM text; none where there is none.
Certificates ReadCertificates(absl::string_view pem) {
  Certificates certificates(sk_X509_new_null(), FreeCertificates);
  if (pem.empty()) return certificates;
  const std::unique_ptr<BIO, int (*)(BIO*)> text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  while (X509* certificate = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)) {
    sk_X509_push(certificates.get(), certificate);
  }
  ERR_clear_error();
  return certificates;
}

absl::Time TimeOf(const ASN1_TIME* time) {
  std::tm fields{};
  if (ASN1_TIME_to_tm(time, &fields) != 1) return absl::InfinitePast();
  return absl::FromTM(fields, absl::UTCTimeZone());
}

std::string SerialOf(const X509* certificate) {
  const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> number(
      ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr), BN_free);
  char* digits = number == nullptr ? nullptr : BN_bn2hex(number.get());
  std::string serial = digits == nullptr ? "" : NormalSerial(digits);
  OPENSSL_free(digits);
  return serial;
}

std::string UriOf(const X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, void (*)(GENERAL_NAMES*)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  std::string uri;
  int count = 0;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    ++count;
    const ASN1_IA5STRING* text = name->d.uniformResourceIdentifier;
    uri.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
               static_cast<size_t>(ASN1_STRING_length(text)));
  }
  return count == 1 ? uri : "";
}

absl::Status VerifyChain(X509* certificate, STACK_OF(X509) * chain, X509_STORE* store, absl::Time now) {
  const std::unique_ptr<X509_STORE_CTX, void (*)(X509_STORE_CTX*)> context(X509_STORE_CTX_new(), X509_STORE_CTX_free);
  X509_STORE_CTX_init(context.get(), store, certificate, chain);
  X509_STORE_CTX_set_time(context.get(), 0, absl::ToTimeT(now));
  const bool good = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (good) return absl::OkStatus();
  const int error = X509_STORE_CTX_get_error(context.get());
  return error == X509_V_ERR_CERT_REVOKED ? Revoked(SerialOf(certificate))
                                          : NotGood(X509_verify_cert_error_string(error));
}

}  // namespace

std::string UriOfCertificate(absl::string_view pem) {
  const Certificates shown = ReadCertificates(pem);
  return sk_X509_num(shown.get()) == 0 ? "" : UriOf(sk_X509_value(shown.get(), 0));
}

CertificateVerifier::CertificateVerifier(Options options, const Clock& clock)
    : options_(std::move(options)), clock_(clock), id_(NextId()) {}

absl::StatusOr<std::unique_ptr<CertificateVerifier>> CertificateVerifier::Create(Options options, const Clock& clock) {
  std::unique_ptr<CertificateVerifier> verifier(new CertificateVerifier(std::move(options), clock));
  {
    absl::MutexLock lock(&verifier->files_mutex_);
    verifier->seen_ = TrustFilesFingerprint(verifier->options_.files);
  }
  if (absl::Status read = verifier->Read(); !read.ok()) return read;
  return verifier;
}

absl::Status CertificateVerifier::Read() {
  auto store = ReadTrustStore(options_.files);
  auto denied = ReadDeniedSerials(options_.files);
  absl::Status faults = store.status();
  faults.Update(denied.status());
  absl::MutexLock lock(&mutex_);
  if (store.ok()) store_ = *std::move(store);
  if (denied.ok()) {
    faults.Update(denied->faults);
    denied_ = std::make_shared<const SerialNumbers>(std::move(denied->serials));
  }
  remembered_.clear();
  return faults;
}

void CertificateVerifier::LookAgain(absl::Time now) {
  {
    absl::MutexLock lock(&mutex_);
    // A clock that was set back must not put the next look off.
    if (now < next_look_ && next_look_ - now <= options_.look_again_after) return;
    next_look_ = now + options_.look_again_after;
  }
  if (!files_mutex_.TryLock()) return;  // another call is at it
  std::string fingerprint = TrustFilesFingerprint(options_.files);
  if (fingerprint != seen_) {
    seen_ = std::move(fingerprint);
    if (absl::Status read = Read(); !read.ok()) {
      Log(LogLevel::kError, "tls_files", {{"reason", read.message()}, {"effect", "what was read last stays in force"}});
    }
  }
  files_mutex_.Unlock();
}

CertificateVerifier::InForce CertificateVerifier::Current() {
  absl::MutexLock lock(&mutex_);
  return {.store = store_, .denied = denied_, .next_look = next_look_};
}

std::optional<CertificateVerifier::Remembered> CertificateVerifier::Recall(const std::string& key, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const auto found = remembered_.find(key);
  if (found == remembered_.end() || found->second.until <= now) return std::nullopt;
  return found->second;
}

void CertificateVerifier::Remember(const std::string& key, const Remembered& known, const InForce& in_force) {
  absl::MutexLock lock(&mutex_);
  if (in_force.store != store_) return;  // verified against what is no longer in force
  // Emptied rather than thinned out: to verify each once more is cheaper than to keep who was used last.
  if (remembered_.size() >= options_.remembered) remembered_.clear();
  remembered_.insert_or_assign(key, known);
}

absl::StatusOr<VerifiedCertificate> CertificateVerifier::Verify(absl::string_view certificate,
                                                                absl::string_view chain) {
  const absl::Time now = clock_.Now();
  LookAgain(now);
  const InForce in_force = Current();
  const std::string key = Sha256(absl::StrCat(certificate.size(), "\n", certificate, chain));
  std::optional<Remembered> known = Recall(key, now);
  if (!known.has_value()) {
    const Certificates shown = ReadCertificates(certificate), others = ReadCertificates(chain);
    if (sk_X509_num(shown.get()) != 1) return NotGood("there must be one, in PEM");
    X509* const leaf = sk_X509_value(shown.get(), 0);
    if (absl::Status good = VerifyChain(leaf, others.get(), in_force.store.get(), now); !good.ok()) return good;
    known = {.certificate = {.uri = UriOf(leaf), .serial = SerialOf(leaf), .valid_until = absl::InfinitePast()},
             .until = std::min(now + options_.remember_for, TimeOf(X509_get0_notAfter(leaf)))};
    Remember(key, *known, in_force);
  }
  VerifiedCertificate& good = known->certificate;
  if (in_force.denied->contains(good.serial)) return Revoked(good.serial);
  good.valid_until = std::min(in_force.next_look, known->until);
  return good;
}

}  // namespace lianfang
