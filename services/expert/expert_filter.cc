#include "services/expert/expert_filter.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/text.h"
#include "common/time.h"
#include "services/expert/domain/member/search_text.h"
#include "services/expert/domain/request/names.h"

namespace lianfang::expert {
namespace {

constexpr size_t kLongestQuery = 200;
constexpr int kBestScore = 100;

template <typename States, typename IsValid>
void CheckStates(const States& states, IsValid is_valid, FieldViolations& faults) {
  for (int i = 0; i < states.size(); ++i) {
    if (states[i] == 0 || !is_valid(states[i])) faults.Add(absl::StrCat("states[", i, "]"), "is no known state");
  }
}

void CheckPool(const std::string& pool, FieldViolations& faults) {
  if (!pool.empty()) faults.AddAll("", CheckPoolName("pool", pool));
}

}  // namespace

absl::StatusOr<ExpertFilter> FilterOf(const v1::ListExpertsRequest& request, const Identity& caller, absl::Time now) {
  FieldViolations faults;
  ExpertFilter filter;
  CheckPool(request.pool(), faults);
  CheckStates(request.states(), v1::ExpertState_IsValid, faults);
  if (request.has_available_from() != request.has_available_until()) {
    faults.Add("available_until", "is given together with available_from");
  } else if (request.has_available_from()) {
    filter.available = {FromTimestamp(request.available_from()), FromTimestamp(request.available_until())};
    if (filter.available->second <= filter.available->first)
      faults.Add("available_until", "must be after available_from");
  }
  if (CountCodePoints(request.query()) > kLongestQuery) faults.Add("query", "must be at most 200 characters");
  if (request.has_review_due_until()) {
    const auto day = FromDate(request.review_due_until());
    if (day.ok()) filter.review_due_until = *day;
    if (!day.ok()) faults.Add("review_due_until", day.status().message());
  }
  if (request.rated_below() < 0 || request.rated_below() > kBestScore) faults.Add("rated_below", "must be 0 to 100");
  if (!faults.empty()) return faults.ToStatus();

  filter.pool = request.pool();
  for (const int state : request.states()) filter.states.push_back(static_cast<v1::ExpertState>(state));
  filter.specialty = request.specialty();
  filter.industry = request.industry();
  filter.region_prefix = std::string(DivisionPrefix(request.region()));
  filter.words = QueryWords(request.query());
  filter.rated_below = request.rated_below();
  filter.scope = ScopeOf(caller);
  filter.now = now;
  return filter;
}

absl::StatusOr<EngagementFilter> FilterOf(const v1::ListEngagementsRequest& request, const Identity& caller,
                                          absl::Time now) {
  FieldViolations faults;
  CheckPool(request.pool(), faults);
  CheckStates(request.states(), v1::EngagementState_IsValid, faults);
  if (!v1::EngagementKind_IsValid(request.kind())) faults.Add("kind", "is no known kind");
  if (!request.expert().empty()) faults.AddAll("", CheckExpertName("expert", request.expert()));
  if (!faults.empty()) return faults.ToStatus();

  EngagementFilter filter;
  filter.pool = request.pool();
  for (const int state : request.states()) filter.states.push_back(static_cast<v1::EngagementState>(state));
  filter.kind = request.kind();
  filter.requesting_department = request.requesting_department();
  filter.expert = request.expert();
  if (request.has_start_from()) filter.start_from = FromTimestamp(request.start_from());
  if (request.has_start_until()) filter.start_until = FromTimestamp(request.start_until());
  filter.scope = ScopeOf(caller);
  filter.now = now;
  return filter;
}

std::string PageKey(const RankedExpert& last) { return absl::StrCat(last.rank, " ", last.record.expert.name()); }

absl::StatusOr<ExpertPage> ReadPageKey(const std::string& key, int limit) {
  ExpertPage page;
  page.limit = limit;
  if (key.empty()) return page;
  const std::pair<std::string, std::string> parts = absl::StrSplit(key, absl::MaxSplits(' ', 1));
  if (!absl::SimpleAtoi(parts.first, &page.after_rank)) return InvalidField("page_token", "is no page token");
  page.after_name = parts.second;
  return page;
}

}  // namespace lianfang::expert
