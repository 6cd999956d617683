#include "services/notification/sync/obligation_sync.h"

#include "common/rpc/channel.h"
#include "common/rpc/status.h"
#include "services/notification/domain/stage/reminder_rules.h"

namespace lianfang::notification {

ResumableStream<submission::v1::WatchObligationsResponse> ObligationSync::Stream() {
  return {.name = "obligations",
          .load_cursor = [this](absl::Time deadline) { return store_.LoadCursor(deadline); },
          .open =
              [this](grpc::ClientContext& context, const std::string& cursor, auto& reader) {
                submission::v1::WatchObligationsRequest request;
                request.set_cursor(cursor);
                obligations_->async()->WatchObligations(&context, &request, reader.reactor());
                reader.Start();
              },
          .receive = [this](const std::string& after, const submission::v1::WatchObligationsResponse& change,
                            absl::Time deadline) { return Receive(after, change, deadline); }};
}

absl::Status ObligationSync::Receive(const std::string& after, const submission::v1::WatchObligationsResponse& change,
                                     absl::Time deadline) {
  if (!change.has_obligation()) return store_.MoveCursor(after, change.cursor(), deadline);
  const submission::v1::Obligation& obligation = change.obligation();
  // The plan first: whatever is kept can be reminded of.
  const absl::Status plan = EnsurePlan(PlanNameOf(obligation.name()), obligation.plan_edition(), deadline);
  if (!plan.ok()) return plan;
  return store_.SaveObligation(obligation, after, change.cursor(), deadline);
}

absl::Status ObligationSync::EnsurePlan(const std::string& name, int edition, absl::Time deadline) {
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
