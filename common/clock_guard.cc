#include "common/clock_guard.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/log.h"

namespace lianfang {
namespace {

absl::Status Untrusted(const std::string& why) {
  return ErrorWithReason(absl::StatusCode::kUnavailable, why, "CLOCK_UNTRUSTED");
}

}  // namespace

absl::Duration MonotonicTime() { return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch()); }

ClockGuard::ClockGuard(const Clock& clock, Monotonic monotonic, Reference reference, Metrics& metrics,
                       std::function<void(bool)> changed, Options options)
    : clock_(clock),
      monotonic_(std::move(monotonic)),
      reference_(std::move(reference)),
      changed_(std::move(changed)),
      options_(options),
      offset_(metrics.Gauge("lianfang_clock_offset_seconds",
                            "This machine's clock minus the database's, as measured last.", {})),
      trusted_(metrics.Gauge("lianfang_clock_trusted",
                             "1 while the machine's clock agrees with the database's; 0: mutations are refused.", {})) {
}

absl::Duration ClockGuard::Step() {
  const absl::Duration asked = monotonic_();
  const absl::StatusOr<absl::Time> reference = reference_();
  const absl::Duration answered = monotonic_();
  if (reference.ok() && answered - asked <= options_.answer) {
    absl::MutexLock lock(&mutex_);
    last_ = Measured{*reference, asked + (answered - asked) / 2};
  }
  if (const auto last = Last(); last.has_value()) {
    offset_.Set(absl::ToDoubleSeconds(clock_.Now() - (last->reference + (monotonic_() - last->at))));
  }
  const absl::Status trusted = Check();
  trusted_.Set(trusted.ok() ? 1 : 0);
  if (!trusted.ok()) Log(LogLevel::kError, "clock_untrusted", {{"reason", trusted.message()}});
  changed_(trusted.ok());
  return trusted.ok() ? options_.interval : options_.retry;
}

std::optional<ClockGuard::Measured> ClockGuard::Last() const {
  absl::MutexLock lock(&mutex_);
  return last_;
}

absl::Status ClockGuard::Check() const {
  const auto last = Last();
  if (!last.has_value()) return Untrusted("this replica has not compared its clock with the database's yet");
  const absl::Duration age = monotonic_() - last->at;
  if (age > options_.stale) {
    return Untrusted(absl::StrCat("this replica has not compared its clock with the database's for ",
                                  absl::FormatDuration(absl::Trunc(age, absl::Seconds(1)))));
  }
  const absl::Duration offset = clock_.Now() - (last->reference + age);
  if (absl::AbsDuration(offset) <= options_.limit) return absl::OkStatus();
  return Untrusted(absl::StrCat("this replica's clock differs from the database's by ",
                                absl::FormatDuration(absl::Trunc(offset, absl::Milliseconds(1)))));
}

absl::Time ClockGuard::Now() const {
  const auto last = Last();
  return last.has_value() ? last->reference + (monotonic_() - last->at) : clock_.Now();
}

}  // namespace lianfang
