#include "services/coordination/evidence/remote_evidence.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::coordination {
namespace {

constexpr int kPage = 1000;

bool IsOwed(submission::v1::ObligationState state) { return state != submission::v1::OBLIGATION_STATE_WAIVED; }

bool IsFinal(evaluation::v1::ResultStatus status) {
  return status == evaluation::v1::RESULT_STATUS_ATTAINED || status == evaluation::v1::RESULT_STATUS_NOT_ATTAINED ||
         status == evaluation::v1::RESULT_STATUS_NOT_APPLICABLE;
}

}  // namespace

absl::StatusOr<std::vector<type::v1::Plan>> RemoteEvidence::ListPlans(absl::Time deadline) {
  std::vector<type::v1::Plan> plans;
  submission::v1::ListPlansRequest request;
  do {
    grpc::ClientContext context;
    PrepareCall(context, deadline);
    submission::v1::ListPlansResponse response;
    const grpc::Status status = plans_->ListPlans(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    for (type::v1::Plan& plan : *response.mutable_plans()) plans.push_back(std::move(plan));
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return plans;
}

absl::StatusOr<ReturnsCount> RemoteEvidence::CountReturns(const std::string& plan, const std::string& period,
                                                          absl::Time deadline) {
  ReturnsCount count;
  submission::v1::ListObligationsRequest request;
  request.set_parent(plan);
  request.set_period(period);
  request.set_page_size(kPage);
  do {
    grpc::ClientContext context;
    PrepareCall(context, deadline);
    submission::v1::ListObligationsResponse response;
    const grpc::Status status = submission_->ListObligations(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    for (const auto& obligation : response.obligations()) {
      if (!IsOwed(obligation.state())) continue;
      ++count.owed;
      if (obligation.has_met_time()) ++count.filed;
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return count;
}

absl::StatusOr<PoolSize> RemoteEvidence::GetPoolSize(const std::string& plan, const std::string& pool,
                                                     absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, deadline);
  expert::v1::GetPoolCompositionRequest request;
  request.set_name(absl::StrCat(plan, "/pools/", pool, "/composition"));
  expert::v1::PoolComposition composition;
  const grpc::Status status = expert_->GetPoolComposition(&context, request, &composition);
  if (!status.ok()) return FromGrpcStatus(status);
  return PoolSize{composition.active_count(), composition.target_size()};
}

absl::StatusOr<AssessmentCount> RemoteEvidence::CountAssessed(const std::string& plan, const std::string& region,
                                                              const std::string& period, absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, deadline);
  evaluation::v1::GetScorecardRequest request;  // whose summary is that of the mid-term assessment of the period
  request.set_name(absl::StrCat(plan, "/regions/", region, "/scorecards/", period));
  evaluation::v1::Scorecard scorecard;
  const grpc::Status status = evaluation_->GetScorecard(&context, request, &scorecard);
  if (!status.ok()) return FromGrpcStatus(status);
  AssessmentCount count;
  for (const evaluation::v1::StatusCount& verdicts : scorecard.summary().counts()) {
    (IsFinal(verdicts.status()) ? count.judged : count.open) += verdicts.count();
  }
  return count;
}

}  // namespace lianfang::coordination
