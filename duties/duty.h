// What a duty (duty.v1.Duty) says at an instant. Pure: the one place that reads duties; the services that serve them, those
// that follow them and the command line all ask here.
//
//   if (IsAwaitedAt(duty, now)) ...             // owed now: reminders fall into this time
//   duty.set_state(StateAt(duty, now));
//
// Who derives duties sets their instants, and then where they are awaited:
//
//   AwaitWhileOpen(duty);                       // in one stretch, from the opening until met, withdrawn or locked
#ifndef LIANFANG_DUTIES_DUTY_H_
#define LIANFANG_DUTIES_DUTY_H_

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "lianfang/duty/v1/duty.pb.h"

namespace lianfang::duties {

// Whether the duty is awaited at `time`, by its dates of now.
bool IsAwaitedAt(const duty::v1::Duty& duty, absl::Time time);

// The first instant from which on the duty is never awaited any more, as far as is known: InfinitePast where it never is,
// InfiniteFuture where that has no end.
absl::Time AwaitedUntil(const duty::v1::Duty& duty);

// Whether it is neither done nor withdrawn.
bool IsOwed(const duty::v1::Duty& duty);

// Where it stands at `time`, by its dates of now. What is neither awaited then nor over cannot be done yet.
duty::v1::DutyState StateAt(const duty::v1::Duty& duty, absl::Time time);

// The last day on which it is in time: `due_time` is the first instant after it.
absl::CivilDay DueDay(const duty::v1::Duty& duty, absl::TimeZone zone);

// What tells the duty apart from the others of its resource: `final`, the instant of the send-back, both with a slash
// between, or nothing.
std::string OccasionKey(const duty::v1::Duty& duty);

// Adds a stretch in which the duty is awaited; `end` InfiniteFuture: without an end. One without length is left out.
void AddAwaitedSpan(duty::v1::Duty& duty, absl::Time start, absl::Time end);

// Sets the stretch of a duty that is awaited from its opening until it is met, withdrawn or locked.
void AwaitWhileOpen(duty::v1::Duty& duty);

}  // namespace lianfang::duties

#endif  // LIANFANG_DUTIES_DUTY_H_
