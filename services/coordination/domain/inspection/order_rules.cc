#include "services/coordination/domain/inspection/order_rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "common/four_eyes.h"
#include "common/time.h"
#include "services/coordination/domain/inspection/order_machine.h"
#include "services/coordination/domain/request/access.h"
#include "services/coordination/domain/request/names.h"
#include "services/coordination/domain/request/refusals.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kLongestDemand = 4000;
constexpr size_t kLongestNumber = 100;
constexpr int kMostEvents = 200;

using Actions = std::vector<v1::OrderAction>;

std::string NamesOf(const Actions& actions) {
  return absl::StrJoin(actions, ",", [](std::string* text, v1::OrderAction action) {
    absl::StrAppend(text, v1::OrderAction_Name(action));
  });
}

absl::Status NotAllowed(const v1::Order& order, v1::OrderAction action) {
  const std::string state = v1::OrderState_Name(order.state());
  return ErrorWithReason(
      absl::StatusCode::kFailedPrecondition,
      absl::StrCat(order.name(), " does not allow ", v1::OrderAction_Name(action), "; its state is ", state),
      "STATE_NOT_ALLOWED",
      {{"name", order.name()}, {"state", state}, {"next_actions", NamesOf(ActionsIn(order.state()))}});
}

// The day that a request names, or that it is none.
void CheckDate(FieldViolations& faults, absl::string_view field, const google::type::Date& date) {
  if (const auto day = FromDate(date); !day.ok()) faults.Add(field, day.status().message());
}

bool NeedsReason(v1::OrderAction action) {
  return action != v1::ORDER_ACTION_SERVE && action != v1::ORDER_ACTION_CLOSE;
}

bool NeedsNumber(v1::OrderAction action) {
  return action == v1::ORDER_ACTION_OPEN_PENALTY_CASE || action == v1::ORDER_ACTION_TRANSFER;
}

bool HasReturned(const v1::Order& order, const std::string& department) {
  return std::any_of(order.events().begin(), order.events().end(), [&](const v1::OrderEvent& event) {
    return event.action() == v1::ORDER_ACTION_RETURN_TRANSFER && event.department() == department;
  });
}

// What the request says, whatever the state.
absl::Status CheckWords(const v1::AdvanceOrderRequest& request, const PlanFrame& frame) {
  FieldViolations faults;
  const v1::OrderAction action = request.action();
  CheckText(faults, "reason", request.reason(), kLongestReason, NeedsReason(action));
  CheckShortLine(faults, "document_number", request.document_number(), kLongestNumber, NeedsNumber(action));
  CheckFiles(faults, "files", request.files());
  const bool takes_date = action == v1::ORDER_ACTION_ASK_EXTENSION || action == v1::ORDER_ACTION_GRANT_EXTENSION;
  if (request.has_until_date() && !takes_date) faults.Add("until_date", "belongs to extensions alone");
  if (request.has_until_date() && takes_date) CheckDate(faults, "until_date", request.until_date());
  if (!request.has_until_date() && action == v1::ORDER_ACTION_ASK_EXTENSION) {
    faults.Add("until_date", "must be given");
  }
  const bool transfers = action == v1::ORDER_ACTION_TRANSFER;
  if (!request.department().empty() && !transfers) faults.Add("department", "belongs to transfers alone");
  if (transfers && frame.FindDepartment(request.department()) == nullptr) {
    faults.Add("department", "is no department of the plan");
  }
  return faults.ToStatus();
}

absl::Status NotInCharge(absl::string_view who) {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, absl::StrCat("is for ", who), "NOT_IN_CHARGE");
}

absl::Status CheckParty(const v1::Order& order, OrderParty party, const Identity& caller, const type::v1::Plan& plan) {
  const bool office = CheckIsOffice(caller, plan).ok();
  switch (party) {
    case OrderParty::kInCharge:
      if (office || CheckIsOf(caller, plan, order.department()).ok()) return absl::OkStatus();
      return NotInCharge("the department that ordered, or the office");
    case OrderParty::kInspector:
      if (office ||
          (Holds(order.departments(), caller.department) && CheckIsOf(caller, plan, caller.department).ok())) {
        return absl::OkStatus();
      }
      return NotInCharge("a department that inspected, or the office");
    case OrderParty::kReceiver: {
      const auto* transfer = LastEvent(order, {v1::ORDER_ACTION_TRANSFER});
      const std::string receiver = transfer == nullptr ? "" : transfer->department();
      // The office answers for its own department where the case was transferred to that.
      const bool own = CheckIsOf(caller, plan, receiver).ok() || (office && caller.department == receiver);
      return own ? absl::OkStatus() : NotInCharge("the department that the case was transferred to");
    }
    case OrderParty::kOffice:
      return CheckIsOffice(caller, plan);
  }
  return NotInCharge("nobody");
}

