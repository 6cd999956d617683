#include "common/audit/audit_keeper.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/audit/chain.h"
#include "common/errors.h"
#include "common/log.h"

namespace lianfang {
namespace {

constexpr absl::Duration kPause = absl::Seconds(1);
constexpr absl::Duration kUpkeepEvery = absl::Hours(6);
constexpr absl::Duration kRetryAfter = absl::Minutes(5);
constexpr absl::Duration kTimeout = absl::Seconds(60);
constexpr int kMonthsAhead = 2;
constexpr int kPruneBatch = 2000;

}  // namespace

AuditKeeper::AuditKeeper(AuditStore& store, AuditTrail& trail, const Clock& clock, Metrics& metrics, Options options)
    : store_(store),
      trail_(trail),
      clock_(clock),
      options_(std::move(options)),
      removed_(metrics.Counter("lianfang_audit_months_removed_total",
                               "Months of audit rows removed because their time of keeping was over.", {})),
      pruned_(metrics.Counter("lianfang_request_log_pruned_total", "Answers removed from the request log.", {})),
      pruned_changes_(metrics.Counter("lianfang_changelog_pruned_total", "Changes removed from the changelog.", {})),
      faults_(metrics.Counter(
          "lianfang_audit_faults_total",
          "Times that the audit could not be kept: denials not stored, no room made, nothing removed.", {})) {}

absl::Duration AuditKeeper::Step() {
  if (const absl::Status saved = trail_.SaveDenials(); !saved.ok()) Tell("denials are not stored", saved);
  const absl::Time now = clock_.Now();
  if (now < next_upkeep_) return kPause;
  const auto more = Upkeep();
  if (!more.ok()) Tell("upkeep", more.status());
  if (!more.ok()) {
    next_upkeep_ = now + kRetryAfter;
  } else if (!*more) {
    next_upkeep_ = now + kUpkeepEvery;
  }
  return kPause;
}

absl::StatusOr<bool> AuditKeeper::Upkeep() {
  if (const auto made = store_.Prepare(kMonthsAhead, absl::Now() + kTimeout); !made.ok()) return made.status();
  const auto operations = RemoveOldMonth(audit::v1::JOURNAL_OPERATIONS, options_.retention.audit_days);
  if (!operations.ok()) return operations;
  const auto reads = RemoveOldMonth(audit::v1::JOURNAL_READS, options_.retention.audit_read_days);
  if (!reads.ok()) return reads;
  const auto requests = PruneRequests();
  if (!requests.ok()) return requests;
  const auto changes = PruneChanges();
  if (!changes.ok()) return changes;
  return *operations || *reads || *requests || *changes;
}

absl::StatusOr<bool> AuditKeeper::RemoveOldMonth(audit::v1::Journal journal, int keep_days) {
  auto month = store_.FindOldMonth(journal, keep_days, absl::Now() + kTimeout);
  if (!month.ok()) return month.status();
  if (!month->has_value()) return false;
  OldAuditMonth& old = **month;
  if (old.end.row_count() > 0 && options_.sign != nullptr) {
    old.end.set_signature(options_.sign(AuditEndBytes(options_.service, old.end)));
    old.end.set_key_id(options_.key_id);
  }
  const auto removed = store_.RemoveMonth(old, keep_days, options_.actor, absl::Now() + kTimeout);
  if (!removed.ok()) return removed;
  if (!*removed) return true;  // another replica was first
  removed_.Increment();
  Log(LogLevel::kInfo, "audit_month_removed",
      {{"month", old.month},
       {"rows", absl::StrCat(old.end.row_count())},
       {"last_sequence", absl::StrCat(old.end.last_sequence())},
       {"chain_hash", absl::BytesToHexString(old.end.chain_hash())}});
  return true;
}

absl::StatusOr<bool> AuditKeeper::PruneRequests() {
  if (!options_.has_request_log) return false;
  const auto pruned = store_.PruneRequests(options_.retention.request_log_days, kPruneBatch, absl::Now() + kTimeout);
  if (!pruned.ok()) return pruned.status();
  pruned_.Increment(static_cast<double>(*pruned));
  return *pruned == kPruneBatch;
}

absl::StatusOr<bool> AuditKeeper::PruneChanges() {
  const auto pruned = store_.PruneChanges(options_.retention.changelog_days, kPruneBatch, absl::Now() + kTimeout);
  if (!pruned.ok()) return pruned.status();
  pruned_changes_.Increment(static_cast<double>(*pruned));
  return *pruned == kPruneBatch;
}

void AuditKeeper::Tell(absl::string_view what, const absl::Status& status) {
  faults_.Increment();
  Log(LogLevel::kError, "audit_not_kept", {{"what", what}, {"status", LogTextOf(status)}});
}

}  // namespace lianfang
