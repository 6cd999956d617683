#include "services/submission/store/testing/fake_ledger_store.h"

#include <algorithm>
#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/submission/domain/request/names.h"

namespace lianfang::submission {
namespace {

// Reads a store that nobody else writes to.
class FakeSnapshot : public LedgerSnapshot {
 public:
  FakeSnapshot(std::string plan, std::unique_ptr<FakeSubmissionStore> store)
      : plan_(std::move(plan)), store_(std::move(store)) {}

  absl::StatusOr<StoredHead> ReadHead() override { return store_->ReadLedgerHead(plan_, absl::InfiniteFuture()); }

  absl::StatusOr<std::vector<std::pair<int, std::string>>> ReadPlanDocuments() override {
    return store_->PlanDocuments(plan_);
  }

  absl::StatusOr<std::vector<AuditedEntry>> ReadEntries(int64_t first, int limit) override {
    std::vector<AuditedEntry> audited;
    const auto entries = *store_->ReadLedger(plan_, first, limit, absl::InfiniteFuture());
    for (const StoredEntry& stored : entries) {
      v1::LedgerEntry entry;
      entry.ParseFromString(stored.bytes);
      AuditedEntry& each = audited.emplace_back(AuditedEntry{stored, std::nullopt});
      const auto found = store_->requests().find({entry.actor(), entry.request_id()});
      if (found != store_->requests().end()) {
        each.answer = StoredAnswer{found->second.key.method, found->second.response};
      }
    }
    return audited;
  }

  absl::StatusOr<std::vector<StoredSeal>> ReadSeals(int64_t sequence, int limit) override {
    return store_->ReadSeals(plan_, sequence, limit, absl::InfiniteFuture());
  }

  absl::StatusOr<std::vector<StoredChange>> ReadChanges(int64_t position, int limit) override {
    std::vector<StoredChange> changes;
    const std::vector<Change>& all = store_->changes();
    for (auto i = static_cast<size_t>(std::max(position, store_->pruned_changes())); i < all.size(); ++i) {
      if (static_cast<int>(changes.size()) == limit) break;
      if (!absl::StrContains(all[i].payload, absl::StrCat(PlanName(plan_), "/"))) continue;
      changes.push_back({static_cast<int64_t>(i) + 1, all[i]});
    }
    return changes;
  }

  absl::StatusOr<StoredTotals> ReadTotals() override {
    const auto changes = static_cast<int64_t>(store_->changes().size());
    const int64_t pruned = store_->pruned_changes();
    StoredTotals totals{.answers = static_cast<int64_t>(store_->requests().size()),
                        .changes = changes - pruned,
                        .pruned_changes = pruned,
                        .last_change = changes,
                        .change_head = changes};
    for (const auto& [plan, entries] : store_->ledgers()) totals.entries += static_cast<int64_t>(entries.size());
    return totals;
  }

  absl::StatusOr<std::vector<AuditedRow<v1::Obligation>>> ReadObligations(const Page& page) override {
    std::vector<AuditedRow<v1::Obligation>> rows;
    for (const auto& [name, obligation] : store_->obligations()) {
      const ChildName parts = *ParseObligationName("name", name);
      if (parts.plan != plan_ || parts.id <= page.after || static_cast<int>(rows.size()) == page.limit) continue;
      rows.push_back({parts.id, obligation, /*indexed=*/true});
    }
    return rows;
  }

  absl::StatusOr<std::vector<AuditedRow<v1::Return>>> ReadReturns(const Page& page) override {
    std::vector<AuditedRow<v1::Return>> rows;
    for (const auto& [name, filed] : store_->returns()) {
      const ChildName parts = *ParseReturnName("name", name);
      if (parts.plan != plan_ || parts.id <= page.after || static_cast<int>(rows.size()) == page.limit) continue;
      rows.push_back({parts.id, filed, /*indexed=*/true});
    }
    return rows;
  }

 private:
  const std::string plan_;
  const std::unique_ptr<FakeSubmissionStore> store_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> FakeLedgerStore::ReadLeafHashes(const std::string& plan, int64_t first,
                                                                         int64_t count, absl::Time deadline) {
  const auto entries = store_.ReadLedger(plan, first, static_cast<int>(count), deadline);
  std::vector<std::string> hashes;
  for (const StoredEntry& entry : *entries) {
    if (entry.sequence < first + count) hashes.push_back(entry.hash);
  }
  absl::MutexLock lock(&mutex_);
  hashes_read_ += static_cast<int64_t>(hashes.size());
  return hashes;
}

absl::StatusOr<std::vector<KeyUse>> FakeLedgerStore::ListKeyUses(const std::vector<std::string>& plans,
                                                                 const std::vector<std::string>& key_ids,
                                                                 absl::Time deadline) {
  std::map<std::pair<std::string, std::string>, KeyUse> uses;  // by plan and key
  for (const std::string& plan : plans) {
    const auto seals = *store_.ReadSeals(plan, 1, std::numeric_limits<int>::max(), deadline);
    for (const StoredSeal& seal : seals) {
      const std::string& key = seal.seal.key_id();
      if (std::find(key_ids.begin(), key_ids.end(), key) == key_ids.end()) continue;
      uses.try_emplace({plan, key}, KeyUse{plan, key, seal, seal}).first->second.last = seal;
    }
  }
  std::vector<KeyUse> ordered;
  for (auto& [key, use] : uses) ordered.push_back(std::move(use));
  return ordered;
}

absl::StatusOr<std::vector<StoredEntry>> FakeLedgerStore::ReadPlanEntries(const std::string& plan, int64_t after,
                                                                          int limit, absl::Time deadline) {
  const auto all = *store_.ReadLedger(plan, after + 1, std::numeric_limits<int>::max(), deadline);
  std::vector<StoredEntry> entries;
  for (const StoredEntry& entry : all) {
    if (entry.return_id.empty() && static_cast<int>(entries.size()) < limit) entries.push_back(entry);
  }
  return entries;
}

absl::Status FakeLedgerStore::Snapshot(const std::string& plan, absl::Time,
                                       const std::function<absl::Status(LedgerSnapshot&)>& read) {
  FakeSnapshot snapshot(plan, store_.Copy());
  if (absl::Status status = on_snapshot(); !status.ok()) return status;
  return read(snapshot);
}

absl::StatusOr<AuditRecord> FakeLedgerStore::BeginAudit(const AuditRecord& fresh, absl::Time alive_since, absl::Time) {
  absl::MutexLock lock(&mutex_);
  AuditRecord& record = audits_.try_emplace(fresh.plan, fresh).first->second;
  if (!record.outcome.empty() || record.beat_time <= alive_since) record = fresh;
  return record;
}

absl::StatusOr<std::optional<absl::Time>> FakeLedgerStore::RecordAudit(const AuditRecord& record, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = audits_.find(record.plan);
  if (found == audits_.end() || found->second.id != record.id) return std::nullopt;
  const absl::Time asked = found->second.ask_time;
  found->second = record;
  found->second.ask_time = asked;
  return asked;
}

absl::StatusOr<std::optional<AuditRecord>> FakeLedgerStore::FindAudit(const std::string& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = audits_.find(plan);
  return found == audits_.end() ? std::nullopt : std::optional<AuditRecord>(found->second);
}

absl::StatusOr<std::optional<AuditRecord>> FakeLedgerStore::AskAudit(const std::string& plan, const std::string& id,
                                                                     absl::Time now, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = audits_.find(plan);
  if (found == audits_.end() || found->second.id != id) return std::nullopt;
  found->second.ask_time = std::max(found->second.ask_time, now);
  return found->second;
}

}  // namespace lianfang::submission