// Who must not take the action: whose work it looks at.
std::vector<std::string> ActorsBefore(const v1::Order& order, v1::OrderAction action) {
  std::vector<std::string> actors;
  const auto add_last = [&](v1::OrderAction done) {
    const auto* event = LastEvent(order, {done});
    if (event != nullptr) actors.push_back(event->actor());
  };
  switch (action) {
    case v1::ORDER_ACTION_PASS_REINSPECTION:
    case v1::ORDER_ACTION_FAIL_REINSPECTION:
      actors.push_back(order.creator());
      add_last(v1::ORDER_ACTION_SERVE);
      add_last(v1::ORDER_ACTION_REPORT_DONE);
      break;
    case v1::ORDER_ACTION_GRANT_EXTENSION:
    case v1::ORDER_ACTION_REFUSE_EXTENSION:
      add_last(v1::ORDER_ACTION_ASK_EXTENSION);
      break;
    default:
      break;
  }
  return actors;
}

absl::Status CheckOtherPerson(const v1::Order& order, v1::OrderAction action, const Identity& caller) {
  for (const std::string& actor : ActorsBefore(order, action)) {
    if (absl::Status other = CheckFourEyes(actor, caller); !other.ok()) return other;
  }
  return absl::OkStatus();
}

absl::Status CheckExtension(const v1::Order& order, const v1::AdvanceOrderRequest& request, const PlanFrame& frame,
                            absl::Time now) {
  if (request.action() == v1::ORDER_ACTION_ASK_EXTENSION) {
    if (order.extensions() >= frame.extensions()) {
      return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                             absl::StrCat("the order got as many extensions as the plan allows: ", frame.extensions()),
                             "NO_MORE_EXTENSIONS");
    }
    if (IsOverdue(order, frame, now)) {
      return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the order's time is over", "ORDER_OVERDUE");
    }
  }
  if (!request.has_until_date()) return absl::OkStatus();
  const absl::CivilDay until = DayOf(request.until_date());
  const absl::CivilDay most = DayOf(order.due_date()) + frame.order_days();
  if (until <= DayOf(order.due_date())) return InvalidField("until_date", "must be after the order's due date");
  if (until > most) {
    return InvalidField("until_date", absl::StrCat("must not be after ", FormatDay(most)));
  }
  const auto* asked = LastEvent(order, {v1::ORDER_ACTION_ASK_EXTENSION});
  const bool grants = request.action() == v1::ORDER_ACTION_GRANT_EXTENSION;
  if (grants && asked != nullptr && until > DayOf(asked->until_date())) {
    return InvalidField("until_date",
                        absl::StrCat("must not be after what was asked for, ", FormatDay(DayOf(asked->until_date()))));
  }
  return absl::OkStatus();
}

absl::Status CheckTransfer(const v1::Order& order, const v1::AdvanceOrderRequest& request) {
  if (request.department() == order.department()) {
    return InvalidField("department", "has the case already");
  }
  if (HasReturned(order, request.department())) {
    return ErrorWithReason(
        absl::StatusCode::kFailedPrecondition,
        "that department has returned the case before; transfer it to another, or open a penalty case",
        "ALREADY_RETURNED", {{"department", request.department()}});
  }
  return absl::OkStatus();
}

absl::Status CheckSupervision(const v1::Order& order) {
  if (order.level() != v1::HAZARD_LEVEL_MAJOR) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "only major hazards are supervised", "NOT_MAJOR");
  }
  if (order.supervised()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "is supervised already", "ALREADY_SUPERVISED");
  }
  return absl::OkStatus();
}

