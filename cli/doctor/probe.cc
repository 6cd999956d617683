#include "cli/doctor/probe.h"

#include <netdb.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

namespace lianfang::cli {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLongestPage = size_t{16} << 20;

absl::Status Fault() { return absl::UnavailableError(std::strerror(errno)); }

// A socket that is connected, or the reason why not.
absl::StatusOr<int> Connect(const std::string& address, absl::Duration timeout) {
  const std::pair<std::string, std::string> place = absl::StrSplit(address, absl::MaxSplits(':', 1));
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int fault = getaddrinfo(place.first.c_str(), place.second.c_str(), &hints, &found); fault != 0) {
    return absl::UnavailableError(gai_strerror(fault));
  }
  const absl::Cleanup free = [found] { freeaddrinfo(found); };
  const int handle = socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, found->ai_protocol);
  if (handle < 0) return Fault();
  const timeval limit = absl::ToTimeval(timeout);
  setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
  setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  if (connect(handle, found->ai_addr, found->ai_addrlen) == 0) return handle;
  const absl::Status fault = Fault();
  close(handle);
  return fault;
}

absl::Time TimeOf(const fs::path& path) {
  struct stat state {};
  return stat(path.c_str(), &state) == 0 ? absl::TimeFromTimespec(state.st_mtim) : absl::InfinitePast();
}

// The entries of a directory; none where it cannot be read.
std::vector<fs::path> EntriesOf(const fs::path& directory) {
  std::error_code fault;
  std::vector<fs::path> entries;
  for (auto entry = fs::directory_iterator(directory, fault); !fault && entry != fs::directory_iterator();
       entry.increment(fault)) {
    entries.push_back(entry->path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace

absl::StatusOr<std::string> FetchMetrics(const std::string& address, absl::Duration timeout) {
  const auto connected = Connect(address, timeout);
  if (!connected.ok()) return connected.status();
  const int handle = *connected;
  const absl::Cleanup closing = [handle] { close(handle); };
  const std::string request = absl::StrCat("GET /metrics HTTP/1.0\r\nHost: ", address, "\r\n\r\n");
  if (send(handle, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
    return Fault();
  std::string answer;
  char part[16384];
  for (ssize_t count; (count = recv(handle, part, sizeof(part), 0)) != 0;) {
    if (count < 0) return Fault();
    answer.append(part, static_cast<size_t>(count));
    if (answer.size() > kLongestPage) return absl::UnavailableError("the answer is too long");
  }
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(answer, absl::MaxSplits("\r\n\r\n", 1));
  if (!absl::StrContains(parts.first.substr(0, parts.first.find('\r')), " 200")) {
    return absl::UnavailableError("no page of metrics");
  }
  return std::string(parts.second);
}

std::optional<absl::Time> EndOfCertificate(const std::string& file) {
  const std::unique_ptr<FILE, int (*)(FILE*)> opened(std::fopen(file.c_str(), "re"), &std::fclose);
  if (opened == nullptr) return std::nullopt;
  const std::unique_ptr<X509, void (*)(X509*)> certificate(PEM_read_X509(opened.get(), nullptr, nullptr, nullptr),
                                                           &X509_free);
  tm end{};
  if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1) return std::nullopt;
  return absl::FromTM(end, absl::UTCTimeZone());
}

std::vector<std::string> CertificatesIn(const std::string& directory) {
  std::vector<std::string> files;
  for (const fs::path& path : EntriesOf(directory)) {
    if (path.extension() == ".crt") files.push_back(path.string());
  }
  return files;
}

std::pair<std::optional<absl::Time>, std::optional<absl::Time>> NewestBackup(const std::string& directory) {
  std::pair<std::optional<absl::Time>, std::optional<absl::Time>> newest;
  const fs::path line = fs::path(directory) / "current";
  for (const fs::path& base : EntriesOf(line / "base")) {
    absl::Time whole;
    if (absl::ParseTime("%E4Y%m%dT%H%M%SZ", base.filename().string(), &whole, nullptr)) {
      newest.first = std::max(newest.first.value_or(absl::InfinitePast()), whole);
    }
  }
  for (const fs::path& file : EntriesOf(line / "wal")) {
    newest.second = std::max(newest.second.value_or(absl::InfinitePast()), TimeOf(file));
  }
  return newest;
}

std::string FaultOfWriting(const std::string& directory) {
  // The dot tells a file from a directory, also to root, whom no mode keeps out.
  return access(absl::StrCat(directory, "/.").c_str(), W_OK | X_OK) == 0 ? "" : std::strerror(errno);
}

absl::StatusOr<std::pair<uint64_t, uint64_t>> DiskOf(const std::string& directory) {
  struct statvfs disk {};
  if (statvfs(directory.c_str(), &disk) != 0) return Fault();
  return std::pair<uint64_t, uint64_t>(disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize);
}

}  // namespace lianfang::cli
