#include "common/rpc/quotas.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/errors.h"

namespace lianfang {
namespace {

// How long to wait before trying again. Most calls end within a second, expensive ones and streams take longer.
constexpr absl::Duration kSoon = absl::Seconds(1);
constexpr absl::Duration kLater = absl::Seconds(5);

absl::Status TooMany(absl::string_view what, absl::string_view whose, size_t most, absl::string_view reason,
                     absl::Duration delay) {
  return RetryLater(absl::StrCat("too many ", what, " are under way; ", whose, " may have ", most), reason, delay,
                    {{"bound", absl::StrCat(most)}, {"of", std::string(whose)}});
}

constexpr absl::string_view kCaller = "one caller";
constexpr absl::string_view kAll = "all callers together";

}  // namespace

Quotas::Use& Quotas::Use::operator+=(const Use& other) {
  calls += other.calls;
  streams += other.streams;
  persons_streams += other.persons_streams;
  expensive += other.expensive;
  bytes += other.bytes;
  return *this;
}

Quotas::Use& Quotas::Use::operator-=(const Use& other) {
  calls -= other.calls;
  streams -= other.streams;
  persons_streams -= other.persons_streams;
  expensive -= other.expensive;
  bytes -= other.bytes;
  return *this;
}

Quotas::Share& Quotas::Share::operator=(Share&& other) noexcept {
  if (this == &other) return *this;
  Release();
  quotas_ = std::exchange(other.quotas_, nullptr);
  caller_ = std::move(other.caller_);
  use_ = std::exchange(other.use_, Use());
  return *this;
}

absl::Status Quotas::Share::AddBytes(size_t bytes) {
  absl::Status added = quotas_->AddBytes(caller_, bytes);
  if (added.ok()) use_.bytes += bytes;
  return added;
}

void Quotas::Share::RemoveBytes(size_t bytes) {
  use_.bytes -= bytes;
  quotas_->Return(caller_, Use{.bytes = bytes});
}

void Quotas::Share::Release() {
  if (quotas_ != nullptr) std::exchange(quotas_, nullptr)->Return(caller_, use_);
}

absl::StatusOr<Quotas::Share> Quotas::TakeCall(const Identity& caller, type::v1::CallCost cost, size_t bytes) {
  return Take(caller, {.calls = 1, .expensive = cost == type::v1::CALL_COST_EXPENSIVE ? 1u : 0u, .bytes = bytes});
}

absl::StatusOr<Quotas::Share> Quotas::TakeStream(const Identity& caller, type::v1::CallCost cost, size_t bytes) {
  return Take(caller, {.streams = 1,
                       .persons_streams = caller.role == type::v1::ROLE_SERVICE ? 0u : 1u,
                       .expensive = cost == type::v1::CALL_COST_EXPENSIVE ? 1u : 0u,
                       .bytes = bytes});
}

absl::StatusOr<Quotas::Share> Quotas::Take(const Identity& caller, const Use& wanted) {
  absl::MutexLock lock(&mutex_);
  const auto found = by_caller_.find(caller.uri);
  if (absl::Status room = Check(found == by_caller_.end() ? Use() : found->second, wanted); !room.ok()) return room;
  all_ += wanted;
  by_caller_[caller.uri] += wanted;
  return Share(this, caller.uri, wanted);
}

absl::Status Quotas::Check(const Use& own, const Use& wanted) const {
  if (own.calls + wanted.calls > limits_.calls_per_caller) {
    return TooMany("calls", kCaller, limits_.calls_per_caller, "TOO_MANY_CALLS", kSoon);
  }
  if (own.streams + wanted.streams > limits_.streams_per_caller) {
    return TooMany("streams", kCaller, limits_.streams_per_caller, "TOO_MANY_STREAMS", kLater);
  }
  if (all_.streams + wanted.streams > limits_.streams) {
    return TooMany("streams", kAll, limits_.streams, "TOO_MANY_STREAMS", kLater);
  }
  const size_t for_persons = limits_.streams - limits_.streams / 5;
  if (wanted.persons_streams > 0 && all_.persons_streams + wanted.persons_streams > for_persons) {
    return TooMany("streams", "all persons together", for_persons, "TOO_MANY_STREAMS", kLater);
  }
  if (wanted.expensive > 0 && own.expensive + wanted.expensive > limits_.expensive_per_caller) {
    return TooMany("expensive calls", kCaller, limits_.expensive_per_caller, "TOO_MANY_EXPENSIVE_CALLS", kLater);
  }
  if (wanted.expensive > 0 && all_.expensive + wanted.expensive > limits_.expensive) {
    return TooMany("expensive calls", kAll, limits_.expensive, "TOO_MANY_EXPENSIVE_CALLS", kLater);
  }
  return CheckBytes(own, wanted.bytes);
}

absl::Status Quotas::CheckBytes(const Use& own, size_t bytes) const {
  if (own.bytes + bytes > limits_.bytes_per_caller) {
    return TooMany("bytes of requests", kCaller, limits_.bytes_per_caller, "TOO_MANY_BYTES", kSoon);
  }
  if (all_.bytes + bytes > limits_.bytes) {
    return TooMany("bytes of requests", kAll, limits_.bytes, "TOO_MANY_BYTES", kSoon);
  }
  return absl::OkStatus();
}

absl::Status Quotas::AddBytes(const std::string& caller, size_t bytes) {
  absl::MutexLock lock(&mutex_);
  Use& own = by_caller_[caller];
  if (absl::Status room = CheckBytes(own, bytes); !room.ok()) return room;
  all_.bytes += bytes;
  own.bytes += bytes;
  return absl::OkStatus();
}

void Quotas::Return(const std::string& caller, const Use& use) {
  absl::MutexLock lock(&mutex_);
  all_ -= use;
  const auto own = by_caller_.find(caller);
  own->second -= use;
  if (own->second.calls == 0 && own->second.streams == 0) by_caller_.erase(own);
}

size_t Quotas::callers() const {
  absl::MutexLock lock(&mutex_);
  return by_caller_.size();
}

}  // namespace lianfang