// What the table cannot say of a step.
absl::Status CheckCircumstances(const v1::Order& order, const v1::AdvanceOrderRequest& request, const Identity& caller,
                                const PlanFrame& frame, absl::Time now) {
  switch (request.action()) {
    case v1::ORDER_ACTION_ASK_EXTENSION:
    case v1::ORDER_ACTION_GRANT_EXTENSION:
      return CheckExtension(order, request, frame, now);
    case v1::ORDER_ACTION_PASS_REINSPECTION:
    case v1::ORDER_ACTION_FAIL_REINSPECTION:
      if (order.state() == v1::ORDER_STATE_SERVED && !IsOverdue(order, frame, now)) {
        return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                               "is not reported done, and its time is not over: there is nothing to inspect again yet",
                               "NOT_REPORTED_DONE");
      }
      return absl::OkStatus();
    case v1::ORDER_ACTION_SERVE:
      if (frame.Day(now) > DayOf(order.due_date())) {
        return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the order's due date is past; draft another",
                               "DUE_DATE_PAST");
      }
      return absl::OkStatus();
    // Also by withdrawing it, a supervised hazard would be gone.
    case v1::ORDER_ACTION_CLOSE:
    case v1::ORDER_ACTION_WITHDRAW:
      return order.supervised() ? CheckIsOffice(caller, frame.plan()) : absl::OkStatus();
    case v1::ORDER_ACTION_TRANSFER:
      return CheckTransfer(order, request);
    case v1::ORDER_ACTION_SUPERVISE:
      return CheckSupervision(order);
    default:
      return absl::OkStatus();
  }
}

