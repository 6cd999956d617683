#include "common/ledger/keys.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/hash.h"

namespace lianfang {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioHandle = std::unique_ptr<BIO, FreeBio>;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using ContextHandle = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* Bytes(absl::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

BioHandle Reader(absl::string_view text) {
  return BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// OpenSSL fails here only for want of memory or entropy; nothing that signs may go on then.
void Must(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(what);
}

KeyHandle PublicHalf(const EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int length = i2d_PUBKEY(key, &der);
  Must(length > 0, "the public key cannot be encoded");
  const unsigned char* cursor = der;
  KeyHandle half(d2i_PUBKEY(nullptr, &cursor, length));
  OPENSSL_free(der);
  Must(half != nullptr, "the public key cannot be read back");
  return half;
}

std::string KeyId(const EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int length = i2d_PUBKEY(key, &der);
  Must(length > 0, "the public key cannot be encoded");
  const std::string digest = Sha256({reinterpret_cast<const char*>(der), static_cast<size_t>(length)});
  OPENSSL_free(der);
  return absl::BytesToHexString(digest.substr(0, 8));
}

// `1-40, 45-`.
std::string RangesText(const std::vector<SequenceRange>& ranges) {
  return absl::StrJoin(ranges, ", ", [](std::string* text, const SequenceRange& range) {
    absl::StrAppend(text, range.first, "-");
    if (range.last != SequenceRange::kNoEnd) absl::StrAppend(text, range.last);
  });
}

bool IsEd25519(const KeyHandle& key) { return key != nullptr && EVP_PKEY_id(key.get()) == EVP_PKEY_ED25519; }

}  // namespace

PublicKey::PublicKey(KeyHandle key) : key_(std::move(key)), id_(KeyId(key_.get())) {}

absl::StatusOr<PublicKey> PublicKey::FromPem(absl::string_view pem) {
  KeyHandle key(PEM_read_bio_PUBKEY(Reader(pem).get(), nullptr, nullptr, nullptr));
  if (!IsEd25519(key)) return absl::InvalidArgumentError("not an Ed25519 public key in PEM");
  return PublicKey(std::move(key));
}

bool PublicKey::Verify(absl::string_view message, absl::string_view signature) const {
  const ContextHandle context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message), message.size()) == 1;
}

std::string PublicKey::ToPem() const {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  Must(PEM_write_bio_PUBKEY(bio.get(), key_.get()) == 1, "the public key cannot be written");
  char* data = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(length));
}

void KeyRing::Add(PublicKey key, std::optional<KeyTerm> term) {
  std::string id = key.id();
  Member& member = members_.try_emplace(std::move(id), Member{std::move(key), std::nullopt}).first->second;
  if (!member.term.has_value()) member.term = std::move(term);
}

const PublicKey* KeyRing::Find(const std::string& id) const {
  const auto found = members_.find(id);
  return found == members_.end() ? nullptr : &found->second.key;
}

bool KeyRing::HasTerm(const std::string& id) const {
  const auto found = members_.find(id);
  return found != members_.end() && found->second.term.has_value();
}

std::string KeyRing::TermText(const std::string& id, const std::string& ledger) const {
  if (!HasTerm(id)) return "";
  const KeyTerm& term = *members_.at(id).term;
  const auto found = term.ranges.find(ledger);
  if (found != term.ranges.end()) return RangesText(found->second);
  return term.retired ? "-" : RangesText({SequenceRange{}});
}

absl::Status KeyRing::CheckSealed(const std::string& id, const std::string& ledger,
                                  const SequenceRange& entries) const {
  const auto& term = members_.at(id).term;
  if (!term.has_value()) return absl::OkStatus();
  const auto found = term->ranges.find(ledger);
  if (found == term->ranges.end()) {
    if (!term->retired) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat("the key ", id, " is retired and has sealed nothing of ", ledger,
                                            ": whoever sealed entries ", entries.first, " to ", entries.last,
                                            " with it was not the ledger"));
  }
  const auto within = [&entries](const SequenceRange& range) {
    return range.first <= entries.first && entries.last <= range.last;
  };
  if (std::any_of(found->second.begin(), found->second.end(), within)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the key ", id, " has sealed ", RangesText(found->second), " of ", ledger,
                                          ": whoever sealed entries ", entries.first, " to ", entries.last,
                                          " with it was not the ledger"));
}

absl::Status KeyRing::CheckSigned(const std::string& id, const std::string& ledger, int64_t size) const {
  const auto& term = members_.at(id).term;
  if (!term.has_value() || !term->retired) return absl::OkStatus();
  const auto found = term->ranges.find(ledger);
  if (found != term->ranges.end() && !found->second.empty() && size <= found->second.back().last) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat("the key ", id, " was retired before ", ledger, " had ", size,
                                          " entries: whoever signed the head with it was not the ledger"));
}

absl::Status UnknownKey(absl::string_view id) {
  return absl::FailedPreconditionError(
      absl::StrCat("signed by the key \"", id, "\", which is not among those given to verify with"));
}

SigningKey::SigningKey(KeyHandle key) : key_(std::move(key)), public_key_(PublicHalf(key_.get())) {}

absl::StatusOr<SigningKey> SigningKey::FromPem(absl::string_view pem) {
  KeyHandle key(PEM_read_bio_PrivateKey(Reader(pem).get(), nullptr, nullptr, nullptr));
  if (!IsEd25519(key)) return absl::InvalidArgumentError("not an Ed25519 private key in PEM");
  return SigningKey(std::move(key));
}

SigningKey SigningKey::Generate() {
  KeyHandle key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  Must(key != nullptr, "no key can be made");
  return SigningKey(std::move(key));
}

std::string SigningKey::Sign(absl::string_view message) const {
  const ContextHandle context(EVP_MD_CTX_new());
  std::string signature(64, '\0');
  size_t length = signature.size();
  Must(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
           EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, Bytes(message),
                          message.size()) == 1 &&
           length == signature.size(),
       "signing failed");
  return signature;
}

}  // namespace lianfang
