#include "services/evaluation/watch_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "services/evaluation/domain/request/names.h"
#include "services/evaluation/domain/request/reading_rights.h"
#include "services/evaluation/validate.h"

namespace lianfang::evaluation {

absl::StatusOr<std::optional<std::string>> EncodeChange(const std::string& payload, const std::string& cursor,
                                                        const Watcher& watcher, const LivePlans& plans) {
  v1::WatchScorecardsResponse response;
  response.set_cursor(cursor);
  if (payload.empty()) return response.SerializeAsString();
  v1::Evaluation evaluation;
  if (!evaluation.ParseFromString(payload)) return absl::DataLossError("a kept evaluation does not parse");
  const auto scorecard = ParseScorecardName("name", evaluation.name());
  const auto place = ParseCursor(cursor);  // the position is the evaluation's number
  if (!scorecard.ok() || !place.ok()) return absl::DataLossError("a kept evaluation has no name");
  if (!watcher.plan.empty() && scorecard->plan != watcher.plan) return std::nullopt;
  if (!watcher.region.empty() && !DivisionCovers(watcher.region, scorecard->region)) return std::nullopt;
  const auto plan = plans.Find(scorecard->plan);
  if (plan == nullptr) return absl::UnavailableError(absl::StrCat("plans/", scorecard->plan, " is not known here yet"));
  if (!MayRead(watcher.caller, *plan->state().plan, scorecard->region)) return std::nullopt;
  response.set_scorecard(evaluation.name());
  response.set_previous_status(evaluation.previous_status());
  *response.mutable_result() = std::move(*evaluation.mutable_result());
  response.set_plan_edition(evaluation.plan_edition());
  *response.mutable_evaluate_time() = evaluation.evaluate_time();
  *response.mutable_causes() = std::move(*evaluation.mutable_causes());
  response.set_evaluation(FormatEvaluationName(evaluation.name(), place->position));
  return response.SerializeAsString();
}

void WatchService::Register(ContractService& contract) {
  contract.ServerStream<v1::WatchScorecardsRequest, v1::WatchScorecardsResponse>(
      "WatchScorecards", [this](const auto& call, const auto& request) { return WatchScorecards(call, request); });
}

absl::StatusOr<std::unique_ptr<Feed>> WatchService::WatchScorecards(const Call& call,
                                                                    const v1::WatchScorecardsRequest& request) {
  const auto plan = Validate(request);
  if (!plan.ok()) return plan.status();
  const auto after = ParseCursor(request.cursor());
  if (!after.ok()) return after.status();
  if (!plan->empty() && !request.region().empty()) {
    const auto allowed = standpoints_.Take(call, {*plan, request.region()});
    if (!allowed.ok()) return allowed.status();
  }
  const Watcher watcher = {call.caller, *plan, request.region()};
  const auto encode = [this, watcher](const std::string& payload, const std::string& cursor) {
    return EncodeChange(payload, cursor, watcher, plans_);
  };
  return std::make_unique<ChangelogFeed>(pool_, tailer_, kEvaluationsTopic, *after, encode);
}

}  // namespace lianfang::evaluation
