#include "services/evaluation/history_service.h"

#include <cstddef>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "services/evaluation/domain/words/difference.h"
#include "services/evaluation/validate.h"

namespace lianfang::evaluation {

void HistoryService::Register(ContractService& contract) {
  contract.Unary<v1::ListEvaluationsRequest, v1::ListEvaluationsResponse>(
      "ListEvaluations", [this](const auto& call, const auto& request) { return ListEvaluations(call, request); });
  contract.Unary<v1::GetEvaluationRequest, v1::Evaluation>(
      "GetEvaluation", [this](const auto& call, const auto& request) { return GetEvaluation(call, request); });
  contract.Unary<v1::CompareScorecardsRequest, v1::ScorecardComparison>(
      "CompareScorecards", [this](const auto& call, const auto& request) { return CompareScorecards(call, request); });
}

absl::StatusOr<v1::ListEvaluationsResponse> HistoryService::ListEvaluations(const Call& call,
                                                                            const v1::ListEvaluationsRequest& request) {
  const auto name = ParseScorecardName("parent", request.parent());
  if (!name.ok()) return name.status();
  const auto before = ReadPageToken(request);
  if (!before.ok()) return before.status();
  EvaluationFilter filter = {.scorecard = *name, .industry = request.industry(), .indicator = request.indicator()};
  if (!before->empty() && !absl::SimpleAtoi(*before, &filter.before)) {
    return InvalidField("page_token", "is not a page token");
  }
  if (const auto allowed = standpoints_.Take(call, {name->plan, name->region}); !allowed.ok()) return allowed.status();
  const int size = PageSize(request.page_size());
  const auto kept = store_.ListEvaluations(filter, size + 1, call.deadline);
  if (!kept.ok()) return kept.status();
  v1::ListEvaluationsResponse response;
  for (const KeptEvaluation& each : *kept) {
    if (response.evaluations_size() == size) {
      response.set_next_page_token(MakePageToken(request, absl::StrCat((*kept)[static_cast<size_t>(size) - 1].number)));
      break;
    }
    *response.add_evaluations() = each.evaluation;
  }
  return response;
}

absl::StatusOr<v1::Evaluation> HistoryService::GetEvaluation(const Call& call,
                                                             const v1::GetEvaluationRequest& request) {
  const auto name = ParseEvaluationName("name", request.name());
  if (!name.ok()) return name.status();
  const auto allowed = standpoints_.Take(call, {name->scorecard.plan, name->scorecard.region});
  if (!allowed.ok()) return allowed.status();
  return store_.GetEvaluation(name->scorecard, name->number, call.deadline);
}

absl::StatusOr<v1::ScorecardComparison> HistoryService::CompareScorecards(const Call& call,
                                                                          const v1::CompareScorecardsRequest& request) {
  const auto name = Validate(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto from = standpoints_.Take(call, {name->plan, name->region, FromTimestamp(request.from_time())});
  if (!from.ok()) return from.status();
  const absl::Time to_time = request.has_to_time() ? FromTimestamp(request.to_time()) : absl::InfiniteFuture();
  const auto to = standpoints_.Take(call, {name->plan, name->region, to_time});
  if (!to.ok()) return to.status();
  const auto earlier = ScorecardFrom(*from->state, name->region, name->period, from->as_of);
  if (!earlier.ok()) return earlier.status();
  const auto later = ScorecardFrom(*to->state, name->region, name->period, to->as_of);
  if (!later.ok()) return later.status();
  return evaluation::CompareScorecards(to->plan(), *earlier, *later);
}

}  // namespace lianfang::evaluation
