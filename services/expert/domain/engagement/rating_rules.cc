#include "services/expert/domain/engagement/rating_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/text.h"
#include "services/expert/domain/engagement/engagement_rules.h"
#include "services/expert/domain/member/membership.h"
#include "services/expert/domain/request/refusals.h"
#include "services/expert/domain/values/money.h"

namespace lianfang::expert {
namespace {

constexpr int kBestScore = 100;
constexpr int kExplainedBelow = 60;
constexpr int kMostSessions = 1000;

// The fee that belongs to a rating: the plan's for this title, where it states one.
absl::Status SettleFee(v1::Rating& rating, v1::TitleGrade grade, const PoolView& pool) {
  const auto per_session = pool.SessionFee(grade);
  if (!per_session.has_value()) {
    const std::string fault = rating.has_fee() ? MoneyFault(rating.fee()) : "";
    return fault.empty() ? absl::OkStatus() : InvalidField("fee", fault);
  }
  const google::type::Money due = Times(*per_session, rating.session_count());
  if (rating.has_fee() && !IsSameSum(rating.fee(), due)) {
    return InvalidField("fee", absl::StrCat("must be ", MoneyText(due), " for ", rating.session_count(),
                                            " sessions by the plan; leave it out"));
  }
  if (rating.session_count() > 0) *rating.mutable_fee() = due;
  return absl::OkStatus();
}

absl::Status CheckRating(const v1::Rating& rating) {
  FieldViolations faults;
  if (rating.score() < 1 || rating.score() > kBestScore) faults.Add("score", "must be 1 to 100");
  if (rating.score() < kExplainedBelow && rating.remark().empty()) {
    faults.Add("remark", "is required for a score below 60");
  }
  if (CountCodePoints(rating.remark()) > kLongestReason) faults.Add("remark", "must be at most 2000 characters");
  if (rating.session_count() < 0 || rating.session_count() > kMostSessions) {
    faults.Add("session_count", "must be 0 to 1000");
  }
  return faults.ToStatus();
}

void Count(ExpertRecord& record, int score, const PoolView& pool, absl::Time now) {
  v1::RatingSummary& summary = *record.expert.mutable_rating();
  summary.set_count(summary.count() + 1);
  summary.set_score_sum(summary.score_sum() + score);
  summary.set_last_score(score);
  const bool low = score < pool.LowScore() || summary.score_sum() < int64_t{pool.LowScore()} * summary.count();
  const v1::ExpertState state = StateAt(record, now);
  const bool member = state == v1::EXPERT_STATE_ACTIVE || state == v1::EXPERT_STATE_SUSPENDED;
  if (low && member) ListForReview(record.expert, pool.Day(now));
}

}  // namespace

absl::Status Rate(v1::Engagement& engagement, std::map<std::string, ExpertRecord>& served,
                  const v1::RateEngagementRequest& request, const PoolView& pool, absl::Time now) {
  if (StateAt(engagement, now) != v1::ENGAGEMENT_STATE_HELD)
    return Refused(engagement, now, "is not waiting for ratings");
  FieldViolations faults;
  std::set<std::string> rated;
  google::protobuf::RepeatedPtrField<v1::Rating> ratings = request.ratings();
  for (int i = 0; i < ratings.size(); ++i) {
    const std::string at = absl::StrCat("ratings[", i, "]");
    const auto found = served.find(ratings[i].expert());
    if (found == served.end()) {
      faults.Add(at + ".expert", "held no seat at the end");
      continue;
    }
    if (!rated.insert(ratings[i].expert()).second) faults.Add(at + ".expert", "is rated twice");
    const absl::Status checked = CheckRating(ratings[i]);
    faults.AddAll(at, checked);
    if (checked.ok()) faults.AddAll(at, SettleFee(ratings[i], found->second.expert.title_grade(), pool));
  }
  for (const auto& [name, record] : served) {
    if (rated.count(name) == 0) faults.Add("ratings", absl::StrCat(name, " held a seat and is not rated"));
  }
  if (!faults.empty()) return faults.ToStatus();

  for (const v1::Rating& rating : ratings) Count(served.at(rating.expert()), rating.score(), pool, now);
  *engagement.mutable_ratings() = ratings;
  engagement.set_state(v1::ENGAGEMENT_STATE_RATED);
  return absl::OkStatus();
}

}  // namespace lianfang::expert
