#include "services/expert/domain/pool/match.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/text.h"
#include "common/time.h"
#include "services/expert/domain/member/expert_rules.h"
#include "services/expert/domain/member/membership.h"
#include "services/expert/domain/panel/eligibility.h"
#include "services/expert/domain/values/days.h"

namespace lianfang::expert {
namespace {

// What each criterion gives at most.
constexpr int kIndustryPoints = 25;
constexpr int kHazardPoints = 25;
constexpr int kDatePoints = 15;
constexpr int kLanguagePoints = 10;
constexpr int kAudiencePoints = 5;
constexpr int kRegionPoints = 10;
constexpr int kRatingPoints = 10;

constexpr int kDefaultResults = 10;
constexpr int kMostResults = 100;
constexpr int kMostHazards = 20;
constexpr int64_t kMostDays = 366;
constexpr char kChinese[] = "zh";

std::string PrimaryLanguage(absl::string_view tag) { return std::string(tag.substr(0, tag.find('-'))); }

// An expert who states no language teaches in Chinese, and workers of whom none is stated understand it.
template <typename Tags>
std::vector<std::string> LanguagesOf(const Tags& tags) {
  std::vector<std::string> languages;
  for (const std::string& tag : tags) languages.push_back(PrimaryLanguage(tag));
  if (languages.empty()) languages.push_back(kChinese);
  return languages;
}

// The scoring of one expert.
class Scoring {
 public:
  Scoring(const ExpertRecord& record, const PoolView& pool, const v1::MatchTrainingRequest& need, absl::Time now)
      : expert_(record.expert), record_(record), pool_(pool), need_(need) {
    *match_.mutable_expert() = Shown(record, pool, now);
  }

  v1::TrainingMatch Run() {
    Industry();
    Hazards();
    Dates();
    Language();
    Audience();
    Region();
    Rating();
    return std::move(match_);
  }

  // Days of the stretch on which the expert is neither absent nor booked, and all its days.
  std::pair<int64_t, int64_t> FreeDays() const {
    const absl::CivilDay first = pool_.Day(FromTimestamp(need_.start_time()));
    const absl::CivilDay last = pool_.Day(FromTimestamp(need_.end_time()) - absl::Microseconds(1));
    int64_t free = 0;
    for (absl::CivilDay day = first; day <= last; ++day) free += IsFree(day) ? 1 : 0;
    return {free, last - first + 1};
  }

 private:
  bool IsFree(absl::CivilDay day) const {
    const bool absent = std::any_of(expert_.absences().begin(), expert_.absences().end(), [day](const auto& absence) {
      return DayOf(absence.start_date()) <= day && day <= DayOf(absence.end_date());
    });
    const bool booked = std::any_of(record_.bookings.begin(), record_.bookings.end(), [&](const Booking& booking) {
      return booking.start < pool_.Start(day + 1) && pool_.Start(day) < booking.end;
    });
    return !absent && !booked;
  }

  void Give(v1::MatchCriterion criterion, int64_t points, int most, const std::string& zh, const std::string& en) {
    v1::MatchReason& reason = *match_.add_reasons();
    reason.set_criterion(criterion);
    reason.set_points(static_cast<int32_t>(points));
    reason.set_max_points(most);
    reason.mutable_text()->set_zh(zh);
    reason.mutable_text()->set_en(en);
    match_.set_score(match_.score() + reason.points());
  }

  // All or nothing.
  void Industry() {
    const bool knows = Holds(expert_.industries(), need_.industry());
    Give(v1::MATCH_CRITERION_INDUSTRY, knows ? kIndustryPoints : 0, kIndustryPoints,
         knows ? "熟悉本行业" : "不熟悉本行业", knows ? "knows the industry" : "does not know the industry");
  }

  // The share of the hazards that a topic holds, or that hold a topic; all where none is named.
  void Hazards() {
    int64_t taught = 0;
    for (const std::string& hazard : need_.hazards()) {
      taught += std::any_of(expert_.topics().begin(), expert_.topics().end(), [&](const std::string& topic) {
        return absl::StrContains(topic, hazard) || absl::StrContains(hazard, topic);
      });
    }
    const int64_t asked = need_.hazards_size();
    Give(v1::MATCH_CRITERION_HAZARDS, asked == 0 ? kHazardPoints : kHazardPoints * taught / asked, kHazardPoints,
         absl::StrCat("所需内容 ", asked, " 项，可讲授 ", taught, " 项"),
         absl::StrCat(taught, " of ", asked, " subjects"));
  }

  // The share of the days that are free.
  void Dates() {
    const auto [free, days] = FreeDays();
    Give(v1::MATCH_CRITERION_DATES, kDatePoints * free / days, kDatePoints,
         absl::StrCat("期间 ", days, " 天，可安排 ", free, " 天"),
         absl::StrCat("free on ", free, " of ", days, " days"));
  }

