// Plans in memory, for tests of what follows them.
#ifndef LIANFANG_COMMON_FOLLOWING_TESTING_FAKE_PLANS_H_
#define LIANFANG_COMMON_FOLLOWING_TESTING_FAKE_PLANS_H_

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "common/following/plan_editions.h"

namespace lianfang {

// Publishes one plan in editions from 1 to the newest. Not thread-safe.
class FakePlanSource : public PlanSource {
 public:
  FakePlanSource(std::string name, int newest_edition) : newest(newest_edition), name_(std::move(name)) {}

  absl::StatusOr<type::v1::Plan> GetPlan(const std::string& name, int edition, absl::Time) override {
    ++asked;
    if (away) return absl::UnavailableError("away");
    if (name != name_ || edition > newest) return absl::NotFoundError("not published");
    type::v1::Plan plan = document;
    plan.set_name(name);
    plan.set_edition(edition == 0 ? newest : edition);
    return plan;
  }

  int newest;
  int asked = 0;
  bool away = false;
  type::v1::Plan document;  // of every edition

 private:
  const std::string name_;
};

// Not thread-safe.
class FakePlanStore : public PlanStore {
 public:
  absl::StatusOr<std::optional<type::v1::Plan>> FindPlan(const std::string& name, int edition, absl::Time) override {
    std::optional<type::v1::Plan> found;
    for (const auto& [key, plan] : plans) {  // editions come in order: the newest stays
      if (key.first == name && (edition == 0 || key.second == edition)) found = plan;
    }
    return found;
  }

  absl::Status SavePlan(const type::v1::Plan& plan, absl::Time) override {
    plans.try_emplace({plan.name(), plan.edition()}, plan);
    return absl::OkStatus();
  }

  std::map<std::pair<std::string, int>, type::v1::Plan> plans;  // by name and edition
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FOLLOWING_TESTING_FAKE_PLANS_H_
