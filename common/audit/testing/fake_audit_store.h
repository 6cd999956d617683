// Audit rows in memory, for tests.
#ifndef LIANFANG_COMMON_AUDIT_TESTING_FAKE_AUDIT_STORE_H_
#define LIANFANG_COMMON_AUDIT_TESTING_FAKE_AUDIT_STORE_H_

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/audit/audit_store.h"
#include "common/audit/chain.h"
#include "common/identity.h"
#include "common/time.h"

namespace lianfang {

// Thread-safe. Months are removed as `SetOldMonth` says.
class FakeAuditStore : public AuditStore {
 public:
  explicit FakeAuditStore(std::string service = "expert") : service_(std::move(service)) {}

  absl::Status Append(audit::v1::Journal journal, const std::vector<audit::v1::AuditEvent>& events,
                      absl::Time) override {
    absl::MutexLock lock(&mutex_);
    if (!fault_.ok()) return fault_;
    for (const audit::v1::AuditEvent& event : events) Add(journal, event);
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<audit::v1::AuditEvent>> List(const AuditFilter& filter, bool newest_first,
                                                          int64_t from_sequence, int limit, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    std::vector<audit::v1::AuditEvent> found;
    for (const audit::v1::AuditRecord& row : Rows(filter.journal)) {
      const bool placed =
          newest_first ? from_sequence == 0 || row.sequence() < from_sequence : row.sequence() > from_sequence;
      if (placed && Matches(filter, row.event())) found.push_back(row.event());
    }
    if (newest_first) std::reverse(found.begin(), found.end());
    if (found.size() > static_cast<size_t>(limit)) found.resize(static_cast<size_t>(limit));
    return found;
  }

  absl::StatusOr<std::vector<audit::v1::AuditRecord>> ReadRecords(audit::v1::Journal journal, int64_t first, int limit,
                                                                  absl::Time) override {
    absl::MutexLock lock(&mutex_);
    std::vector<audit::v1::AuditRecord> found;
    for (const audit::v1::AuditRecord& row : Rows(journal)) {
      if (row.sequence() >= first && found.size() < static_cast<size_t>(limit)) found.push_back(row);
    }
    return found;
  }

  absl::StatusOr<std::vector<audit::v1::AuditEnd>> ListEnds(audit::v1::Journal journal, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    std::vector<audit::v1::AuditEnd> found;
    for (const audit::v1::AuditEnd& end : ends_) {
      if (end.journal() == journal) found.push_back(end);
    }
    return found;
  }

  absl::StatusOr<int> Prepare(int, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    if (!fault_.ok()) return fault_;
    return ++prepared_;
  }

  absl::StatusOr<std::optional<OldAuditMonth>> FindOldMonth(audit::v1::Journal journal, int, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    const auto old = old_.find(JournalName(journal));
    if (old == old_.end()) return std::nullopt;
    OldAuditMonth month;
    month.month = "old";
    month.end.set_journal(journal);
    for (const audit::v1::AuditRecord& row : Rows(journal)) {
      if (row.sequence() > old->second) break;
      if (month.end.row_count() == 0) {
        month.end.set_first_sequence(row.sequence());
        *month.end.mutable_first_event_time() = row.event().event_time();
      }
      month.end.set_last_sequence(row.sequence());
      month.end.set_row_count(month.end.row_count() + 1);
      *month.end.mutable_last_event_time() = row.event().event_time();
      month.end.set_chain_hash(row.chain_hash());
    }
    return month;
  }

  absl::StatusOr<bool> RemoveMonth(const OldAuditMonth& month, int, const std::string& actor, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    if (old_.erase(JournalName(month.end.journal())) == 0) return false;
    auto& rows = Rows(month.end.journal());
    rows.erase(rows.begin(), rows.begin() + month.end.row_count());
    ends_.push_back(month.end);
    audit::v1::AuditEvent event;
    event.set_actor(actor);
    event.set_detail(absl::StrCat("removed rows to ", month.end.last_sequence()));
    Add(audit::v1::JOURNAL_OPERATIONS, event);
    return true;
  }

  absl::StatusOr<int64_t> PruneRequests(int, int most, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    const int64_t pruned = std::min<int64_t>(most, requests_);
    requests_ -= pruned;
    return pruned;
  }

  absl::StatusOr<int64_t> PruneChanges(int, int most, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    const int64_t pruned = std::min<int64_t>(most, changes_);
    changes_ -= pruned;
    return pruned;
  }

  // From now on the store answers that, unless it is OK.
  void Fail(absl::Status fault) {
    absl::MutexLock lock(&mutex_);
    fault_ = std::move(fault);
  }
  // Rows up to this one make a month that is over.
  void SetOldMonth(audit::v1::Journal journal, int64_t last_sequence) {
    absl::MutexLock lock(&mutex_);
    old_[JournalName(journal)] = last_sequence;
  }
  void SetOldRequests(int64_t count) {
    absl::MutexLock lock(&mutex_);
    requests_ = count;
  }
  int64_t old_requests() const {
    absl::MutexLock lock(&mutex_);
    return requests_;
  }
  void SetOldChanges(int64_t count) {
    absl::MutexLock lock(&mutex_);
    changes_ = count;
  }
  int64_t old_changes() const {
    absl::MutexLock lock(&mutex_);
    return changes_;
  }
  std::vector<audit::v1::AuditEvent> events(audit::v1::Journal journal) {
    absl::MutexLock lock(&mutex_);
    std::vector<audit::v1::AuditEvent> events;
    for (const audit::v1::AuditRecord& row : Rows(journal)) events.push_back(row.event());
    return events;
  }

 private:
  struct Chain {
    int64_t sequence = 0;
    absl::Time time = absl::InfinitePast();
    std::string hash;
    std::vector<audit::v1::AuditRecord> rows;
  };

  Chain& ChainOf(audit::v1::Journal journal) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    Chain& chain = chains_[JournalName(journal)];
    if (chain.hash.empty()) chain.hash = ChainStart(service_, journal);
    return chain;
  }
  std::vector<audit::v1::AuditRecord>& Rows(audit::v1::Journal journal) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return ChainOf(journal).rows;
  }

