#include "services/fund/domain/project/ranking.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

bool Waits(const v1::Project& project) {
  return project.state() == v1::PROJECT_STATE_PROPOSED || project.state() == v1::PROJECT_STATE_REVIEWING ||
         project.state() == v1::PROJECT_STATE_REVIEWED;
}

// Its place among the industries: smaller goes first.
int IndustryRank(const v1::Project& project, const v1::Budget& budget) {
  const std::string& industry = project.proposal().industry();
  if (industry.empty()) return budget.priority_industries_size() + 1;
  const auto& first = budget.priority_industries();
  return static_cast<int>(std::find(first.begin(), first.end(), industry) - first.begin());
}

// Whether a larger part of the panel was for `left`, exactly; those not reviewed come last.
int CompareVotes(const v1::Project& left, const v1::Project& right) {
  if (left.has_review() != right.has_review()) return left.has_review() ? -1 : 1;
  if (!left.has_review()) return 0;
  const auto total = [](const v1::ReviewResult& review) {
    return int64_t{review.votes_for()} + review.votes_against();
  };
  const int64_t cross_left = left.review().votes_for() * total(right.review());
  const int64_t cross_right = right.review().votes_for() * total(left.review());
  return cross_left == cross_right ? 0 : (cross_left > cross_right ? -1 : 1);
}

std::string ReasonOf(const v1::Project& project, const v1::Budget& budget, const type::v1::Plan& plan) {
  const int rank = IndustryRank(project, budget);
  std::string name = project.proposal().industry();
  for (const auto& industry : plan.industries()) {
    if (industry.id() == name) name = industry.names().zh();
  }
  std::string reason;
  if (rank < budget.priority_industries_size()) {
    reason = absl::StrCat("优先行业第", rank + 1, "位：", name);
  } else if (rank == budget.priority_industries_size()) {
    reason = absl::StrCat("方案内行业：", name);
  } else {
    reason = "不限行业";
  }
  if (!project.has_review()) return absl::StrCat(reason, "；尚未评审");
  return absl::StrCat(reason, "；评审赞成", project.review().votes_for(), "票、反对", project.review().votes_against(),
                      "票");
}

}  // namespace

std::vector<v1::RankedProject> RankProposals(std::vector<v1::Project> projects, const v1::Budget& budget,
                                             const type::v1::Plan& plan, Sums sums) {
  projects.erase(std::remove_if(projects.begin(), projects.end(), [](const auto& one) { return !Waits(one); }),
                 projects.end());
  std::sort(projects.begin(), projects.end(), [&](const v1::Project& left, const v1::Project& right) {
    const int left_rank = IndustryRank(left, budget);
    const int right_rank = IndustryRank(right, budget);
    if (left_rank != right_rank) return left_rank < right_rank;
    if (const int votes = CompareVotes(left, right); votes != 0) return votes < 0;
    const absl::Time left_time = FromTimestamp(left.create_time());
    const absl::Time right_time = FromTimestamp(right.create_time());
    return left_time == right_time ? left.name() < right.name() : left_time < right_time;
  });
  std::vector<v1::RankedProject> ranked;
  int64_t cumulative = 0;
  bool within = true;
  for (v1::Project& project : projects) {
    const int64_t amount = FenOf(project.has_review() ? project.review().amount() : project.proposal().amount());
    cumulative += amount;
    within = within && CheckRoom(budget, sums, project.proposal().purpose(), amount).ok();
    sums[project.proposal().purpose()].committed += amount;
    v1::RankedProject& place = ranked.emplace_back();
    place.set_place(static_cast<int>(ranked.size()));
    place.set_reason(ReasonOf(project, budget, plan));
    *place.mutable_cumulative_amount() = MoneyOf(cumulative);
    place.set_within_budget(within);
    *place.mutable_project() = std::move(project);
  }
  return ranked;
}

}  // namespace lianfang::fund
