// Denials on their way into the audit: counted together, so that no caller can fill the database by being refused.
//
// The first denial of a caller, for a method and a reason, is due at once. What follows within a minute is one row with its number. A
// caller has at most kMostKinds kinds a minute of its own, and kMostCallers callers are told apart; all others are counted together. Thus
// a caller makes at most 2 × (kMostKinds + 1) rows a minute, whatever it does.
#ifndef LIANFANG_COMMON_AUDIT_DENIAL_LOG_H_
#define LIANFANG_COMMON_AUDIT_DENIAL_LOG_H_

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "lianfang/audit/v1/audit.pb.h"

namespace lianfang {

// Thread-safe; never blocks for long.
class DenialLog {
 public:
  static constexpr int kMostKinds = 32;
  static constexpr size_t kMostCallers = 1024;
  static constexpr size_t kMostUnsaved = 100'000;
  static constexpr absl::Duration kWindow = absl::Minutes(1);

  // Takes a denial in, whose count is 1.
  void Add(audit::v1::AuditEvent denial, absl::Time now);

  // The rows that are due, in the order of their time; with `all`, what is being counted, too.
  std::vector<audit::v1::AuditEvent> Take(absl::Time now, bool all = false);
  // Gives back rows that could not be stored: they are due again. Answers how many of them there was no room for.
  size_t Return(std::vector<audit::v1::AuditEvent> rows);

 private:
  using Kind = std::tuple<std::string, std::string, std::string>;  // caller, method, reason
  struct Counted {
    absl::Time since;
    audit::v1::AuditEvent row;  // count 0: nothing since the row that was due at once
  };

  Kind KindOf(audit::v1::AuditEvent& denial) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  std::vector<audit::v1::AuditEvent> due_ ABSL_GUARDED_BY(mutex_);
  std::map<Kind, Counted> counted_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, int> kinds_ ABSL_GUARDED_BY(mutex_);  // by caller: how many there are in `counted_`
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_AUDIT_DENIAL_LOG_H_
