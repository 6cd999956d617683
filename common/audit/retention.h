// For how long a process keeps what it must not keep for ever. The least values are what sql/ enforces whatever is set.
#ifndef LIANFANG_COMMON_AUDIT_RETENTION_H_
#define LIANFANG_COMMON_AUDIT_RETENTION_H_

namespace lianfang {

struct Retention {
  static constexpr int kLeastRequestLogDays = 30;
  static constexpr int kLeastAuditDays = 183;
  static constexpr int kLeastAuditReadDays = 1096;
  static constexpr int kLeastChangelogDays = 183;
  static constexpr int kMostDays = 36500;

  int request_log_days = 400;
  // Longer than a plan lasts, so that a follower can begin anew (common/changelog/README.md).
  int changelog_days = 3660;
  int audit_days = 400;
  int audit_read_days = 1100;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_AUDIT_RETENTION_H_
