#include "services/submission/ledger_reading.h"

#include <string>
#include <utility>
#include <vector>

namespace lianfang::submission {
namespace {

constexpr int kPage = 1000;

// Reads on in the changelog, as far as the entries added so far made changes; to its end once there are no more entries.
class ChangeReader {
 public:
  // `pruned`: whether the oldest changes were removed.
  ChangeReader(LedgerSnapshot& snapshot, bool pruned) : snapshot_(snapshot), pruned_(pruned) {}

  absl::Status CheckExpected(LedgerAudit& audit) {
    while (audit.ExpectsChanges()) {
      const auto taken = Check(audit);
      if (!taken.ok() || *taken == Taken::kLater) return taken.status();
      if (*taken == Taken::kNothing) break;
    }
    if (pruned_ && IsAtEnd()) audit.DropPruned();
    return absl::OkStatus();
  }

  absl::Status CheckRest(LedgerAudit& audit) {
    for (;;) {
      const auto taken = Check(audit);
      if (!taken.ok()) return taken.status();
      if (*taken == Taken::kChange) continue;
      if (*taken == Taken::kLater) audit.RefuseChange(page_[next_]);
      audit.CheckChangesEnd();
      return absl::OkStatus();
    }
  }

 private:
  enum class Taken { kChange, kNothing, kLater };  // one; none is left; the next is of an entry to come

  bool IsAtEnd() const { return at_end_ && next_ == page_.size(); }

  // Hands the next change to the audit.
  absl::StatusOr<Taken> Check(LedgerAudit& audit) {
    if (next_ == page_.size() && !at_end_) {
      auto page = snapshot_.ReadChanges(page_.empty() ? 0 : page_.back().position, kPage);
      if (!page.ok()) return page.status();
      at_end_ = page->size() < kPage;
      page_ = *std::move(page);
      next_ = 0;
    }
    if (next_ == page_.size()) return Taken::kNothing;
    if (!audit.CheckChange(page_[next_])) return Taken::kLater;
    ++next_;
    return Taken::kChange;
  }

  LedgerSnapshot& snapshot_;
  const bool pruned_;
  std::vector<StoredChange> page_;
  size_t next_ = 0;
  bool at_end_ = false;
};

// Hands on the seals, each right after the last entry that it covers.
class SealReader {
 public:
  explicit SealReader(LedgerSnapshot& snapshot) : snapshot_(snapshot) {}

  // Those that end at or before entry `sequence`, the last one that was added.
  absl::Status AddUntil(int64_t sequence, LedgerAudit& audit) {
    for (;;) {
      if (next_ == page_.size() && !at_end_) {
        auto page = snapshot_.ReadSeals(page_.empty() ? 1 : page_.back().last_sequence + 1, kPage);
        if (!page.ok()) return page.status();
        at_end_ = page->size() < kPage;
        page_ = *std::move(page);
        next_ = 0;
      }
      if (next_ == page_.size() || page_[next_].last_sequence > sequence) return absl::OkStatus();
      const StoredSeal& seal = page_[next_++];
      audit.AddSeal(seal.first_sequence, seal.last_sequence, seal.seal);
    }
  }

 private:
  LedgerSnapshot& snapshot_;
  std::vector<StoredSeal> page_;
  size_t next_ = 0;
  bool at_end_ = false;
};

// The plan's editions, then the entries by pages, with their seals and the changes that they made.
absl::Status ReadEntries(LedgerSnapshot& snapshot, LedgerAudit& audit, int64_t total, bool pruned,
                         const Proceed& proceed) {
  const auto documents = snapshot.ReadPlanDocuments();
  if (!documents.ok()) return documents.status();
  for (const auto& [edition, document] : *documents) audit.AddPlan(edition, document);
  ChangeReader changes(snapshot, pruned);
  SealReader seals(snapshot);
  int64_t read = 0;
  for (int64_t next = 1;;) {
    if (absl::Status status = proceed(read, total); !status.ok()) return status;
    const auto entries = snapshot.ReadEntries(next, kPage);
    if (!entries.ok()) return entries.status();
    if (entries->empty()) return changes.CheckRest(audit);
    for (const auto& [entry, answer, answer_pruned] : *entries) {
      audit.AddEntry(entry);
      if (!answer_pruned) audit.CheckAnswer(answer.has_value() ? &*answer : nullptr);
      if (absl::Status status = seals.AddUntil(entry.sequence, audit); !status.ok()) return status;
      next = entry.sequence + 1;
    }
    read += static_cast<int64_t>(entries->size());
    if (absl::Status status = changes.CheckExpected(audit); !status.ok()) return status;
  }
}

// What is stored beside the ledger: returns, obligations, the recorded head.
absl::Status ReadState(LedgerSnapshot& snapshot, LedgerAudit& audit, const StoredHead& head, const Proceed& proceed) {
  for (std::string after;;) {
    if (absl::Status status = proceed(head.sequence, head.sequence); !status.ok()) return status;
    const auto rows = snapshot.ReadReturns({after, kPage});
    if (!rows.ok()) return rows.status();
    for (const auto& row : *rows) audit.CheckReturn(row.row, row.indexed);
    if (rows->size() < kPage) break;
    after = rows->back().key;
  }
  for (std::string after;;) {
    if (absl::Status status = proceed(head.sequence, head.sequence); !status.ok()) return status;
    const auto rows = snapshot.ReadObligations({after, kPage});
    if (!rows.ok()) return rows.status();
    for (const auto& row : *rows) audit.CheckObligation(row.row, row.indexed);
    if (rows->size() < kPage) break;
    after = rows->back().key;
  }
  audit.CheckHead(head.sequence, head.hash);
  audit.CheckNext(head.commit_time, head.edition);
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadIntoAudit(LedgerSnapshot& snapshot, LedgerAudit& audit, const Proceed& proceed) {
  const auto head = snapshot.ReadHead();
  if (!head.ok()) return head.status();
  if (head->sequence == 0) {
    const auto first = snapshot.ReadEntries(1, 1);
    if (!first.ok()) return first.status();
    if (first->empty()) return absl::NotFoundError("the ledger is empty");
  }
  const auto totals = snapshot.ReadTotals();
  if (!totals.ok()) return totals.status();
  const bool pruned = totals->pruned_changes > 0;
  if (pruned) audit.ExpectPruned();
  if (absl::Status status = ReadEntries(snapshot, audit, head->sequence, pruned, proceed); !status.ok()) return status;
  if (absl::Status status = ReadState(snapshot, audit, *head, proceed); !status.ok()) return status;
  audit.CheckTotals(*totals);
  return absl::OkStatus();
}

}  // namespace lianfang::submission
