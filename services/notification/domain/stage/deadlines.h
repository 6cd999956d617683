// What an obligation waits for at an instant, and by when: its first filing, the final figures, or a return that was
// sent back. Follows submission's reading of the same dates.
//
//   if (const auto deadline = DeadlineAt(obligation, now)) ...      // owed: not met, waived or locked
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_DEADLINES_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_DEADLINES_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::notification {

// One thing awaited. Equal deadlines are one: they are reminded of once.
struct Deadline {
  bool final_figures = false;           // the final figures (终报)
  std::optional<absl::Time> sent_back;  // a return sent back then is owed again
  absl::Time opening;                   // no reminder lies before it
  absl::Time due;                       // in time before this instant

  friend bool operator==(const Deadline& left, const Deadline& right) {
    return left.final_figures == right.final_figures && left.sent_back == right.sent_back && left.due == right.due;
  }
};

// Everything that the obligation waits for at one time or another.
std::vector<Deadline> DeadlinesOf(const submission::v1::Obligation& obligation);

// What is awaited at `time`; nothing before the opening, and none while it is met, waived or locked.
std::optional<Deadline> DeadlineAt(const submission::v1::Obligation& obligation, absl::Time time);

// Nothing will be awaited any more, as far as is known: waived, or everything asked for was filed.
bool IsSettled(const submission::v1::Obligation& obligation);

// The last day on which it is in time: `due` is the first instant after it.
absl::CivilDay DueDay(const Deadline& deadline, absl::TimeZone zone);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_DEADLINES_H_
