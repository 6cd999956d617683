#include "services/coordination/domain/duty/order_step_duties.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/coordination/domain/duty/duty_frame.h"

namespace lianfang::coordination {
namespace {

using duties::Words;
using duty::v1::Duty;

// What a state waits for.
struct Awaited {
  v1::OrderState state;
  const char* occasion;
  const char* kind;
  const char* kind_zh;
  const char* kind_en;
  const char* action_zh;
  const char* action_en;
  std::vector<v1::OrderAction> steps;  // that do it; any other that leaves the state makes it moot
};

const std::vector<Awaited>& AllAwaited() {
  static const auto& all = *new std::vector<Awaited>{
      {v1::ORDER_STATE_DRAFTED,
       "serve",
       "order-serving",
       "整改指令送达",
       "Serve the order",
       "送达整改指令，或用 lianfang order serve",
       "Serve the order, or use lianfang order serve",
       {v1::ORDER_ACTION_SERVE}},
      {v1::ORDER_STATE_EXTENSION_ASKED,
       "extension",
       "order-extension",
       "延期申请审批",
       "Decide on the extension",
       "由另一人审批延期申请，或用 lianfang order grant / order refuse",
       "Another person decides, or uses lianfang order grant or order refuse",
       {v1::ORDER_ACTION_GRANT_EXTENSION, v1::ORDER_ACTION_REFUSE_EXTENSION}},
      {v1::ORDER_STATE_RECTIFIED,
       "close",
       "order-closing",
       "整改结案",
       "Close the order",
       "结案（挂牌督办的由办公室销号），或用 lianfang order close",
       "Close the order, or use lianfang order close",
       {v1::ORDER_ACTION_CLOSE}},
      {v1::ORDER_STATE_NOT_RECTIFIED,
       "decide",
       "unrectified",
       "未整改处置",
       "Decide on what is not rectified",
       "立案处罚或移送，或用 lianfang order penalise / order transfer",
       "Open a penalty case or transfer it, or use lianfang order penalise or order transfer",
       {v1::ORDER_ACTION_OPEN_PENALTY_CASE, v1::ORDER_ACTION_TRANSFER}},
      {v1::ORDER_STATE_RETURNED,
       "decide",
       "unrectified",
       "未整改处置",
       "Decide on what is not rectified",
       "另行移送或立案处罚，或用 lianfang order transfer / order penalise",
       "Transfer it to another or open a penalty case, or use lianfang order transfer or order penalise",
       {v1::ORDER_ACTION_OPEN_PENALTY_CASE, v1::ORDER_ACTION_TRANSFER}},
      {v1::ORDER_STATE_PENALTY_CASE,
       "penalty",
       "penalty-case",
       "立案处罚后续",
       "Follow up the penalty case",
       "处罚后再次复查或移送，或用 lianfang order pass / order transfer",
       "Inspect again after the penalty or transfer it, or use lianfang order pass or order transfer",
       {v1::ORDER_ACTION_PASS_REINSPECTION, v1::ORDER_ACTION_TRANSFER}},
      {v1::ORDER_STATE_ACCEPTED,
       "conclude",
       "accepted-case",
       "移送案件办结",
       "Conclude the case",
       "办结并告知结果，或用 lianfang order conclude",
       "Conclude the case and tell the result, or use lianfang order conclude",
       {v1::ORDER_ACTION_CONCLUDE}},
  };
  return all;
}

const Awaited* FindAwaited(v1::OrderState state) {
  for (const Awaited& one : AllAwaited()) {
    if (one.state == state) return &one;
  }
  return nullptr;
}

// The order as it was after the event at `at`; -1: as it was drafted.
struct Standing {
  absl::Time since;
  google::type::Date due_date;
  std::string receiver;  // of the last transfer
  bool supervised = false;
};

Standing StandingAt(const v1::Order& order, int at) {
  Standing standing{FromTimestamp(order.create_time()), order.original_due_date(), ""};
  for (int i = 0; i <= at; ++i) {
    const v1::OrderEvent& event = order.events(i);
    standing.since = FromTimestamp(event.time());
    if (event.action() == v1::ORDER_ACTION_GRANT_EXTENSION) standing.due_date = event.until_date();
    if (event.action() == v1::ORDER_ACTION_TRANSFER) standing.receiver = event.department();
    if (event.action() == v1::ORDER_ACTION_SUPERVISE) standing.supervised = true;
  }
  return standing;
}

absl::Time DueOf(const Awaited& awaited, const Standing& standing, const PlanFrame& frame) {
  const auto after = [&](int days) { return frame.Start(frame.Day(standing.since) + days + 1); };
  switch (awaited.state) {
    case v1::ORDER_STATE_DRAFTED:
    case v1::ORDER_STATE_EXTENSION_ASKED:
      return frame.EndOf(standing.due_date);
    case v1::ORDER_STATE_RECTIFIED:
      return after(frame.reinspection_days());
    case v1::ORDER_STATE_PENALTY_CASE:
    case v1::ORDER_STATE_ACCEPTED:
      return after(frame.order_days());
    default:
      return after(frame.transfer_days());
  }
}

std::string OwnerOf(const Awaited& awaited, const Standing& standing, const v1::Order& order, const PlanFrame& frame) {
  if (awaited.state == v1::ORDER_STATE_ACCEPTED) return standing.receiver;
  if (awaited.state == v1::ORDER_STATE_RECTIFIED && standing.supervised) return frame.lead().id();
  return order.department();
}

// Sets when the step was taken, or that another one made it moot. Supervision leaves the state as it is.
void SetEnd(const Awaited& awaited, const v1::Order& order, int at, Duty& duty) {
  for (int i = at + 1; i < order.events_size(); ++i) {
    const v1::OrderEvent& event = order.events(i);
    if (event.action() == v1::ORDER_ACTION_SUPERVISE) continue;
    const absl::Time time = FromTimestamp(event.time());
    return Holds(awaited.steps, event.action()) ? SetMet(duty, time) : SetWithdrawn(duty, time);
  }
}

}  // namespace

void AddStepDuties(const v1::Order& order, const PlanFrame& frame, Duties& duties) {
  std::map<std::string, int> times;
  for (int at = -1; at < order.events_size(); ++at) {
    if (at >= 0 && order.events(at).action() == v1::ORDER_ACTION_SUPERVISE) continue;
    const Awaited* awaited = FindAwaited(at < 0 ? v1::ORDER_STATE_DRAFTED : order.events(at).state());
    if (awaited == nullptr) continue;
    const Standing standing = StandingAt(order, at);
    Duty duty = DutyOf(frame, order.name(), OwnerOf(*awaited, standing, order, frame));
    duty.set_occasion(at < 0 ? awaited->occasion : absl::StrCat(awaited->occasion, "-", ++times[awaited->occasion]));
    SetKind(duty, awaited->kind, awaited->kind_zh, awaited->kind_en);
    *duty.mutable_title() = Words(absl::StrCat(order.employer().display_name(), " ", awaited->kind_zh),
                                  absl::StrCat(awaited->kind_en, ": ", order.employer().display_name()));
    *duty.mutable_action() = Words(awaited->action_zh, awaited->action_en);
    *duty.mutable_industry() = duties::TermOf(frame.plan().industries(), order.employer().industry());
    const absl::Time due = DueOf(*awaited, standing, frame);
    SetTimes(duty, standing.since, due, due);
    SetEnd(*awaited, order, at, duty);
    const google::protobuf::Timestamp& created = at < 0 ? order.create_time() : order.events(at).time();
    duties.push_back(Finished(std::move(duty), created, order.update_time()));
  }
}

}  // namespace lianfang::coordination
