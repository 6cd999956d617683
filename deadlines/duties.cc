#include "deadlines/duties.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/time.h"
#include "deadlines/deadline.h"
#include "deadlines/instants.h"
#include "duties/duty.h"
#include "duties/words.h"

namespace lianfang::deadlines {
namespace {

using duties::English;
using duties::TermOf;
using duties::Words;
using duty::v1::Duty;
using duty::v1::DutyTerm;
using submission::v1::Obligation;
using submission::v1::SendBack;
using type::v1::LocalizedText;

LocalizedText TitleOf(const Deadline& deadline, const DutyTerm& industry, const DutyTerm& period) {
  return Words(absl::StrCat(industry.title().zh(), " ", period.title().zh(), deadline.final_figures ? "（终报）" : ""),
               absl::StrCat(English(industry.title()), " ", English(period.title()),
                            deadline.final_figures ? " (final figures)" : ""));
}

LocalizedText ActionOf(const Deadline& deadline) {
  if (deadline.sent_back.has_value()) {
    return Words("按退回意见更正数据，重新报送", "Correct the figures as the review asks, and file them again");
  }
  if (deadline.final_figures) return Words("报送终报数据", "File the final figures");
  return Words("报送应报数据", "File the figures owed");
}

// Every instant at which what is awaited may change.
std::set<absl::Time> TurningPoints(const Obligation& obligation) {
  std::set<absl::Time> points;
  const auto add = [&](bool present, const google::protobuf::Timestamp& time) {
    if (present) points.insert(FromTimestamp(time));
  };
  for (const std::optional<absl::Time>& instant : InstantsOf(obligation)) {
    if (instant.has_value()) points.insert(*instant);
  }
  for (const Deadline& deadline : DeadlinesOf(obligation)) points.insert(deadline.opening);
  add(obligation.has_met_time(), obligation.met_time());
  add(obligation.has_final_met_time(), obligation.final_met_time());
  add(obligation.has_waive_time(), obligation.waive_time());
  for (const auto& adjustment : obligation.adjustments()) {
    add(adjustment.has_adjust_time(), adjustment.adjust_time());
  }
  for (const SendBack& send_back : obligation.send_backs()) {
    add(send_back.has_send_back_time(), send_back.send_back_time());
    add(send_back.has_answer_time(), send_back.answer_time());
    add(send_back.has_previous_met_time(), send_back.previous_met_time());
    add(send_back.has_previous_final_met_time(), send_back.previous_final_met_time());
  }
  for (const auto& taken_back : obligation.taken_back()) {
    add(taken_back.has_take_back_time(), taken_back.take_back_time());
    add(taken_back.has_previous_met_time(), taken_back.previous_met_time());
    add(taken_back.has_previous_final_met_time(), taken_back.previous_final_met_time());
    add(taken_back.has_previous_answer_time(), taken_back.previous_answer_time());
  }
  return points;
}

// Where the deadline is the one in force.
void SetAwaited(const Obligation& obligation, const Deadline& deadline, const std::set<absl::Time>& points,
                Duty& duty) {
  std::optional<absl::Time> start;
  for (const absl::Time point : points) {
    const bool awaited = DeadlineAt(obligation, point) == deadline;
    if (awaited && !start.has_value()) start = point;
    if (!awaited && start.has_value()) {
      duties::AddAwaitedSpan(duty, *start, point);
      start.reset();
    }
  }
  if (start.has_value()) duties::AddAwaitedSpan(duty, *start, absl::InfiniteFuture());
}

// When what the deadline asks for was first done, and before when it had to be, by what was in force then.
struct Done {
  absl::Time met;
  absl::Time due;
};

std::optional<Done> FirstFiled(const Obligation& obligation) {
  std::optional<absl::Time> met = TimeIf(obligation.has_met_time(), obligation.met_time());
  if (!obligation.send_backs().empty()) {
    const SendBack& first = obligation.send_backs(0);
    met = FromTimestamp(first.has_previous_met_time() ? first.previous_met_time() : first.send_back_time());
  }
  if (!met.has_value()) return std::nullopt;
  return Done{*met, DueOf(InstantsAt(obligation, *met), /*final_figures=*/false)};
}

std::optional<Done> FinalFiled(const Obligation& obligation) {
  std::optional<absl::Time> met = TimeIf(obligation.has_final_met_time(), obligation.final_met_time());
  for (auto send_back = obligation.send_backs().rbegin(); send_back != obligation.send_backs().rend(); ++send_back) {
    if (send_back->has_previous_final_met_time()) met = FromTimestamp(send_back->previous_final_met_time());
  }
  if (!met.has_value()) return std::nullopt;
  const Instants instants = InstantsAt(obligation, *met);
  Done done{*met, DueOf(instants, /*final_figures=*/true)};
  for (const SendBack& send_back : obligation.send_backs()) {
    // Final figures may come as the answer to provisional ones sent back, which may be due later.
    const bool answers = send_back.has_answer_time() && FromTimestamp(send_back.answer_time()) == *met;
    if (answers) done.due = std::max(done.due, DueAgain(send_back, instants));
  }
  return done;
}

std::optional<Done> FiledAgain(const Obligation& obligation, absl::Time sent_back) {
  for (const SendBack& send_back : obligation.send_backs()) {
    if (FromTimestamp(send_back.send_back_time()) != sent_back || !send_back.has_answer_time()) continue;
    const absl::Time met = FromTimestamp(send_back.answer_time());
    return Done{met, DueAgain(send_back, InstantsAt(obligation, met))};
  }
  return std::nullopt;
}

std::optional<Done> DoneOf(const Obligation& obligation, const Deadline& deadline) {
  if (deadline.sent_back.has_value()) return FiledAgain(obligation, *deadline.sent_back);
  return deadline.final_figures ? FinalFiled(obligation) : FirstFiled(obligation);
}

// Sets the due instant as first stated and the one before its last move. A send-back's own never moves.
void SetMoves(const Obligation& obligation, const Deadline& deadline, Duty& duty) {
  const auto which =
      deadline.final_figures ? submission::v1::OBLIGATION_INSTANT_FINAL_DUE : submission::v1::OBLIGATION_INSTANT_DUE;
  *duty.mutable_original_due_time() = duty.due_time();
  if (deadline.sent_back.has_value()) return;
  bool moved = false;
  const auto note = [&](const google::protobuf::Timestamp& previous) {
    if (!moved) *duty.mutable_original_due_time() = previous;
    moved = true;
    *duty.mutable_previous_due_time() = previous;
  };
  for (const auto& adjustment : obligation.adjustments()) {
    const bool of_final = adjustment.edition() == submission::v1::RETURN_EDITION_FINAL;
    const bool moves = adjustment.has_due_time() && adjustment.has_previous_due_time() &&
                       FromTimestamp(adjustment.due_time()) != FromTimestamp(adjustment.previous_due_time());
    const auto change = std::find_if(adjustment.instants().begin(), adjustment.instants().end(), [&](const auto& one) {
      return one.instant() == which && one.has_previous_time() && one.has_time();
    });
    if (change != adjustment.instants().end()) {
      note(change->previous_time());
    } else if (moves && of_final == deadline.final_figures) {
      note(adjustment.previous_due_time());
    }
  }
  if (!deadline.final_figures && obligation.has_original_due_time()) {
    *duty.mutable_original_due_time() = obligation.original_due_time();
  }
}

Duty WordsOf(const Obligation& obligation, const type::v1::Plan& plan, const Deadline& deadline) {
  Duty duty;
  duty.mutable_kind()->set_id(kReturnKind);
  *duty.mutable_kind()->mutable_title() = Words("报送", "Data");
  *duty.mutable_industry() = TermOf(plan.industries(), obligation.industry());
  *duty.mutable_period() = TermOf(plan.periods(), obligation.period());
  for (const std::string& figure : obligation.figures()) *duty.add_details() = TermOf(plan.figures(), figure);
  *duty.mutable_title() = TitleOf(deadline, duty.industry(), duty.period());
  *duty.mutable_action() = ActionOf(deadline);
  duty.set_portal_page(obligation.name());
  return duty;
}

Duty DutyOf(const Obligation& obligation, const type::v1::Plan& plan, const Deadline& deadline,
            const std::set<absl::Time>& points) {
  Duty duty = WordsOf(obligation, plan, deadline);
  duty.set_resource(obligation.name());
  if (deadline.final_figures) duty.set_occasion(kFinalOccasion);
  if (deadline.sent_back.has_value()) *duty.mutable_sent_back_time() = ToTimestamp(*deadline.sent_back);
  const absl::string_view name = obligation.name();
  duty.set_plan(std::string(name.substr(0, name.find("/obligations/"))));
  duty.set_plan_edition(obligation.plan_edition());
  duty.set_department(obligation.department());
  duty.set_acting_region(obligation.acting_region());
  duty.set_role(type::v1::ROLE_LIAISON);
  duty.set_region(obligation.region());
  *duty.mutable_open_time() = ToTimestamp(deadline.opening);
  *duty.mutable_due_time() = ToTimestamp(deadline.due);
  SetMoves(obligation, deadline, duty);
  const bool may_lock = !deadline.final_figures && !deadline.sent_back.has_value();
  if (may_lock && obligation.has_lock_time()) *duty.mutable_lock_time() = obligation.lock_time();
  if (const auto done = DoneOf(obligation, deadline)) {
    *duty.mutable_met_time() = ToTimestamp(done->met);
    duty.set_met_late(done->met >= done->due);
  } else if (obligation.has_waive_time()) {
    *duty.mutable_withdrawn_time() = obligation.waive_time();
  }
  SetAwaited(obligation, deadline, points, duty);
  duty.set_date_changes(obligation.adjustments_size() + obligation.send_backs_size());
  if (obligation.has_create_time()) *duty.mutable_create_time() = obligation.create_time();
  if (obligation.has_update_time()) *duty.mutable_update_time() = obligation.update_time();
  return duty;
}

}  // namespace

std::vector<Duty> DutiesOf(const Obligation& obligation, const type::v1::Plan& plan) {
  const std::set<absl::Time> points = TurningPoints(obligation);
  std::vector<Duty> duties;
  for (const Deadline& deadline : DeadlinesOf(obligation)) {
    duties.push_back(DutyOf(obligation, plan, deadline, points));
  }
  std::stable_sort(duties.begin(), duties.end(), [](const Duty& left, const Duty& right) {
    return FromTimestamp(left.open_time()) < FromTimestamp(right.open_time());
  });
  return duties;
}

}  // namespace lianfang::deadlines
