// The file of `ledger export` (lianfang/submission/v1/ledger_archive.proto): a record a line, written and read one at a
// time, however long the ledger is.
#ifndef LIANFANG_CLI_LEDGER_ARCHIVE_H_
#define LIANFANG_CLI_LEDGER_ARCHIVE_H_

#include <cstdint>
#include <istream>
#include <optional>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/submission/v1/ledger_archive.pb.h"

namespace lianfang::cli {

// Writes the records in the order in which they are handed over, which is the caller's business. Not thread-safe.
class ArchiveWriter {
 public:
  // Writes the header. `out` outlives this.
  ArchiveWriter(std::ostream& out, const std::string& plan, absl::Time now);

  void Write(const submission::v1::LedgerHead& head);
  void Write(const submission::v1::LedgerKey& key);
  void Write(const submission::v1::RecordedEntry& entry);
  void Write(const type::v1::SignedSeal& seal);

 private:
  void WriteRecord(const submission::v1::LedgerArchiveRecord& record);

  std::ostream& out_;
};

// Not thread-safe.
class ArchiveReader {
 public:
  // Reads header and head. INVALID_ARGUMENT, with the line, where the file is none of this format, or of a later
  // version. `in` outlives this.
  static absl::StatusOr<ArchiveReader> Open(std::istream& in);

  const std::string& plan() const { return plan_; }
  const submission::v1::LedgerHead& head() const { return head_; }

  // The next record after the head; nothing at the end. INVALID_ARGUMENT, with the line, where it is no record, or one
  // that does not belong there.
  absl::StatusOr<std::optional<submission::v1::LedgerArchiveRecord>> Next();

 private:
  explicit ArchiveReader(std::istream& in) : in_(&in) {}

  absl::Status Fault(const std::string& what) const;

  std::istream* in_;
  int64_t line_ = 0;
  std::string plan_;
  submission::v1::LedgerHead head_;
  int last_case_ = 0;  // of the record before
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_LEDGER_ARCHIVE_H_
