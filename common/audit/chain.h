// The hash chains of audit rows, as the contract defines them (proto/lianfang/audit/v1/audit.proto): what is stored, served and verified.
//
//   AuditVerifier verifier("expert", audit::v1::JOURNAL_READS);
//   for (const auto& end : page.ends()) verifier.AddEnd(end);        // of what was removed, first
//   for (const auto& record : page.records()) verifier.Add(record);  // in order
//   if (!verifier.problems().empty()) …
//
// The database computes the same hashes when it adds a row (sql/audit_trail.sql); the conformance suite compares.
#ifndef LIANFANG_COMMON_AUDIT_CHAIN_H_
#define LIANFANG_COMMON_AUDIT_CHAIN_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/audit/v1/audit.pb.h"

namespace lianfang {

// `operations` or `reads`; a journal that is not said is that of operations.
std::string JournalName(audit::v1::Journal journal);

// What stands before the first row of a service's journal, 32 bytes.
std::string ChainStart(absl::string_view service, audit::v1::Journal journal);
std::string AuditRowHash(const audit::v1::AuditEvent& event);
std::string NextChainHash(absl::string_view before, absl::string_view row_hash);
// What a service with a key signs of an end.
std::string AuditEndBytes(absl::string_view service, const audit::v1::AuditEnd& end);

// Verifies one journal from its beginning: a row that was changed, removed, put in or moved is found. Whoever can write to the
// database as its administrator may cut rows off at the end, or chain all of them anew: `HoldTo` finds that, by what was noted before.
class AuditVerifier {
 public:
  struct Problem {
    int64_t sequence;  // of the row at which it shows; 0: of none
    std::string what;
  };

  AuditVerifier(std::string service, audit::v1::Journal journal);

  // The chain must have had this hash at this row. Before any end or row.
  void HoldTo(int64_t sequence, std::string chain_hash) { held_.emplace_back(sequence, std::move(chain_hash)); }
  void AddEnd(const audit::v1::AuditEnd& end);
  void Add(const audit::v1::AuditRecord& record);
  // After the last row: what it is held to must have come.
  void Finish();

  int64_t rows() const { return rows_; }          // that were added
  int64_t withheld() const { return withheld_; }  // of them, those without their content
  int64_t sequence() const { return sequence_; }  // of the last row
  const std::string& chain_hash() const { return chain_hash_; }
  // At most kMostProblems, and their number.
  const std::vector<Problem>& problems() const { return problems_; }
  int64_t problem_count() const { return problem_count_; }

  static constexpr size_t kMostProblems = 100;

 private:
  void Say(int64_t sequence, std::string what);
  void CheckHeld();

  const std::string service_;
  const audit::v1::Journal journal_;
  int64_t rows_ = 0;
  int64_t withheld_ = 0;
  int64_t sequence_ = 0;
  std::string chain_hash_;
  std::vector<std::pair<int64_t, std::string>> held_;
  std::vector<Problem> problems_;
  int64_t problem_count_ = 0;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_AUDIT_CHAIN_H_
