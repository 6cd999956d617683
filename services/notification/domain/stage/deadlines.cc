#include "services/notification/domain/stage/deadlines.h"

#include <algorithm>

#include "common/time.h"

namespace lianfang::notification {
namespace {

using google::protobuf::Timestamp;
using submission::v1::Obligation;
using submission::v1::SendBack;

bool Come(bool present, const Timestamp& instant, absl::Time time) { return present && FromTimestamp(instant) <= time; }

Deadline First(const Obligation& obligation) {
  return {.final_figures = false,
          .sent_back = std::nullopt,
          .opening = FromTimestamp(obligation.open_time()),
          .due = FromTimestamp(obligation.due_time())};
}

Deadline Final(const Obligation& obligation) {
  return {.final_figures = true,
          .sent_back = std::nullopt,
          .opening = FromTimestamp(obligation.final_open_time()),
          .due = FromTimestamp(obligation.final_due_time())};
}

// A return sent back is owed again by its own due instant, and never before that of the figures sent back: provisional
// ones are not given the time of the final ones.
Deadline Again(const Obligation& obligation, const SendBack& send_back) {
  const bool final_figures = obligation.has_final_open_time() && send_back.has_previous_final_met_time();
  Deadline deadline = final_figures ? Final(obligation) : First(obligation);
  deadline.sent_back = FromTimestamp(send_back.send_back_time());
  deadline.opening = std::max(deadline.opening, *deadline.sent_back);
  deadline.due = std::max(deadline.due, FromTimestamp(send_back.due_time()));
  return deadline;
}

bool IsOpenAt(const SendBack& send_back, absl::Time time) {
  return FromTimestamp(send_back.send_back_time()) <= time &&
         !Come(send_back.has_answer_time(), send_back.answer_time(), time);
}

// Which editions were met at an instant: as recorded now, or by the first send-back that came later.
struct Met {
  bool first;
  bool final;
};
Met MetAt(const Obligation& obligation, absl::Time time) {
  for (const SendBack& send_back : obligation.send_backs()) {
    if (FromTimestamp(send_back.send_back_time()) <= time) continue;
    return {Come(send_back.has_previous_met_time(), send_back.previous_met_time(), time),
            Come(send_back.has_previous_final_met_time(), send_back.previous_final_met_time(), time)};
  }
  return {Come(obligation.has_met_time(), obligation.met_time(), time),
          Come(obligation.has_final_met_time(), obligation.final_met_time(), time)};
}

}  // namespace

std::vector<Deadline> DeadlinesOf(const Obligation& obligation) {
  std::vector<Deadline> deadlines = {First(obligation)};
  if (obligation.has_final_due_time()) deadlines.push_back(Final(obligation));
  for (const SendBack& send_back : obligation.send_backs()) deadlines.push_back(Again(obligation, send_back));
  return deadlines;
}

std::optional<Deadline> DeadlineAt(const Obligation& obligation, absl::Time time) {
  if (Come(obligation.has_waive_time(), obligation.waive_time(), time)) return std::nullopt;
  for (const SendBack& send_back : obligation.send_backs()) {
    if (IsOpenAt(send_back, time)) return Again(obligation, send_back);
  }
  const Met met = MetAt(obligation, time);
  const bool final_open = Come(obligation.has_final_open_time(), obligation.final_open_time(), time);
  if (met.first) return final_open && !met.final ? std::optional(Final(obligation)) : std::nullopt;
  if (time < FromTimestamp(obligation.open_time())) return std::nullopt;
  if (Come(obligation.has_lock_time(), obligation.lock_time(), time)) return std::nullopt;
  return First(obligation);
}

bool IsSettled(const Obligation& obligation) {
  if (obligation.has_waive_time()) return true;
  const bool sent_back = std::any_of(obligation.send_backs().begin(), obligation.send_backs().end(),
                                     [](const SendBack& send_back) { return !send_back.has_answer_time(); });
  const bool awaits_final = obligation.has_final_due_time() && !obligation.has_final_met_time();
  return obligation.has_met_time() && !sent_back && !awaits_final;
}

absl::CivilDay DueDay(const Deadline& deadline, absl::TimeZone zone) {
  return absl::ToCivilDay(deadline.due - absl::Nanoseconds(1), zone);
}

}  // namespace lianfang::notification
