#include "deadlines/deadline.h"

#include <algorithm>
#include <tuple>

#include "common/time.h"

namespace lianfang::deadlines {
namespace {

using submission::v1::Obligation;
using submission::v1::ObligationAdjustment;
using submission::v1::SendBack;
using submission::v1::TakenBack;

bool Come(bool present, const google::protobuf::Timestamp& instant, absl::Time time) {
  return present && FromTimestamp(instant) <= time;
}

Deadline OfEdition(const Instants& instants, bool final_figures) {
  const auto opening =
      final_figures ? submission::v1::OBLIGATION_INSTANT_FINAL_OPEN : submission::v1::OBLIGATION_INSTANT_OPEN;
  return {.final_figures = final_figures,
          .sent_back = std::nullopt,
          .opening = instants[opening].value_or(absl::UnixEpoch()),
          .due = DueOf(instants, final_figures)};
}

Deadline Again(const SendBack& send_back, const Instants& instants) {
  Deadline deadline = OfEdition(instants, IsOfFinal(send_back, instants));
  deadline.sent_back = FromTimestamp(send_back.send_back_time());
  deadline.opening = std::max(deadline.opening, *deadline.sent_back);
  deadline.due = DueAgain(send_back, instants);
  return deadline;
}

bool HasCome(const std::optional<absl::Time>& instant, absl::Time time) { return instant && *instant <= time; }

}  // namespace

bool WaivedAt(const Obligation& obligation, absl::Time as_of) {
  if (Come(obligation.has_waive_time(), obligation.waive_time(), as_of)) return true;
  // An amendment without a due instant dropped it, the next one that states it took it up again. By the first rules of
  // submission's ledger a waiver by hand was taken back, too: by the second edition after it that moved a date.
  bool waived = false;
  const ObligationAdjustment* last = nullptr;
  for (const ObligationAdjustment& adjustment : obligation.adjustments()) {
    if (FromTimestamp(adjustment.adjust_time()) > as_of) break;
    const bool amends = adjustment.kind() == submission::v1::ADJUSTMENT_KIND_AMENDMENT;
    if (adjustment.kind() == submission::v1::ADJUSTMENT_KIND_WAIVER || (amends && !adjustment.has_due_time())) {
      waived = true;
    } else if (amends && last != nullptr && last->kind() == submission::v1::ADJUSTMENT_KIND_AMENDMENT &&
               (!last->has_due_time() ||
                FromTimestamp(last->adjust_time()) < FromTimestamp(adjustment.adjust_time()))) {
      waived = false;
    }
    last = &adjustment;
  }
  return waived;
}

MetTimes MetAt(const Obligation& obligation, absl::Time as_of) {
  const auto seen = [as_of](bool present, const google::protobuf::Timestamp& time) {
    return Come(present, time, as_of) ? std::optional(FromTimestamp(time)) : std::nullopt;
  };
  const auto before = [&seen](const auto& event) -> MetTimes {
    return {seen(event.has_previous_met_time(), event.previous_met_time()),
            seen(event.has_previous_final_met_time(), event.previous_final_met_time())};
  };
  absl::Time undone = absl::InfiniteFuture();  // by the first event after `as_of`
  MetTimes met = {seen(obligation.has_met_time(), obligation.met_time()),
                  seen(obligation.has_final_met_time(), obligation.final_met_time())};
  for (const SendBack& send_back : obligation.send_backs()) {
    const absl::Time time = FromTimestamp(send_back.send_back_time());
    if (time > as_of && time < undone) std::tie(undone, met) = std::make_tuple(time, before(send_back));
  }
  for (const TakenBack& taken_back : obligation.taken_back()) {
    const absl::Time time = FromTimestamp(taken_back.take_back_time());
    if (time > as_of && time < undone) std::tie(undone, met) = std::make_tuple(time, before(taken_back));
  }
  return met;
}

std::optional<absl::Time> AnsweredAt(const Obligation& obligation, const SendBack& send_back, absl::Time as_of) {
  const auto next = std::find_if(obligation.send_backs().begin(), obligation.send_backs().end(),
                                 [&send_back](const SendBack& each) { return each.revision() > send_back.revision(); });
  for (const TakenBack& taken_back : obligation.taken_back()) {
    const bool of_this = taken_back.has_previous_answer_time() && taken_back.revision() > send_back.revision() &&
                         (next == obligation.send_backs().end() || taken_back.revision() < next->revision());
    if (of_this && FromTimestamp(taken_back.take_back_time()) > as_of) {
      return FromTimestamp(taken_back.previous_answer_time());
    }
  }
  return TimeIf(send_back.has_answer_time(), send_back.answer_time());
}

const SendBack* OpenSendBack(const Obligation& obligation, absl::Time as_of) {
  for (const SendBack& send_back : obligation.send_backs()) {
    if (FromTimestamp(send_back.send_back_time()) <= as_of &&
        !HasCome(AnsweredAt(obligation, send_back, as_of), as_of)) {
      return &send_back;
    }
  }
  return nullptr;
}

bool IsOfFinal(const SendBack& send_back, const Instants& instants) {
  return instants[submission::v1::OBLIGATION_INSTANT_FINAL_OPEN] && send_back.has_previous_final_met_time();
}

absl::Time DueAgain(const SendBack& send_back, const Instants& instants) {
  return std::max(FromTimestamp(send_back.due_time()), DueOf(instants, IsOfFinal(send_back, instants)));
}

absl::Time DueAgain(const Obligation& obligation, const SendBack& send_back) {
  return DueAgain(send_back, InstantsOf(obligation));
}

std::optional<Deadline> AwaitedAt(const Obligation& obligation, const Instants& instants, absl::Time as_of) {
  if (WaivedAt(obligation, as_of)) return std::nullopt;
  if (const SendBack* open = OpenSendBack(obligation, as_of); open != nullptr) return Again(*open, instants);
  const MetTimes met = MetAt(obligation, as_of);
  if (!met.first) return OfEdition(instants, /*final_figures=*/false);
  const bool final_open = HasCome(instants[submission::v1::OBLIGATION_INSTANT_FINAL_OPEN], as_of);
  if (final_open && !met.final_figures) return OfEdition(instants, /*final_figures=*/true);
  return std::nullopt;
}

std::optional<Deadline> DeadlineAt(const Obligation& obligation, absl::Time time) {
  const Instants instants = InstantsOf(obligation);
  std::optional<Deadline> deadline = AwaitedAt(obligation, instants, time);
  if (!deadline || deadline->sent_back || deadline->final_figures) return deadline;
  // The first filing alone opens and closes; what is in force can be corrected, and answered when it is sent back.
  if (time < deadline->opening || HasCome(instants[submission::v1::OBLIGATION_INSTANT_LOCK], time)) return std::nullopt;
  return deadline;
}

std::vector<Deadline> DeadlinesOf(const Obligation& obligation) {
  const Instants instants = InstantsOf(obligation);
  std::vector<Deadline> deadlines = {OfEdition(instants, /*final_figures=*/false)};
  if (obligation.has_final_due_time()) deadlines.push_back(OfEdition(instants, /*final_figures=*/true));
  for (const SendBack& send_back : obligation.send_backs()) deadlines.push_back(Again(send_back, instants));
  return deadlines;
}

bool IsSettled(const Obligation& obligation) {
  if (obligation.has_waive_time()) return true;
  const bool awaits_final = obligation.has_final_due_time() && !obligation.has_final_met_time();
  return obligation.has_met_time() && OpenSendBack(obligation) == nullptr && !awaits_final;
}

absl::CivilDay DueDay(const Deadline& deadline, absl::TimeZone zone) {
  return absl::ToCivilDay(deadline.due - absl::Nanoseconds(1), zone);
}

absl::Time NextDue(const Obligation& obligation) {
  if (const SendBack* open = OpenSendBack(obligation); open != nullptr) return DueAgain(obligation, *open);
  return DueOf(InstantsOf(obligation), obligation.awaited_edition() == submission::v1::RETURN_EDITION_FINAL);
}

}  // namespace lianfang::deadlines
