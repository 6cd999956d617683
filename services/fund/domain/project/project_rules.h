// What a proposal must be, and the steps of a project: each checked against the table of steps and its own rules, then applied.
//
//   absl::Status taken = TakeStep(project, request.step(), facts);      // OK: the project has the step; otherwise it is unchanged
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_PROJECT_RULES_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_PROJECT_RULES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/fund/v1/project.pb.h"
#include "lianfang/fund/v1/provider.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/fund/domain/budget/budget_rules.h"

namespace lianfang::fund {

// The most steps that a project may have, and the most bytes of it with all of them: it is answered as one message.
inline constexpr int kMostSteps = 500;
inline constexpr size_t kMostProjectBytes = 256 * 1024;

// The most projects of one budget: all of them are read at once to be ranked and for the statement.
inline constexpr int kMostProjects = 2000;

// A panel of experts, as much as projects need of an engagement.
struct Panel {
  std::string engagement;
  std::string plan;  // of its pool
  bool reviews_projects = false;
  bool accepts_projects = false;
  bool cancelled = false;
  bool held = false;  // it has met with every seat taken
  int seats = 0;
  absl::Time end_time;               // when its meeting ends or ended
  std::vector<std::string> parties;  // credit codes
  std::string matter{};              // the project that it was drawn for; empty: not said
};

// What a step is judged by besides the project. A member that a step does not need may be absent.
struct StepFacts {
  const type::v1::Plan& plan;
  Identity caller;
  absl::Time now;
  std::optional<Panel> panel;              // that the step names, or that reviewed; absent: there is none of that name
  std::optional<v1::Provider> provider;    // that the step names, as it is now; absent: there is none of that name
  std::optional<v1::Provider> contractor;  // of the project's contract, as it is now; absent before there is one
  v1::Budget budget;                       // of the project, its lock held
  Sums sums;                               // of that budget
};

// FAILED_PRECONDITION with the reason TOO_MANY_PROJECTS where a budget that has so many takes no more.
absl::Status CheckTakesMore(int projects);

// OK, or INVALID_ARGUMENT naming every fault under `field`.
absl::Status CheckProposal(const std::string& field, const v1::Proposal& proposal, const type::v1::Plan& plan);

// A project as proposed.
v1::Project Proposed(const std::string& name, const v1::Project& wanted, const Putting& by);

// Takes the step, or says why not: INVALID_ARGUMENT for what is wrong in itself, PERMISSION_DENIED, FAILED_PRECONDITION.
absl::Status TakeStep(v1::Project& project, const v1::ProjectStep& step, const StepFacts& facts);

// What a project binds of its budget and what was paid for it, in fen; its answer is in `committed` and `paid`.
Spent SpentBy(const v1::Project& project);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_PROJECT_RULES_H_
