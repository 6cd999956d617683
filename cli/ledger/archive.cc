#include "cli/ledger/archive.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::cli {
namespace {

using submission::v1::LedgerArchiveRecord;

constexpr int kVersion = 1;

// A record as one line. Fails only on strings that are not UTF-8, which neither the wire nor a parser lets in.
std::string LineOf(const LedgerArchiveRecord& record) {
  std::string line;
  (void)google::protobuf::util::MessageToJsonString(record, &line);
  line.push_back('\n');
  return line;
}

// Keys, then entries and seals as they come: none goes back to a part before.
bool MayFollow(int before, int record) {
  const auto part = [](int kind) {
    return kind == LedgerArchiveRecord::kSeal ? int{LedgerArchiveRecord::kEntry} : kind;
  };
  return record > LedgerArchiveRecord::kHead && part(record) >= part(before);
}

}  // namespace

ArchiveWriter::ArchiveWriter(std::ostream& out, const std::string& plan, absl::Time now) : out_(out) {
  LedgerArchiveRecord record;
  record.mutable_header()->set_version(kVersion);
  record.mutable_header()->set_plan(plan);
  *record.mutable_header()->mutable_export_time() = ToTimestamp(now);
  WriteRecord(record);
}

void ArchiveWriter::WriteRecord(const LedgerArchiveRecord& record) { out_ << LineOf(record); }

void ArchiveWriter::Write(const submission::v1::LedgerHead& head) {
  LedgerArchiveRecord record;
  *record.mutable_head() = head;
  WriteRecord(record);
}

void ArchiveWriter::Write(const submission::v1::LedgerKey& key) {
  LedgerArchiveRecord record;
  *record.mutable_key() = key;
  WriteRecord(record);
}

void ArchiveWriter::Write(const submission::v1::RecordedEntry& entry) {
  LedgerArchiveRecord record;
  *record.mutable_entry() = entry;
  WriteRecord(record);
}

void ArchiveWriter::Write(const type::v1::SignedSeal& seal) {
  LedgerArchiveRecord record;
  *record.mutable_seal() = seal;
  WriteRecord(record);
}

absl::StatusOr<ArchiveReader> ArchiveReader::Open(std::istream& in) {
  ArchiveReader reader(in);
  LedgerArchiveRecord record;
  for (const int wanted : {int{LedgerArchiveRecord::kHeader}, int{LedgerArchiveRecord::kHead}}) {
    std::string line;
    ++reader.line_;
    if (!std::getline(in, line) || !google::protobuf::util::JsonStringToMessage(line, &record).ok() ||
        record.record_case() != wanted) {
      return reader.Fault("is not the beginning of an exported ledger");
    }
    if (record.has_header()) {
      if (record.header().version() != kVersion) {
        return reader.Fault(absl::StrCat("has version ", record.header().version(), "; this program reads ", kVersion));
      }
      reader.plan_ = record.header().plan();
    } else {
      reader.head_ = record.head();
    }
    record.Clear();
  }
  return reader;
}

absl::StatusOr<std::optional<LedgerArchiveRecord>> ArchiveReader::Next() {
  std::string line;
  ++line_;
  if (!std::getline(*in_, line)) {
    if (in_->bad()) return Fault("cannot be read");
    return std::nullopt;
  }
  LedgerArchiveRecord record;
  if (const auto parsed = google::protobuf::util::JsonStringToMessage(line, &record); !parsed.ok()) {
    return Fault(absl::StrCat("is no record: ", std::string(parsed.message())));
  }
  if (!MayFollow(last_case_, record.record_case())) return Fault("does not belong there");
  last_case_ = record.record_case();
  return record;
}

absl::Status ArchiveReader::Fault(const std::string& what) const {
  return absl::InvalidArgumentError(absl::StrCat("line ", line_, " ", what));
}

}  // namespace lianfang::cli