  void Add(audit::v1::Journal journal, audit::v1::AuditEvent event) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    Chain& chain = ChainOf(journal);
    chain.time = std::max(chain.time, FromTimestamp(event.event_time()));
    *event.mutable_event_time() = ToTimestamp(chain.time);
    event.set_journal(journal);
    event.set_sequence(++chain.sequence);
    if (const auto identity = ReadKeptIdentity(event.actor()); identity.ok()) event.set_person(identity->person);
    audit::v1::AuditRecord record;
    record.set_sequence(event.sequence());
    record.set_row_hash(AuditRowHash(event));
    chain.hash = NextChainHash(chain.hash, record.row_hash());
    record.set_chain_hash(chain.hash);
    *record.mutable_event() = std::move(event);
    chain.rows.push_back(std::move(record));
  }

  // Whether `text` is `wanted`, or what others continue with `/`.
  static bool Within(const std::string& wanted, const std::string& text) {
    return wanted.empty() || text == wanted || absl::StartsWith(text, wanted + "/");
  }

  static bool Matches(const AuditFilter& filter, const audit::v1::AuditEvent& event) {
    const absl::Time time = FromTimestamp(event.event_time());
    if (time < filter.from || time >= filter.until) return false;
    if (!Within(filter.actor, event.actor()) || !Within(filter.resource, event.resource())) return false;
    if (!filter.person.empty() && event.person() != filter.person) return false;
    if (filter.outcome != audit::v1::AUDIT_OUTCOME_UNSPECIFIED && filter.outcome != event.outcome()) return false;
    if (!filter.method.empty() && event.method() != filter.method &&
        !absl::EndsWith(event.method(), "." + filter.method)) {
      return false;
    }
    const auto identity = ReadKeptIdentity(event.actor());
    return !identity.ok() || identity->region.empty() || absl::StartsWith(identity->region, filter.division_prefix);
  }

  const std::string service_;
  mutable absl::Mutex mutex_;
  absl::Status fault_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Chain> chains_ ABSL_GUARDED_BY(mutex_);  // by journal
  std::map<std::string, int64_t> old_ ABSL_GUARDED_BY(mutex_);   // by journal
  std::vector<audit::v1::AuditEnd> ends_ ABSL_GUARDED_BY(mutex_);
  int prepared_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t requests_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t changes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_AUDIT_TESTING_FAKE_AUDIT_STORE_H_
