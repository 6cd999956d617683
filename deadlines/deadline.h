// What an obligation waits for at an instant, and by when. Pure: the one place that knows; submission, evaluation,
// notification and the command line all ask here.
//
// The rule:
//   1. Instants are half-open: filed at `due_time` is late, asked at `lock_time` is locked. A return is filed when it
//      arrives, not when it is committed (FilingTime in lateness.h).
//   2. An obligation may ask twice: for its first figures, and, where these are provisional by nature, for the final
//      figures from `final_open_time` on. The final figures are owed once the first ones are in. What was never filed is
//      overdue by its first due instant, and gets no more time from the final one.
//   3. A return sent back is owed again, as if it had not been filed: by the send-back's own due instant, or by that of
//      the figures sent back if this is later. Final figures were sent back only if final figures had been filed, so
//      provisional figures never get the time of the final ones, even after filing of these has opened.
//   4. A filing is late by what was in force when it was filed: the due instant of its edition then, or that of the
//      send-back which it answered if later. Nothing that happens afterwards (an extension, an amendment in either
//      direction, an end of the final request, a waiver) makes it late or timely.
//   5. What answers a send-back in time counts as filed when the figures first were; a late answer counts from itself.
//   6. A filing that is taken back before it was accepted (withdrawn, or not signed by the convener) met nothing: what it had
//      met is owed again by the dates from before it, an open send-back's included. At instants before that it had.
//   7. What is waived, or no longer stated by the plan, is not owed and never overdue. What came late stays late.
//
//   if (const auto deadline = DeadlineAt(obligation, now)) ...      // owed: not met, waived or locked
//   for (const FiledEdition& each : EditionsAt(obligation, now)) ...  // what was late (lateness.h)
//   StandingAt(obligation, now).reason                              // 已逾期 3 天 (standing.h)
#ifndef LIANFANG_DEADLINES_DEADLINE_H_
#define LIANFANG_DEADLINES_DEADLINE_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "deadlines/instants.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::deadlines {

// One thing awaited. Equal deadlines are one.
struct Deadline {
  bool final_figures = false;                          // the final figures (终报)
  std::optional<absl::Time> sent_back = std::nullopt;  // a return sent back then is owed again
  absl::Time opening = absl::InfinitePast();           // nothing is awaited before it
  absl::Time due = absl::InfiniteFuture();             // in time before this instant

  friend bool operator==(const Deadline& left, const Deadline& right) {
    return left.final_figures == right.final_figures && left.sent_back == right.sent_back && left.due == right.due;
  }
};

// Everything that the obligation waits for at one time or another, by its dates of now.
std::vector<Deadline> DeadlinesOf(const submission::v1::Obligation& obligation);

// What is awaited at `time` by the obligation's dates of now; nothing before the opening, and none while it is met,
// waived or locked. For what stood at an earlier instant by the dates of then, see StandingAt (standing.h).
std::optional<Deadline> DeadlineAt(const submission::v1::Obligation& obligation, absl::Time time);

// Nothing will be awaited any more, as far as is known: waived, or everything asked for was filed.
bool IsSettled(const submission::v1::Obligation& obligation);

// The last day on which it is in time: `due` is the first instant after it.
absl::CivilDay DueDay(const Deadline& deadline, absl::TimeZone zone);

// What is awaited at `as_of`, by `instants`, whether or not it can be filed then: the send-back that waits for an
// answer, the first figures, or the final ones once filing of them is open. Nothing where waived or met.
std::optional<Deadline> AwaitedAt(const submission::v1::Obligation& obligation, const Instants& instants,
                                  absl::Time as_of);

// What had been met by `as_of`: as recorded now, or by the first later event that undid it: a send-back, or a filing that
// was taken back.
struct MetTimes {
  std::optional<absl::Time> first;
  std::optional<absl::Time> final_figures;
};
MetTimes MetAt(const submission::v1::Obligation& obligation, absl::Time as_of);

// Waived by hand, or not stated by the edition of the plan that was in force at `as_of`.
bool WaivedAt(const submission::v1::Obligation& obligation, absl::Time as_of);

// When the send-back had been answered, as it stood at `as_of`; an answer that was taken back later had answered it.
std::optional<absl::Time> AnsweredAt(const submission::v1::Obligation& obligation,
                                     const submission::v1::SendBack& send_back, absl::Time as_of);

// The send-back that waited for an answer at `as_of`, or null.
const submission::v1::SendBack* OpenSendBack(const submission::v1::Obligation& obligation,
                                             absl::Time as_of = absl::InfiniteFuture());

// Whether it was the final figures that were sent back.
bool IsOfFinal(const submission::v1::SendBack& send_back, const Instants& instants);

// By when what was sent back is owed again, under `instants`, or under the dates of now.
absl::Time DueAgain(const submission::v1::SendBack& send_back, const Instants& instants);
absl::Time DueAgain(const submission::v1::Obligation& obligation, const submission::v1::SendBack& send_back);

// Before when the obligation has to be answered next, by its dates of now: that of the edition awaited, and for a
// return sent back its own. For tables, which show a date also where nothing is awaited: the first due instant then.
absl::Time NextDue(const submission::v1::Obligation& obligation);

}  // namespace lianfang::deadlines

#endif  // LIANFANG_DEADLINES_DEADLINE_H_
