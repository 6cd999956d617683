#include "services/evaluation/live/live_plans.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/evaluation/domain/request/names.h"

namespace lianfang::evaluation {
namespace {

constexpr int kPage = 1000;

}  // namespace

std::shared_ptr<const LivePlan> LivePlans::Find(const std::string& plan) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = plans_.find(plan);
  return found == plans_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const LivePlan>> LivePlans::All() const {
  absl::ReaderMutexLock lock(&mutex_);
  std::vector<std::shared_ptr<const LivePlan>> plans;
  for (const auto& [id, plan] : plans_) plans.push_back(plan);
  return plans;
}

absl::Status LivePlans::Refresh(absl::Time deadline) {
  std::map<std::string, News> news;
  int64_t obligations = obligations_position_;
  int64_t returns = returns_position_;
  if (absl::Status status = Read(Stream::kObligations, obligations, news, deadline); !status.ok()) return status;
  if (absl::Status status = Read(Stream::kReturns, returns, news, deadline); !status.ok()) return status;
  const bool new_edition = std::any_of(news.begin(), news.end(), [this](const auto& each) {
    const auto known = editions_.find(each.first);
    return known == editions_.end() || known->second->edition() < each.second.edition;
  });
  if (new_edition) {
    if (absl::Status status = LoadEditions(deadline); !status.ok()) return status;
  }
  std::vector<std::pair<std::string, std::shared_ptr<const LivePlan>>> next;
  for (auto& [plan, each] : news) {
    if (!editions_.contains(plan)) return absl::InternalError(absl::StrCat("no edition of ", plan, " was kept"));
    next.emplace_back(plan, Next(plan, std::move(each)));
  }
  obligations_position_ = obligations;
  returns_position_ = returns;
  absl::MutexLock lock(&mutex_);
  for (auto& [plan, live] : next) plans_[plan] = std::move(live);
  return absl::OkStatus();
}

absl::Status LivePlans::Read(Stream stream, int64_t& position, std::map<std::string, News>& news, absl::Time deadline) {
  while (true) {
    const auto changes = store_.LoadChanges(stream, position, kPage, deadline);
    if (!changes.ok()) return changes.status();
    for (const SavedChange& change : *changes) {
      News& plan = news[change.plan];
      bool parsed;
      if (stream == Stream::kObligations) {
        parsed = plan.obligations.emplace_back().ParseFromString(change.document);
        plan.obligations_time = std::max(plan.obligations_time, change.commit_time);
        plan.edition = std::max(plan.edition, plan.obligations.back().plan_edition());
      } else {
        parsed = plan.returns.emplace_back().ParseFromString(change.document);
        plan.returns_time = std::max(plan.returns_time, change.commit_time);
        plan.edition = std::max(plan.edition, plan.returns.back().latest().plan_edition());
      }
      if (!parsed) return absl::DataLossError(absl::StrCat("change ", change.position, " does not parse"));
      position = std::max(position, change.position);
    }
    if (changes->size() < kPage) return absl::OkStatus();
  }
}

absl::Status LivePlans::LoadEditions(absl::Time deadline) {
  auto plans = store_.LoadNewestPlans(deadline);
  if (!plans.ok()) return plans.status();
  for (type::v1::Plan& plan : *plans) {
    const std::string id = PlanIdOf(plan.name());
    editions_[id] = std::make_shared<const type::v1::Plan>(std::move(plan));
  }
  return absl::OkStatus();
}

std::shared_ptr<const LivePlan> LivePlans::Next(const std::string& plan, News news) const {
  const std::shared_ptr<const LivePlan> before = Find(plan);
  PlanState state = before == nullptr ? PlanState() : before->state();
  std::set<std::string> regions;
  state.plan = editions_.at(plan);
  for (submission::v1::Obligation& obligation : news.obligations) {
    regions.insert(obligation.region());
    state.filings.Put(std::move(obligation));
  }
  for (submission::v1::Return& filed : news.returns) {
    if (const auto obligation = state.filings.ObligationOf(filed); obligation != nullptr) {
      regions.insert(obligation->region());
    }
    state.filings.Put(std::move(filed));
  }
  state.obligations_received_time = std::max(state.obligations_received_time, news.obligations_time);
  state.returns_received_time = std::max(state.returns_received_time, news.returns_time);
  const int64_t version = before == nullptr ? 1 : before->version() + 1;
  return std::make_shared<const LivePlan>(std::move(state), version, std::move(regions));
}

}  // namespace lianfang::evaluation
