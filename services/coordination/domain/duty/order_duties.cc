#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/coordination/domain/duty/coordination_duties.h"
#include "services/coordination/domain/duty/duty_frame.h"
#include "services/coordination/domain/duty/order_step_duties.h"
#include "services/coordination/domain/inspection/order_rules.h"

namespace lianfang::coordination {
namespace {

using duties::Words;
using duty::v1::Duty;

void SetIndustry(const v1::Employer& employer, const PlanFrame& frame, Duty& duty) {
  *duty.mutable_industry() = duties::TermOf(frame.plan().industries(), employer.industry());
}

// When the first event of one of these actions was, after the event at `after`.
std::optional<absl::Time> FirstAfter(const v1::Order& order, int after, const std::vector<v1::OrderAction>& actions) {
  for (int i = after + 1; i < order.events_size(); ++i) {
    if (Holds(actions, order.events(i).action())) return FromTimestamp(order.events(i).time());
  }
  return std::nullopt;
}

std::optional<absl::Time> FirstOf(const v1::Order& order, const std::vector<v1::OrderAction>& actions) {
  return FirstAfter(order, -1, actions);
}

// What became of the rectification.
struct Outcome {
  std::optional<absl::Time> met;
  std::optional<absl::Time> withdrawn;
};

// A report counts until a re-inspection finds otherwise: what was reported and is not rectified is owed as before. Whoever has handed the case
// over owes it no longer.
Outcome OutcomeOf(const v1::Order& order) {
  Outcome outcome;
  for (const v1::OrderEvent& event : order.events()) {
    const absl::Time time = FromTimestamp(event.time());
    switch (event.action()) {
      case v1::ORDER_ACTION_REPORT_DONE:
      case v1::ORDER_ACTION_PASS_REINSPECTION:
        if (!outcome.met.has_value()) outcome.met = time;
        break;
      case v1::ORDER_ACTION_FAIL_REINSPECTION:
        outcome.met.reset();
        break;
      case v1::ORDER_ACTION_ACCEPT_TRANSFER:
      case v1::ORDER_ACTION_WITHDRAW:
        if (!outcome.met.has_value()) outcome.withdrawn = time;
        break;
      default:
        break;
    }
  }
  return outcome;
}

Duty Rectification(const v1::Order& order, const PlanFrame& frame, absl::Time served) {
  Duty duty = DutyOf(frame, order.name(), order.department());
  SetKind(duty, "rectification", "限期整改", "Rectification");
  *duty.mutable_title() = Words(absl::StrCat(order.employer().display_name(), " 限期整改"),
                                absl::StrCat("Rectification at ", order.employer().display_name()));
  *duty.mutable_action() = Words("督促整改，并登记整改情况，或用 lianfang order report",
                                 "See to the rectification and record it, or use lianfang order report");
  SetIndustry(order.employer(), frame, duty);
  SetTimes(duty, served, frame.EndOf(order.due_date()), frame.EndOf(order.original_due_date()));
  duty.set_date_changes(order.extensions());
  const Outcome outcome = OutcomeOf(order);
  if (outcome.met.has_value()) SetMet(duty, *outcome.met);
  if (outcome.withdrawn.has_value()) SetWithdrawn(duty, *outcome.withdrawn);
  return Finished(std::move(duty), order.create_time(), order.update_time());
}

// Owed from the report on, or from the end of the order's time.
Duty Reinspection(const v1::Order& order, const PlanFrame& frame) {
  const absl::Time end = frame.EndOf(order.due_date());
  const auto reported = FirstOf(order, {v1::ORDER_ACTION_REPORT_DONE});
  const absl::Time open = reported.has_value() ? *reported : end;
  const absl::Time due =
      frame.Start(frame.Day(reported.has_value() ? *reported : end - absl::Seconds(1)) + frame.reinspection_days() + 1);
  Duty duty = DutyOf(frame, order.name(), order.department());
  duty.set_occasion("reinspection");
  SetKind(duty, "reinspection", "整改复查", "Re-inspection");
  *duty.mutable_title() = Words(absl::StrCat(order.employer().display_name(), " 整改复查"),
                                absl::StrCat("Re-inspection of ", order.employer().display_name()));
  *duty.mutable_action() =
      Words("由另一人复查并登记，或用 lianfang order pass / order fail",
            "Another person inspects again and records the result, or uses lianfang order pass or order fail");
  SetIndustry(order.employer(), frame, duty);
  SetTimes(duty, open, due, due);
  duty.set_date_changes(order.extensions() + (reported.has_value() ? 1 : 0));
  const auto met = FirstOf(order, {v1::ORDER_ACTION_PASS_REINSPECTION, v1::ORDER_ACTION_FAIL_REINSPECTION});
  if (met.has_value()) SetMet(duty, *met);
  if (const auto withdrawn = FirstOf(order, {v1::ORDER_ACTION_WITHDRAW}); withdrawn.has_value()) {
    SetWithdrawn(duty, *withdrawn);
  }
  return Finished(std::move(duty), order.create_time(), order.update_time());
}

Duty TransferAnswer(const v1::Order& order, const PlanFrame& frame, int event, int number) {
  const v1::OrderEvent& transfer = order.events(event);
  const absl::Time open = FromTimestamp(transfer.time());
  const absl::Time due = frame.Start(frame.Day(open) + frame.transfer_days() + 1);
  Duty duty = DutyOf(frame, order.name(), transfer.department());
  duty.set_occasion(absl::StrCat("transfer-", number));
  SetKind(duty, "transfer", "移送受理", "Transferred case");
  *duty.mutable_title() = Words(absl::StrCat(order.employer().display_name(), " 移送案件受理或退回"),
                                absl::StrCat("Accept or return the case of ", order.employer().display_name()));
  *duty.mutable_action() = Words("受理或退回移送，或用 lianfang order accept / order return",
                                 "Accept the case or return it, or use lianfang order accept or order return");
  SetIndustry(order.employer(), frame, duty);
  SetTimes(duty, open, due, due);
  const auto met = FirstAfter(order, event, {v1::ORDER_ACTION_ACCEPT_TRANSFER, v1::ORDER_ACTION_RETURN_TRANSFER});
  if (met.has_value()) SetMet(duty, *met);
  return Finished(std::move(duty), transfer.time(), order.update_time());
}

}  // namespace

Duties DutiesOfOrder(const v1::Order& order, const PlanFrame& frame) {
  Duties duties;
  if (const auto served = FirstOf(order, {v1::ORDER_ACTION_SERVE}); served.has_value()) {
    duties.push_back(Rectification(order, frame, *served));
    duties.push_back(Reinspection(order, frame));
  }
  int number = 0;
  for (int i = 0; i < order.events_size(); ++i) {
    if (order.events(i).action() == v1::ORDER_ACTION_TRANSFER) {
      duties.push_back(TransferAnswer(order, frame, i, ++number));
    }
  }
  AddStepDuties(order, frame, duties);
  return duties;
}

Duties DutiesOfInspection(const v1::Inspection& inspection, const PlanFrame& frame) {
  Duty duty = DutyOf(frame, inspection.name(), inspection.departments(0));
  SetKind(duty, "inspection", "联合检查", "Inspection");
  *duty.mutable_title() = Words(absl::StrCat(inspection.employer().display_name(), " 检查记录"),
                                absl::StrCat("Findings at ", inspection.employer().display_name()));
  *duty.mutable_action() = Words("检查并登记发现的问题，或用 lianfang inspection record",
                                 "Inspect and record what is found, or use lianfang inspection record");
  SetIndustry(inspection.employer(), frame, duty);
  const absl::CivilDay day = DayOf(inspection.date());
  SetTimes(duty, frame.Start(day), frame.Start(day + 2), frame.Start(day + 2));
  if (inspection.state() == v1::INSPECTION_STATE_CARRIED_OUT) SetMet(duty, FromTimestamp(inspection.record_time()));
  if (inspection.state() == v1::INSPECTION_STATE_CANCELLED) {
    SetWithdrawn(duty, FromTimestamp(inspection.update_time()));
  }
  return {Finished(std::move(duty), inspection.create_time(), inspection.update_time())};
}

}  // namespace lianfang::coordination
