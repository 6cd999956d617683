#include "services/expert/domain/pool/composition.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/expert/domain/values/days.h"

namespace lianfang::expert {
namespace {

constexpr int kNoticeDays = 90;

// A membership as it stood at the end of a day.
class Standing {
 public:
  Standing(const ExpertRecord& record, const PoolView& pool, absl::CivilDay day)
      : expert_(record.expert), day_(day), state_day_(pool.Day(record.state_time)) {
    created_ = pool.Day(FromTimestamp(expert_.create_time()));
    if (expert_.has_nomination_review()) reviewed_ = pool.Day(FromTimestamp(expert_.nomination_review().review_time()));
  }

  bool WasNominated() const { return created_ <= day_ && (!reviewed_.has_value() || *reviewed_ > day_); }
  bool WasSuspended() const { return expert_.state() == v1::EXPERT_STATE_SUSPENDED && state_day_ <= day_ && HadTerm(); }
  bool WasActive() const { return HadTerm() && !HasLeft() && !WasSuspended(); }

  // Day of leaving in good or bad standing; nothing for whoever stayed.
  std::optional<absl::CivilDay> LeftOn() const {
    if (expert_.terms().empty()) return std::nullopt;
    const bool ended = expert_.state() == v1::EXPERT_STATE_RETIRED || expert_.state() == v1::EXPERT_STATE_REMOVED;
    const absl::CivilDay after_term = DayOf(expert_.terms(expert_.terms_size() - 1).end_date()) + 1;
    const absl::CivilDay left = ended ? std::min(state_day_, after_term) : after_term;
    if (left > day_) return std::nullopt;
    return left;
  }

 private:
  bool HadTerm() const {
    return std::any_of(expert_.terms().begin(), expert_.terms().end(), [this](const v1::Term& term) {
      return DayOf(term.start_date()) <= day_ && day_ <= DayOf(term.end_date());
    });
  }
  bool HasLeft() const {
    const bool ended = expert_.state() == v1::EXPERT_STATE_RETIRED || expert_.state() == v1::EXPERT_STATE_REMOVED;
    return ended && state_day_ <= day_;
  }

  const v1::Expert& expert_;
  const absl::CivilDay day_;
  const absl::CivilDay state_day_;
  absl::CivilDay created_;
  std::optional<absl::CivilDay> reviewed_;
};

// Gathers one pool's numbers.
class Description {
 public:
  Description(const PoolView& pool, absl::CivilDay day) : pool_(pool), day_(day) {
    const int64_t first = DayOf(pool.plan().issue_date()).year();
    for (int64_t year = first; year <= day.year(); ++year) {
      v1::PoolYear& entry = *result_.add_years();
      entry.set_year(static_cast<int32_t>(year));
      years_[year] = &entry;
    }
  }

  void Add(const ExpertRecord& record) {
    const Standing standing(record, pool_, day_);
    const v1::Expert& expert = record.expert;
    if (standing.WasNominated()) result_.set_nominated_count(result_.nominated_count() + 1);
    if (standing.WasSuspended()) result_.set_suspended_count(result_.suspended_count() + 1);
    if (standing.WasActive()) AddActive(expert);
    for (const v1::Term& term : expert.terms()) {
      if (v1::PoolYear* year = YearOf(DayOf(term.start_date())); year != nullptr) {
        if (term.number() == 1) year->set_admitted_count(year->admitted_count() + 1);
        if (term.number() > 1) year->set_renewed_count(year->renewed_count() + 1);
      }
    }
    if (const auto left = standing.LeftOn(); left.has_value()) {
      if (v1::PoolYear* year = YearOf(*left); year != nullptr) year->set_left_count(year->left_count() + 1);
    }
  }

  v1::PoolComposition Finish() {
    result_.set_name(absl::StrCat(pool_.name(), "/composition"));
    result_.set_plan_edition(pool_.plan().edition());
    *result_.mutable_as_of() = ToDate(day_);
    result_.set_target_size(pool_.pool().target_size());
    std::sort(ending_.begin(), ending_.end());
    for (const auto& [day, name] : ending_) result_.add_ending_terms(name);
    if (result_.active_count() < result_.target_size()) {
      Gap(absl::StrCat("在库 ", result_.active_count(), " 人，目标 ", result_.target_size(), " 人"),
          absl::StrCat(result_.active_count(), " active of about ", result_.target_size()));
    }
    for (const auto& specialty : pool_.pool().specialties()) {
      Cover(*result_.add_specialties(), specialty, specialties_, "专业", "specialty");
    }
    for (const auto& industry : pool_.plan().industries()) {
      const auto& wanted = pool_.pool().industries();
      if (!wanted.empty() && !Holds(wanted, industry.id())) continue;
      Cover(*result_.add_industries(), industry, industries_, "行业", "industry");
    }
    return std::move(result_);
  }

 private:
  void AddActive(const v1::Expert& expert) {
    result_.set_active_count(result_.active_count() + 1);
    for (const std::string& specialty : expert.specialties()) ++specialties_[specialty];
    for (const std::string& industry : expert.industries()) ++industries_[industry];
    const absl::CivilDay end = DayOf(expert.terms(expert.terms_size() - 1).end_date());
    if (end <= day_ + kNoticeDays) ending_.emplace_back(end, expert.name());
  }

  v1::PoolYear* YearOf(absl::CivilDay day) {
    const auto found = years_.find(day.year());
    return day > day_ || found == years_.end() ? nullptr : found->second;
  }

  void Gap(const std::string& zh, const std::string& en) {
    type::v1::LocalizedText& gap = *result_.add_gaps();
    gap.set_zh(zh);
    gap.set_en(en);
  }

  template <typename Entry>
  void Cover(v1::CoverageCount& count, const Entry& entry, const std::map<std::string, int>& counts,
             absl::string_view zh, absl::string_view en) {
    const auto found = counts.find(entry.id());
    count.set_id(entry.id());
    count.set_active_count(found == counts.end() ? 0 : found->second);
    if (count.active_count() > 0) return;
    Gap(absl::StrCat(zh, "“", entry.names().zh(), "”无人"),
        absl::StrCat("nobody for the ", en, " ", entry.names().en().empty() ? entry.id() : entry.names().en()));
  }

  const PoolView& pool_;
  const absl::CivilDay day_;
  v1::PoolComposition result_;
  std::map<int64_t, v1::PoolYear*> years_;  // in result_
  std::map<std::string, int> specialties_;
  std::map<std::string, int> industries_;
  std::vector<std::pair<absl::CivilDay, std::string>> ending_;
};

}  // namespace

v1::PoolComposition DescribePool(const std::vector<ExpertRecord>& members, const PoolView& pool, absl::CivilDay day) {
  Description description(pool, day);
  for (const ExpertRecord& member : members) description.Add(member);
  return description.Finish();
}

}  // namespace lianfang::expert
