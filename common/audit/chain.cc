#include "common/audit/chain.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/hash.h"
#include "common/time.h"

namespace lianfang {
namespace {

using audit::v1::AuditEnd;
using audit::v1::AuditEvent;
using audit::v1::AuditRecord;
using audit::v1::Journal;

// Netstrings, one after the other.
std::string Netstrings(const std::vector<std::string>& fields) {
  std::string bytes;
  for (const std::string& field : fields) absl::StrAppend(&bytes, field.size(), ":", field, ",");
  return bytes;
}

std::string Micros(const google::protobuf::Timestamp& time) {
  return absl::StrCat(absl::ToUnixMicros(FromTimestamp(time)));
}

}  // namespace

std::string JournalName(Journal journal) { return journal == audit::v1::JOURNAL_READS ? "reads" : "operations"; }

std::string ChainStart(absl::string_view service, Journal journal) {
  return Sha256(absl::StrCat("lianfang-audit/", service, "/", JournalName(journal)));
}

std::string AuditRowHash(const AuditEvent& event) {
  return Sha256(
      Netstrings({JournalName(event.journal()), absl::StrCat(event.sequence()), Micros(event.event_time()),
                  event.actor(), event.certificate_serial(), event.address(), event.proxy(), event.on_behalf_of(),
                  event.method(), event.resource(), event.request_id(), absl::StrCat(static_cast<int>(event.outcome())),
                  event.reason(), event.purpose(), event.detail(), absl::StrCat(event.count())}));
}

std::string NextChainHash(absl::string_view before, absl::string_view row_hash) {
  return Sha256(absl::StrCat(before, row_hash));
}

std::string AuditEndBytes(absl::string_view service, const AuditEnd& end) {
  return Sha256(Netstrings({"lianfang-audit-end", std::string(service), JournalName(end.journal()),
                            absl::StrCat(end.first_sequence()), absl::StrCat(end.last_sequence()),
                            absl::StrCat(end.row_count()), Micros(end.first_event_time()),
                            Micros(end.last_event_time()), absl::BytesToHexString(end.chain_hash())}));
}

AuditVerifier::AuditVerifier(std::string service, Journal journal)
    : service_(std::move(service)), journal_(journal), chain_hash_(ChainStart(service_, journal)) {}

void AuditVerifier::Say(int64_t sequence, std::string what) {
  ++problem_count_;
  if (problems_.size() < kMostProblems) problems_.push_back({sequence, std::move(what)});
}

void AuditVerifier::AddEnd(const AuditEnd& end) {
  if (rows_ > 0) return Say(end.last_sequence(), "the end of removed rows comes after rows that are there");
  if (end.first_sequence() != sequence_ + 1 || end.row_count() != end.last_sequence() - sequence_) {
    Say(end.first_sequence(), "the end of removed rows does not follow the one before: rows are missing between them");
  }
  sequence_ = end.last_sequence();
  chain_hash_ = end.chain_hash();
  CheckHeld();
}

void AuditVerifier::Add(const AuditRecord& record) {
  ++rows_;
  const int64_t expected = sequence_ + 1;
  if (record.sequence() != expected) {
    Say(record.sequence(), absl::StrCat("row ", expected, " should stand here: rows were removed, put in or moved"));
  }
  if (!record.has_event()) {
    ++withheld_;
  } else if (const AuditEvent& event = record.event(); event.sequence() != record.sequence() ||
                                                       event.journal() != journal_ ||
                                                       AuditRowHash(event) != record.row_hash()) {
    Say(record.sequence(), "the row is not what was chained: it was changed");
  }
  if (NextChainHash(chain_hash_, record.row_hash()) != record.chain_hash()) {
    Say(record.sequence(), "the chain does not continue from the row before");
  }
  sequence_ = record.sequence();
  chain_hash_ = record.chain_hash();  // what follows is held to it, so that one fault is told once
  CheckHeld();
}

void AuditVerifier::CheckHeld() {
  const auto found =
      std::find_if(held_.begin(), held_.end(), [&](const auto& held) { return held.first <= sequence_; });
  if (found == held_.end()) return;
  if (found->first == sequence_ && found->second != chain_hash_) {
    Say(sequence_, "the chain had another hash here when it was noted: rows up to here were changed since");
  }
  held_.erase(found);  // one that was removed meanwhile cannot be compared
}

void AuditVerifier::Finish() {
  for (const auto& [sequence, hash] : held_) {
    Say(sequence,
        absl::StrCat("the chain ends at row ", sequence_, ": rows that were there when it was noted are gone"));
  }
  held_.clear();
}

}  // namespace lianfang
