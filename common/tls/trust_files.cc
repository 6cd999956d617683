#include "common/tls/trust_files.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace lianfang {
namespace {

constexpr size_t kMostHexDigits = 40;  // RFC 5280: at most 20 octets
// Debian's OpenSSL asks for as much in a handshake: no key below 112 bits of security, no SHA-1.
constexpr int kSecurityLevel = 2;
// Coarser than any file system's clock that is in use.
constexpr absl::Duration kSameInstant = absl::Seconds(1);

absl::Status Unusable(const std::string& path, absl::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat("the TLS file \"", path, "\" ", what));
}

// Reads PEM objects of one kind until the file ends: `read` returns the next, or null.
template <typename Object>
absl::Status ForEachPem(const std::string& path, Object* (*read)(BIO*, Object**, pem_password_cb*, void*),
                        void (*free)(Object*), const std::function<bool(Object*)>& accept) {
  const std::unique_ptr<BIO, int (*)(BIO*)> file(BIO_new_file(path.c_str(), "r"), BIO_free);
  if (file == nullptr) return Unusable(path, "cannot be read");
  int count = 0;
  while (Object* object = read(file.get(), nullptr, nullptr, nullptr)) {
    const bool accepted = accept(object);
    free(object);
    if (!accepted) return Unusable(path, "holds an object that OpenSSL does not take");
    ++count;
  }
  // The end of the file shows as a missing start line; everything else is a fault within.
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end) return Unusable(path, "holds damaged PEM");
  return count > 0 ? absl::OkStatus() : Unusable(path, "holds nothing of its kind in PEM");
}

// The files of a directory but those whose names begin with a dot, in order.
absl::StatusOr<std::vector<std::string>> FilesIn(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> files;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().filename().native().front() == '.') continue;
    std::error_code ignored;
    if (entry->is_regular_file(ignored)) files.push_back(entry->path().native());
  }
  if (error) return Unusable(directory, absl::StrCat("cannot be listed: ", error.message()));
  std::sort(files.begin(), files.end());
  return files;
}

// An authority without a list revokes nothing: the operator of one authority of several may have none yet.
int PassOverMissingLists(int ok, X509_STORE_CTX* context) {
  return X509_STORE_CTX_get_error(context) == X509_V_ERR_UNABLE_TO_GET_CRL ? 1 : ok;
}

absl::Status AddLists(const std::string& directory, X509_STORE* store) {
  auto files = FilesIn(directory);
  if (!files.ok()) return files.status();
  for (const std::string& file : *files) {
    absl::Status added = ForEachPem<X509_CRL>(file, PEM_read_bio_X509_CRL, X509_CRL_free,
                                              [store](X509_CRL* list) { return X509_STORE_add_crl(store, list) == 1; });
    if (!added.ok()) return added;
  }
  X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  X509_STORE_set_verify_cb(store, PassOverMissingLists);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<X509_STORE>> ReadTrustStore(const TrustFiles& files) {
  const std::shared_ptr<X509_STORE> store(X509_STORE_new(), X509_STORE_free);
  absl::Status read = ForEachPem<X509>(files.ca, PEM_read_bio_X509, X509_free, [&store](X509* authority) {
    return X509_STORE_add_cert(store.get(), authority) == 1;
  });
  if (read.ok() && !files.crl_directory.empty()) read = AddLists(files.crl_directory, store.get());
  if (!read.ok()) return read;
  X509_STORE_set_purpose(store.get(), X509_PURPOSE_SSL_CLIENT);
  X509_VERIFY_PARAM_set_auth_level(X509_STORE_get0_param(store.get()), kSecurityLevel);
  return store;
}

absl::StatusOr<DeniedSerials> ReadDeniedSerials(const TrustFiles& files) {
  DeniedSerials denied;
  if (files.denied_serials.empty()) return denied;
  std::ifstream file(files.denied_serials);
  std::vector<int> faults;
  std::string line;
  int number = 0;
  while (std::getline(file, line)) {
    ++number;
    const absl::string_view text = absl::StripAsciiWhitespace(absl::string_view(line).substr(0, line.find('#')));
    if (text.empty()) continue;
    std::string serial = NormalSerial(text);
    if (serial.empty()) {
      faults.push_back(number);
    } else {
      denied.serials.insert(std::move(serial));
    }
  }
  if (!file.eof()) return Unusable(files.denied_serials, "cannot be read");
  if (!faults.empty()) {
    denied.faults = Unusable(files.denied_serials,
                             absl::StrCat("has no serial number in hex in the lines ", absl::StrJoin(faults, ", ")));
  }
  return denied;
}

std::string NormalSerial(absl::string_view text) {
  absl::ConsumePrefix(&text, "serial=");
  std::string digits = absl::AsciiStrToLower(absl::StrReplaceAll(text, {{":", ""}}));
  const bool hex = std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return absl::ascii_isxdigit(c); });
  if (digits.empty() || digits.size() > kMostHexDigits || !hex) return "";
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return digits;
}

std::string TrustFilesFingerprint(const TrustFiles& files) {
  std::vector<std::string> paths = {files.ca};
  if (!files.denied_serials.empty()) paths.push_back(files.denied_serials);
  if (!files.crl_directory.empty()) {
    if (auto lists = FilesIn(files.crl_directory); lists.ok()) paths.insert(paths.end(), lists->begin(), lists->end());
  }
  std::string fingerprint;
  absl::Time newest = absl::InfinitePast();
  for (const std::string& path : paths) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) {
      absl::StrAppend(&fingerprint, path, " is away\n");
      continue;
    }
    newest = std::max(newest, absl::TimeFromTimespec(status.st_ctim));
    absl::StrAppend(&fingerprint, path, " ", status.st_dev, " ", status.st_ino, " ", status.st_size, " ",
                    absl::ToUnixNanos(absl::TimeFromTimespec(status.st_mtim)), " ",
                    absl::ToUnixNanos(absl::TimeFromTimespec(status.st_ctim)), "\n");
  }
  static std::atomic<uint64_t> looks = 0;
  // The machine's clock, not the process's: file times are its.
  if (newest > absl::Now() - kSameInstant) absl::StrAppend(&fingerprint, "look ", looks.fetch_add(1), "\n");
  return fingerprint;
}

}  // namespace lianfang
