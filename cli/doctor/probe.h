// What `lianfang doctor` looks at: pages of metrics, certificates, backups, disks.
#ifndef LIANFANG_CLI_DOCTOR_PROBE_H_
#define LIANFANG_CLI_DOCTOR_PROBE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace lianfang::cli {

// The body that `http://HOST:PORT/metrics` answers, of at most 16 MiB. UNAVAILABLE with the reason.
absl::StatusOr<std::string> FetchMetrics(const std::string& address, absl::Duration timeout);

// When the certificate in a PEM file ends; nullopt where there is none.
std::optional<absl::Time> EndOfCertificate(const std::string& file);

// The certificates of a directory: files `*.crt`, by name.
std::vector<std::string> CertificatesIn(const std::string& directory);

// Of the history that is written now (deploy/lib/backup.sh): when the newest base backup was whole, and when the log was written last.
std::pair<std::optional<absl::Time>, std::optional<absl::Time>> NewestBackup(const std::string& directory);

// Why nothing can be written into a directory: it is not there, no directory, on a disk that is read-only, or somebody else's. Empty where it can.
std::string FaultOfWriting(const std::string& directory);

// Free and whole bytes of the disk that holds the directory.
absl::StatusOr<std::pair<uint64_t, uint64_t>> DiskOf(const std::string& directory);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_DOCTOR_PROBE_H_
