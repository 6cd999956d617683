#include "services/fund/domain/duty/project_duties.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/region_power.h"
#include "common/time.h"
#include "duties/duty.h"
#include "duties/words.h"
#include "services/fund/domain/values/days.h"

namespace lianfang::fund {
namespace {

using duties::Words;
using duty::v1::Duty;

// When a step of this kind was taken, at or after an event's place; absent: it was not.
std::optional<absl::Time> TimeOf(const v1::Project& project, v1::ProjectStepKind kind, int from = 0) {
  for (int i = from; i < project.events_size(); ++i) {
    if (project.events(i).kind() == kind) return FromTimestamp(project.events(i).time());
  }
  return std::nullopt;
}

std::string ActingRegion(const v1::Project& project, const type::v1::Plan& plan) {
  for (const auto& department : plan.departments()) {
    if (department.id() == project.proposal().department() && !department.acting_region().empty()) {
      return department.acting_region();
    }
  }
  for (const auto& region : plan.regions()) {
    if (region.code() == project.proposal().region()) return region.code();
  }
  return OfficeRegion(plan);
}

Duty OfProject(const v1::Project& project, const type::v1::Plan& plan) {
  Duty duty;
  duty.set_resource(project.name());
  duty.set_plan(plan.name());
  duty.set_plan_edition(plan.edition());
  duty.set_role(type::v1::ROLE_LIAISON);
  duty.set_department(project.proposal().department());
  duty.set_acting_region(ActingRegion(project, plan));
  duty.set_region(project.proposal().region());
  if (!project.proposal().industry().empty()) {
    *duty.mutable_industry() = duties::TermOf(plan.industries(), project.proposal().industry());
  }
  duty.set_portal_page(project.name());
  return duty;
}

struct Kind {
  const char* id;
  const char* zh;
  const char* en;
  const char* action_zh;
  const char* action_en;
};

constexpr Kind kMilestone = {kMilestoneKind, "项目节点", "Project milestone", "完成后登记节点", "Record the milestone"};
constexpr Kind kCompletion = {kCompletionKind, "项目完工", "Project completion", "完工后报告完工",
                              "Report the work done"};
constexpr Kind kRectification = {kRectificationKind, "验收整改", "Rectification after acceptance", "整改后重新报告完工",
                                 "Put it right and report the work done again"};

void SetWords(const Kind& kind, const std::string& zh, const std::string& en, Duty& duty) {
  duty.mutable_kind()->set_id(kind.id);
  *duty.mutable_kind()->mutable_title() = Words(kind.zh, kind.en);
  *duty.mutable_title() = Words(zh, en);
  *duty.mutable_action() = Words(kind.action_zh, kind.action_en);
}

// Its instants: open, due, met, withdrawn.
Duty Dated(Duty duty, absl::Time open, absl::Time due, std::optional<absl::Time> met,
           std::optional<absl::Time> withdrawn) {
  *duty.mutable_open_time() = ToTimestamp(open);
  *duty.mutable_due_time() = ToTimestamp(due);
  *duty.mutable_original_due_time() = ToTimestamp(due);
  if (met.has_value()) {
    *duty.mutable_met_time() = ToTimestamp(*met);
    duty.set_met_late(*met >= due);
  } else if (withdrawn.has_value()) {
    *duty.mutable_withdrawn_time() = ToTimestamp(*withdrawn);
  }
  duties::AwaitWhileOpen(duty);
  return duty;
}

std::string TitleOf(const v1::Project& project) { return absl::StrCat("项目 ", project.proposal().title()); }
std::string EnglishTitleOf(const v1::Project& project) { return absl::StrCat("project ", project.proposal().title()); }

}  // namespace

std::vector<Duty> DutiesOfProject(const v1::Project& project, const type::v1::Plan& plan) {
  if (!project.has_contract()) return {};
  const v1::Contract& contract = project.contract();
  const auto withdrawn = TimeOf(project, v1::PROJECT_STEP_KIND_TERMINATE);
  const auto signed_at = TimeOf(project, v1::PROJECT_STEP_KIND_CONTRACT);
  const auto due_after = [&](const google::type::Date& date) { return StartOf(plan, DayOf(date) + 1); };
  std::vector<Duty> duties;
  for (const v1::Milestone& milestone : contract.milestones()) {
    Duty duty = OfProject(project, plan);
    duty.set_occasion(absl::StrCat("milestone-", milestone.id()));
    SetWords(kMilestone, absl::StrCat(TitleOf(project), "：", milestone.title()),
             absl::StrCat(EnglishTitleOf(project), ": ", milestone.title()), duty);
    std::optional<absl::Time> met;
    if (milestone.has_done_time()) met = FromTimestamp(milestone.done_time());
    duties.push_back(Dated(std::move(duty), *signed_at, due_after(milestone.due_date()), met, withdrawn));
  }
  Duty done = OfProject(project, plan);
  SetWords(kCompletion, absl::StrCat(TitleOf(project), "：完工"), absl::StrCat(EnglishTitleOf(project), ": completion"),
           done);
  duties.push_back(Dated(std::move(done), *signed_at, due_after(contract.end_date()),
                         TimeOf(project, v1::PROJECT_STEP_KIND_COMPLETE), withdrawn));
  for (int i = 0; i < project.events_size(); ++i) {
    const v1::ProjectEvent& event = project.events(i);
    if (event.kind() != v1::PROJECT_STEP_KIND_SEND_BACK) continue;
    Duty duty = OfProject(project, plan);
    duty.set_occasion(absl::StrCat("rectification-", event.number()));
    SetWords(kRectification, absl::StrCat(TitleOf(project), "：验收整改"),
             absl::StrCat(EnglishTitleOf(project), ": rectification"), duty);
    duties.push_back(Dated(std::move(duty), FromTimestamp(event.time()),
                           due_after(event.step().acceptance().rectify_by_date()),
                           TimeOf(project, v1::PROJECT_STEP_KIND_COMPLETE, i), withdrawn));
  }
  for (Duty& duty : duties) {
    *duty.mutable_create_time() = duty.open_time();
    *duty.mutable_update_time() = project.update_time();
  }
  return duties;
}

}  // namespace lianfang::fund
