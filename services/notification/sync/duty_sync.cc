#include "services/notification/sync/duty_sync.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::notification {

ResumableStream<duty::v1::WatchDutiesResponse> DutySync::Stream() {
  return {.name = absl::StrCat("duties-", source_),
          .load_cursor = [this](absl::Time deadline) { return store_.LoadCursor(source_, deadline); },
          .open =
              [this](grpc::ClientContext& context, const std::string& cursor, auto& reader) {
                duty::v1::WatchDutiesRequest request;
                request.set_cursor(cursor);
                duties_->async()->WatchDuties(&context, &request, reader.reactor());
                reader.Start();
              },
          .receive = [this](const std::string& after, const duty::v1::WatchDutiesResponse& change,
                            absl::Time deadline) { return Receive(after, change, deadline); }};
}

absl::Status DutySync::Receive(const std::string& after, const duty::v1::WatchDutiesResponse& change,
                               absl::Time deadline) {
  if (change.resource().empty()) return store_.MoveCursor(source_, after, change.cursor(), deadline);
  // The plans first: whatever is kept can be reminded of.
  std::set<std::pair<std::string, int>> editions;
  for (const Duty& duty : change.duties()) editions.emplace(duty.plan(), duty.plan_edition());
  for (const auto& [plan, edition] : editions) {
    if (absl::Status ensured = EnsurePlan(plan, edition, deadline); !ensured.ok()) return ensured;
  }
  return store_.SaveDuties({source_, change.resource(), {change.duties().begin(), change.duties().end()}}, after,
                           change.cursor(), deadline);
}

absl::Status DutySync::EnsurePlan(const std::string& name, int edition, absl::Time deadline) {
  const auto known = store_.HasPlan(name, edition, deadline);
  if (!known.ok()) return known.status();
  if (*known) return absl::OkStatus();
  grpc::ClientContext context;
  PrepareCall(context, deadline);
  submission::v1::GetPlanRequest request;
  request.set_name(name);
  request.set_edition(edition);
  type::v1::Plan plan;
  const grpc::Status status = plans_->GetPlan(&context, request, &plan);
  if (!status.ok()) return FromGrpcStatus(status);
  return store_.SavePlan(plan, deadline);
}

}  // namespace lianfang::notification