// The findings that a draft names: those of one inspection, each once, none with another order.
absl::Status CheckFindings(const v1::Order& order, const v1::Inspection& inspection, FieldViolations& faults) {
  std::set<int> seen;
  for (int i = 0; i < order.findings_size(); ++i) {
    const std::string at = absl::StrCat("order.findings[", i, "]");
    const auto name = ParseNumbered(at, "inspections", "findings", order.findings(i));
    if (!name.ok()) {
      faults.AddAll("", name.status());
    } else if (name->owner != inspection.name()) {
      faults.Add(at, "is of another inspection than the first one");
    } else if (name->number > inspection.findings_size()) {
      faults.Add(at, absl::StrCat("is none: the inspection has ", inspection.findings_size(), " findings"));
    } else if (!seen.insert(name->number).second) {
      faults.Add(at, "is named twice");
    }
  }
  if (!faults.empty()) return faults.ToStatus();
  for (const int number : seen) {
    const v1::Finding& finding = inspection.findings(number - 1);
    if (finding.order().empty()) continue;
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat(finding.name(), " has an order already: ", finding.order()), "ORDERED_ALREADY",
                           {{"order", finding.order()}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckOrderDraft(const v1::Order& order, const v1::Inspection& inspection, const PlanFrame& frame,
                             absl::CivilDay today) {
  FieldViolations faults;
  CheckUnset(faults, "order.name", !order.name().empty());
  CheckUnset(faults, "order.state", order.state() != v1::ORDER_STATE_UNSPECIFIED);
  CheckUnset(faults, "order.events", !order.events().empty());
  if (order.findings().empty()) faults.Add("order.findings", "must name what was found: there is no order without it");
  if (!Holds(inspection.departments(), order.department())) {
    faults.Add("order.department", "is none of those that inspected");
  }
  CheckText(faults, "order.demand", order.demand(), kLongestDemand, true);
  CheckShortLine(faults, "order.document_number", order.document_number(), kLongestNumber, false);
  if (const auto due = FromDate(order.due_date()); !due.ok()) {
    faults.Add("order.due_date", due.status().message());
  } else if (*due < today || *due <= DayOf(inspection.date())) {
    faults.Add("order.due_date", "must be after the inspection, and not past");
  } else if (*due > today + frame.order_days()) {
    faults.Add("order.due_date", absl::StrCat("must be at most ", frame.order_days(), " days from today, until ",
                                              FormatDay(today + frame.order_days())));
  }
  if (!faults.empty()) return faults.ToStatus();
  if (inspection.state() != v1::INSPECTION_STATE_CARRIED_OUT) {
    return WrongState(inspection.name(), v1::InspectionState_Name(inspection.state()), "was not carried out");
  }
  return CheckFindings(order, inspection, faults);
}

void CompleteDraft(const v1::Inspection& inspection, const std::string& actor, absl::Time now, v1::Order& order) {
  // What a request has of the server's own fields is not taken over: a negative number of extensions would be as many as one likes.
  order.clear_extensions();
  order.clear_supervised();
  order.clear_overdue();
  order.clear_next_actions();
  order.set_plan(inspection.plan());
  *order.mutable_employer() = inspection.employer();
  *order.mutable_departments() = inspection.departments();
  *order.mutable_inspection_date() = inspection.date();
  *order.mutable_original_due_date() = order.due_date();
  order.set_competent_department(order.department());
  order.set_level(v1::HAZARD_LEVEL_GENERAL);
  for (const std::string& name : order.findings()) {
    const int number = ParseNumbered("", "inspections", "findings", name)->number;
    if (inspection.findings(number - 1).level() == v1::HAZARD_LEVEL_MAJOR) order.set_level(v1::HAZARD_LEVEL_MAJOR);
  }
  order.set_state(v1::ORDER_STATE_DRAFTED);
  order.set_creator(actor);
  *order.mutable_create_time() = ToTimestamp(now);
}

absl::Status CheckStep(const v1::Order& order, const v1::AdvanceOrderRequest& request, const Identity& caller,
                       const PlanFrame& frame, absl::Time now) {
  if (!v1::OrderAction_IsValid(request.action()) || request.action() == v1::ORDER_ACTION_UNSPECIFIED) {
    return InvalidField("action", "is no known action");
  }
  if (absl::Status words = CheckWords(request, frame); !words.ok()) return words;
  const auto step = FindOrderStep(order.state(), request.action());
  if (!step.has_value()) return NotAllowed(order, request.action());
  if (absl::Status party = CheckParty(order, step->party, caller, frame.plan()); !party.ok()) return party;
  if (absl::Status other = CheckOtherPerson(order, request.action(), caller); !other.ok()) return other;
  if (order.events_size() >= kMostEvents) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "an order has at most 200 events", "TOO_MANY_EVENTS");
  }
  return CheckCircumstances(order, request, caller, frame, now);
}

void Apply(const v1::AdvanceOrderRequest& request, const std::string& actor, absl::Time now, v1::Order& order) {
  const auto step = FindOrderStep(order.state(), request.action());
  v1::OrderEvent& event = *order.add_events();
  event.set_action(request.action());
  event.set_state(step->to);
  event.set_actor(actor);
  *event.mutable_time() = ToTimestamp(now);
  event.set_reason(request.reason());
  event.set_document_number(request.document_number());
  *event.mutable_files() = request.files();
  if (request.has_until_date()) *event.mutable_until_date() = request.until_date();
  order.set_state(step->to);
  const auto* transfer = LastEvent(order, {v1::ORDER_ACTION_TRANSFER});
  switch (request.action()) {
    case v1::ORDER_ACTION_GRANT_EXTENSION:
      if (!event.has_until_date()) {
        *event.mutable_until_date() = LastEvent(order, {v1::ORDER_ACTION_ASK_EXTENSION})->until_date();
      }
      *order.mutable_due_date() = event.until_date();
      order.set_extensions(order.extensions() + 1);
      break;
    case v1::ORDER_ACTION_TRANSFER:
      event.set_department(request.department());
      break;
    case v1::ORDER_ACTION_ACCEPT_TRANSFER:
      event.set_department(transfer->department());
      order.set_competent_department(transfer->department());
      break;
    case v1::ORDER_ACTION_RETURN_TRANSFER:
      event.set_department(transfer->department());
      break;
    case v1::ORDER_ACTION_SUPERVISE:
      order.set_supervised(true);
      break;
    case v1::ORDER_ACTION_CLOSE:
      order.set_supervised(false);
      break;
    default:
      break;
  }
}

bool IsOverdue(const v1::Order& order, const PlanFrame& frame, absl::Time now) {
  const bool waits = order.state() == v1::ORDER_STATE_SERVED || order.state() == v1::ORDER_STATE_EXTENSION_ASKED;
  return waits && now >= frame.EndOf(order.due_date());
}

v1::Order Shown(const v1::Order& order, const PlanFrame& frame, absl::Time now) {
  v1::Order shown = order;
  shown.set_overdue(IsOverdue(order, frame, now));
  for (const v1::OrderAction action : ActionsIn(order.state())) {
    const bool moot =
        action == v1::ORDER_ACTION_SUPERVISE && (order.supervised() || order.level() != v1::HAZARD_LEVEL_MAJOR);
    if (!moot) shown.add_next_actions(action);
  }
  return shown;
}

const v1::OrderEvent* LastEvent(const v1::Order& order, const Actions& actions) {
  for (int i = order.events_size() - 1; i >= 0; --i) {
    if (Holds(actions, order.events(i).action())) return &order.events(i);
  }
  return nullptr;
}

std::vector<std::string> ReadersOf(const v1::Order& order) {
  std::vector<std::string> readers(order.departments().begin(), order.departments().end());
  for (const v1::OrderEvent& event : order.events()) {
    if (event.action() == v1::ORDER_ACTION_TRANSFER && !Holds(readers, event.department())) {
      readers.push_back(event.department());
    }
  }
  return readers;
}

}  // namespace lianfang::coordination
