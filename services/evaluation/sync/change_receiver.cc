#include "services/evaluation/sync/change_receiver.h"

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/evaluation/domain/request/names.h"

namespace lianfang::evaluation {

absl::Status ChangeReceiver::Receive(const std::string& after, const submission::v1::WatchObligationsResponse& change,
                                     absl::Time deadline) {
  if (!change.has_obligation()) return SaveHeartbeat(Stream::kObligations, after, change.cursor(), deadline);
  const submission::v1::Obligation& obligation = change.obligation();
  return Save(Stream::kObligations, after,
              {PlanIdOf(obligation.name()), obligation.name(), FromTimestamp(change.commit_time()),
               obligation.SerializeAsString(), change.cursor()},
              obligation.plan_edition(), deadline);
}

absl::Status ChangeReceiver::Receive(const std::string& after, const submission::v1::WatchReturnsResponse& change,
                                     absl::Time deadline) {
  if (!change.has_return_()) return SaveHeartbeat(Stream::kReturns, after, change.cursor(), deadline);
  const submission::v1::Return& filed = change.return_();
  return Save(Stream::kReturns, after,
              {PlanIdOf(filed.obligation()), filed.obligation(), FromTimestamp(change.commit_time()),
               filed.SerializeAsString(), change.cursor()},
              filed.latest().plan_edition(), deadline);
}

absl::Status ChangeReceiver::Save(Stream stream, const std::string& after, const ReceivedChange& change,
                                  int plan_edition, absl::Time deadline) {
  if (change.plan.empty() || change.cursor.empty() || plan_edition < 1) {
    return absl::InternalError(absl::StrCat("a change lacks its name, cursor or edition: \"", change.obligation, "\""));
  }
  if (absl::Status kept = plans_.Ensure(absl::StrCat("plans/", change.plan), plan_edition, deadline); !kept.ok()) {
    return kept;
  }
  const absl::Status status = store_.SaveChange(stream, after, change, deadline);
  if (status.ok()) received_();
  return status;
}

absl::Status ChangeReceiver::SaveHeartbeat(Stream stream, const std::string& after, const std::string& cursor,
                                           absl::Time deadline) {
  if (cursor.empty()) return absl::InternalError("a heartbeat lacks its cursor");
  return store_.SaveCursor(stream, after, cursor, deadline);
}

}  // namespace lianfang::evaluation
