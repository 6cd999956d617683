#include "services/exchange/domain/reconciliation/discrepancy_duty.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/time.h"
#include "duties/duty.h"
#include "duties/words.h"

namespace lianfang::exchange {
namespace {

using duties::Words;
using duty::v1::Duty;

Duty WordsOf(const v1::Discrepancy& discrepancy, const type::v1::Plan& plan) {
  Duty duty;
  duty.set_resource(discrepancy.name());
  duty.mutable_kind()->set_id(kDiscrepancyKind);
  *duty.mutable_kind()->mutable_title() = Words("差异处理", "Discrepancy");
  *duty.mutable_title() = discrepancy.title();
  *duty.mutable_action() = Words("核对记录，更正或说明原因", "Check the records, and correct them or explain");
  duty.set_portal_page(discrepancy.name());
  duty.set_plan(discrepancy.plan());
  duty.set_plan_edition(plan.edition());
  duty.set_department(discrepancy.owner().department());
  duty.set_acting_region(discrepancy.owner().region());
  duty.set_role(type::v1::ROLE_LIAISON);
  duty.set_region(discrepancy.region());
  if (!discrepancy.industry().empty())
    *duty.mutable_industry() = duties::TermOf(plan.industries(), discrepancy.industry());
  if (!discrepancy.period().empty()) *duty.mutable_period() = duties::TermOf(plan.periods(), discrepancy.period());
  return duty;
}

}  // namespace

std::vector<Duty> DutiesOfDiscrepancy(const v1::Discrepancy& discrepancy, const type::v1::Plan& plan) {
  std::vector<Duty> duties;
  const absl::Duration term = FromTimestamp(discrepancy.due_time()) - FromTimestamp(discrepancy.open_time());
  for (const v1::DiscrepancyStep& step : discrepancy.steps()) {
    const absl::Time time = FromTimestamp(step.step_time());
    if (step.state() == v1::DISCREPANCY_STATE_OPEN) {
      Duty duty = WordsOf(discrepancy, plan);
      if (!duties.empty()) *duty.mutable_sent_back_time() = step.step_time();
      *duty.mutable_open_time() = step.step_time();
      *duty.mutable_due_time() = ToTimestamp(time + term);
      *duty.mutable_create_time() = step.step_time();
      duties.push_back(std::move(duty));
    } else if (step.state() != v1::DISCREPANCY_STATE_REFERRED && !duties.empty()) {
      Duty& duty = duties.back();
      *duty.mutable_met_time() = step.step_time();
      duty.set_met_late(time >= FromTimestamp(duty.due_time()));
    }
  }
  if (!duties.empty()) *duties.back().mutable_due_time() = discrepancy.due_time();
  for (Duty& duty : duties) {
    *duty.mutable_original_due_time() = duty.due_time();
    duty.set_date_changes(discrepancy.reopenings());
    *duty.mutable_update_time() = discrepancy.update_time();
    duties::AwaitWhileOpen(duty);
  }
  return duties;
}

}  // namespace lianfang::exchange