  // One language in common, by its primary subtag.
  void Language() {
    const auto taught = LanguagesOf(expert_.languages());
    const auto understood = LanguagesOf(need_.languages());
    const bool common = std::any_of(taught.begin(), taught.end(),
                                    [&](const std::string& language) { return Holds(understood, language); });
    Give(v1::MATCH_CRITERION_LANGUAGE, common ? kLanguagePoints : 0, kLanguagePoints,
         common ? "授课语言相符" : "授课语言不符",
         common ? "teaches in their language" : "teaches in another language");
  }

  // The share of the workers taught at once; half for an expert who states no number.
  void Audience() {
    const int64_t most = expert_.largest_audience();
    const int64_t share = most == 0 ? kAudiencePoints / 2
                                    : std::min<int64_t>(kAudiencePoints, kAudiencePoints * most / need_.head_count());
    const std::string stated = most == 0 ? "–" : absl::StrCat(most);
    Give(v1::MATCH_CRITERION_HEAD_COUNT, share, kAudiencePoints,
         absl::StrCat("需培训 ", need_.head_count(), " 人，单场最多 ", stated, " 人"),
         absl::StrCat(need_.head_count(), " to be taught, ", stated, " at once"));
  }

  // The same county 10, prefecture 7, province 4; all where no place is named.
  void Region() {
    const std::string& here = need_.region();
    const auto shares = [&](size_t digits) { return here.substr(0, digits) == expert_.region().substr(0, digits); };
    int points = 0;
    if (here.empty() || shares(6)) {
      points = kRegionPoints;
    } else if (shares(4)) {
      points = 7;
    } else if (shares(2)) {
      points = 4;
    }
    Give(v1::MATCH_CRITERION_REGION, points, kRegionPoints, absl::StrCat("所在地区 ", expert_.region()),
         absl::StrCat("works in ", expert_.region()));
  }

  // A tenth of the mean score; half for somebody not rated yet.
  void Rating() {
    const v1::RatingSummary& rating = expert_.rating();
    const int64_t points =
        rating.count() == 0 ? kRatingPoints / 2 : kRatingPoints * rating.score_sum() / (int64_t{100} * rating.count());
    Give(v1::MATCH_CRITERION_RATING, points, kRatingPoints, absl::StrCat("已评价 ", rating.count(), " 次"),
         absl::StrCat("rated ", rating.count(), " times"));
  }

  const v1::Expert& expert_;
  const ExpertRecord& record_;
  const PoolView& pool_;
  const v1::MatchTrainingRequest& need_;
  v1::TrainingMatch match_;
};

bool IsTied(const ExpertRecord& record, const v1::MatchTrainingRequest& need, const PoolView& pool) {
  if (!need.has_enterprise()) return false;
  return FindConflict(record, {&need.enterprise()}, pool.pool().conflict_years(),
                      pool.Day(FromTimestamp(need.start_time())))
      .has_value();
}

}  // namespace

absl::Status CheckNeed(const v1::MatchTrainingRequest& request, const PoolView& pool) {
  FieldViolations faults;
  if (!HasId(pool.plan().industries(), request.industry())) faults.Add("industry", "is no industry of the plan");
  if (request.hazards_size() > kMostHazards) faults.Add("hazards", "must have at most 20 entries");
  for (int i = 0; i < request.hazards_size(); ++i) {
    if (request.hazards(i).empty()) faults.Add(absl::StrCat("hazards[", i, "]"), "must not be empty");
  }
  if (request.head_count() < 1) faults.Add("head_count", "must be at least 1");
  const absl::Duration stretch = FromTimestamp(request.end_time()) - FromTimestamp(request.start_time());
  if (stretch <= absl::ZeroDuration() || stretch > absl::Hours(24 * kMostDays)) {
    faults.Add("end_time", "must be after the start, by at most 366 days");
  }
  if (!request.region().empty() && !IsDivisionCode(request.region())) {
    faults.Add("region", "must be a division code, six digits");
  }
  if (request.has_enterprise()) faults.AddAll("", CheckParty("enterprise", request.enterprise()));
  if (request.max_results() < 0 || request.max_results() > kMostResults) faults.Add("max_results", "must be 0 to 100");
  return faults.ToStatus();
}

std::vector<v1::TrainingMatch> MatchTraining(const std::vector<ExpertRecord>& members, const PoolView& pool,
                                             const v1::MatchTrainingRequest& need, absl::Time now) {
  std::vector<v1::TrainingMatch> matches;
  for (const ExpertRecord& member : members) {
    if (StateAt(member, now) != v1::EXPERT_STATE_ACTIVE || IsTied(member, need, pool)) continue;
    Scoring scoring(member, pool, need, now);
    if (scoring.FreeDays().first == 0) continue;
    matches.push_back(scoring.Run());
  }
  std::sort(matches.begin(), matches.end(), [](const v1::TrainingMatch& left, const v1::TrainingMatch& right) {
    return left.score() != right.score() ? left.score() > right.score() : left.expert().name() < right.expert().name();
  });
  const size_t most = static_cast<size_t>(need.max_results() == 0 ? kDefaultResults : need.max_results());
  if (matches.size() > most) matches.resize(most);
  return matches;
}

}  // namespace lianfang::expert
