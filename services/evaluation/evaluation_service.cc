#include "services/evaluation/evaluation_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "services/evaluation/domain/outlook/league.h"
#include "services/evaluation/domain/words/explanation.h"
#include "services/evaluation/validate.h"

namespace lianfang::evaluation {

namespace {

using ScorecardBytes = Serialized<v1::Scorecard>;

Standpoints::Question QuestionOf(const ScorecardName& name, const v1::GetScorecardRequest& request) {
  Standpoints::Question question = {name.plan, name.region, AsOf(request)};
  if (request.has_min_return_update_time()) {
    question.min_return_update_time = FromTimestamp(request.min_return_update_time());
  }
  return question;
}

// Where a page begins: after which region, and as of which instant, so that all pages are of one order.
struct PageStart {
  std::string after;
  absl::Time as_of;
};

absl::StatusOr<PageStart> ReadPageStart(const v1::ListScorecardsRequest& request) {
  const auto key = ReadPageToken(request);
  if (!key.ok()) return key.status();
  if (key->empty()) return PageStart{"", AsOf(request)};
  const std::pair<std::string, std::string> parts = absl::StrSplit(*key, absl::MaxSplits(' ', 1));
  int64_t nanoseconds;
  if (!absl::SimpleAtoi(parts.second, &nanoseconds)) return InvalidField("page_token", "is not a page token");
  return PageStart{parts.first, absl::FromUnixNanos(nanoseconds)};
}

std::string MakePageStart(const v1::ListScorecardsRequest& request, const std::string& after, absl::Time as_of) {
  return MakePageToken(request, absl::StrCat(after, " ", absl::ToUnixNanos(as_of)));
}

// As SCORECARD_VIEW_BASIC says.
void MakeBasic(v1::Scorecard& scorecard) {
  scorecard.clear_results();
  scorecard.clear_totals();
  for (v1::RecordWarning& warning : *scorecard.mutable_record_warnings()) warning.clear_discrepancies();
}

}  // namespace

void EvaluationService::Register(ContractService& contract) {
  contract.Promptly<v1::GetScorecardRequest, ScorecardBytes>(
      "GetScorecard",
      [this](auto call, auto request, auto reply) {
        auto remembered = GetRememberedScorecard(*call, *request);
        const bool known = remembered.has_value();
        if (known) reply(*std::move(remembered));
        return known;
      },
      [this](auto call, auto request, auto reply) { reply(GetScorecard(*call, *request)); });
  contract.Unary<v1::ListScorecardsRequest, v1::ListScorecardsResponse>(
      "ListScorecards", [this](const auto& call, const auto& request) { return ListScorecards(call, request); });
  contract.Unary<v1::ExplainResultRequest, v1::Explanation>(
      "ExplainResult", [this](const auto& call, const auto& request) { return ExplainResult(call, request); });
}

// The warnings are fields of the same message, behind those that all answers share.
ScorecardBytes EvaluationService::WithWarnings(ReadyScorecard scorecard, const Standpoint& standpoint,
                                               const std::string& region, const std::string& period) const {
  if (warnings_ != nullptr) absl::StrAppend(&scorecard.instant, warnings_->FieldsOf(standpoint.plan(), region, period));
  return ScorecardBytes(std::move(scorecard.shared), std::move(scorecard.instant));
}

absl::StatusOr<ScorecardBytes> EvaluationService::GetScorecard(const Call& call,
                                                               const v1::GetScorecardRequest& request) {
  const auto name = Validate(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto standpoint = standpoints_.Take(call, QuestionOf(*name, request));
  if (!standpoint.ok()) return standpoint.status();
  if (standpoint->live != nullptr) {
    auto scorecard = standpoint->live->Scorecard(name->region, name->period, standpoint->as_of);
    if (!scorecard.ok()) return scorecard.status();
    return WithWarnings(*std::move(scorecard), *standpoint, name->region, name->period);
  }
  const auto scorecard = ScorecardFrom(*standpoint->state, name->region, name->period, standpoint->as_of);
  if (!scorecard.ok()) return scorecard.status();
  return ScorecardBytes(*scorecard);
}

std::optional<absl::StatusOr<ScorecardBytes>> EvaluationService::GetRememberedScorecard(
    const Call& call, const v1::GetScorecardRequest& request) {
  const auto name = Validate(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto standpoint = standpoints_.TakeFromMemory(call, QuestionOf(*name, request));
  if (!standpoint.has_value()) return std::nullopt;
  if (!standpoint->ok()) return standpoint->status();
  const Standpoint& taken = **standpoint;
  auto scorecard = taken.live->RememberedScorecard(name->region, name->period, taken.as_of);
  if (!scorecard.has_value()) return std::nullopt;
  if (warnings_ != nullptr) {
    const auto warnings = warnings_->RememberedFieldsOf(taken.plan(), name->region, name->period);
    if (!warnings.has_value()) return std::nullopt;
    absl::StrAppend(&scorecard->instant, *warnings);
  }
  return ScorecardBytes(std::move(scorecard->shared), std::move(scorecard->instant));
}

absl::StatusOr<v1::ListScorecardsResponse> EvaluationService::ListScorecards(const Call& call,
                                                                             const v1::ListScorecardsRequest& request) {
  const auto name = Validate(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto start = ReadPageStart(request);
  if (!start.ok()) return start.status();
  const auto standpoint = standpoints_.Take(call, {name->plan, name->region, start->as_of});
  if (!standpoint.ok()) return standpoint.status();
  const auto ranked = RankChildren(standpoint->plan(), name->region, request.period(), request.order(),
                                   standpoint->filings(), standpoint->as_of);
  if (!ranked.ok()) return ranked.status();
  // The token names the last region answered; where that has gone, the list begins anew.
  auto next = start->after.empty() ? ranked->end() : std::find(ranked->begin(), ranked->end(), start->after);
  next = next == ranked->end() ? ranked->begin() : next + 1;
  v1::ListScorecardsResponse response;
  for (; next != ranked->end(); ++next) {
    if (response.scorecards_size() == PageSize(request.page_size())) {
      response.set_next_page_token(MakePageStart(request, *(next - 1), standpoint->as_of));
      break;
    }
    auto scorecard = ScorecardFrom(*standpoint->state, *next, request.period(), standpoint->as_of);
    if (!scorecard.ok()) return scorecard.status();
    if (!request.has_as_of() && warnings_ != nullptr) {
      warnings_->AddTo(standpoint->plan(), *next, request.period(), *scorecard);
    }
    if (request.view() != v1::SCORECARD_VIEW_FULL) MakeBasic(*scorecard);
    *response.add_scorecards() = *std::move(scorecard);
  }
  return response;
}

absl::StatusOr<v1::Explanation> EvaluationService::ExplainResult(const Call& call,
                                                                 const v1::ExplainResultRequest& request) {
  const auto name = ValidateScorecard(request, standpoints_.Now());
  if (!name.ok()) return name.status();
  const auto standpoint = standpoints_.Take(call, {name->plan, name->region, AsOf(request)});
  if (!standpoint.ok()) return standpoint.status();
  const auto scorecard = ScorecardFrom(*standpoint->state, name->region, name->period, standpoint->as_of);
  if (!scorecard.ok()) return scorecard.status();
  auto explanation = evaluation::ExplainResult(*scorecard, request.industry(), request.indicator(), standpoint->plan());
  if (!explanation.ok()) return explanation;
  const bool of_now = !request.has_as_of();
  if (of_now && warnings_ != nullptr) {
    warnings_->AddTo(standpoint->plan(), name->region, name->period, *explanation);
  }
  return explanation;
}

}  // namespace lianfang::evaluation
