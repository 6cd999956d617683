// Keeps the audit in the background: stores denials, makes room for the months to come, and removes what is older than it must be kept:
// audit rows, answers of the request log, changes of the changelog.
#ifndef LIANFANG_COMMON_AUDIT_AUDIT_KEEPER_H_
#define LIANFANG_COMMON_AUDIT_AUDIT_KEEPER_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/audit/audit_store.h"
#include "common/audit/audit_trail.h"
#include "common/audit/retention.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "common/metrics.h"

namespace lianfang {

// One step a second. All replicas do the same; the database puts them in order.
class AuditKeeper : public BackgroundTask {
 public:
  struct Options {
    std::string service;
    std::string actor;  // identity URI under which removals are audited
    Retention retention;
    bool has_request_log = true;
    // Signs the ends of what is removed, and the key's id; empty: nobody does.
    std::function<std::string(const std::string&)> sign{};
    std::string key_id{};
  };

  // All outlive it.
  AuditKeeper(AuditStore& store, AuditTrail& trail, const Clock& clock, Metrics& metrics, Options options);

  absl::Duration Step() override;

 private:
  // What is due twice a day. Whether there is more to do at once, or why it could not be done.
  absl::StatusOr<bool> Upkeep();
  // One month of the journal; whether there may be another.
  absl::StatusOr<bool> RemoveOldMonth(audit::v1::Journal journal, int keep_days);
  // One batch of answers, or of changes; whether there are more.
  absl::StatusOr<bool> PruneRequests();
  absl::StatusOr<bool> PruneChanges();
  void Tell(absl::string_view what, const absl::Status& status);

  AuditStore& store_;
  AuditTrail& trail_;
  const Clock& clock_;
  const Options options_;
  prometheus::Counter& removed_;
  prometheus::Counter& pruned_;
  prometheus::Counter& pruned_changes_;
  prometheus::Counter& faults_;
  absl::Time next_upkeep_ = absl::InfinitePast();
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_AUDIT_AUDIT_KEEPER_H_
