// Whether an obligation is due within a range of time. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_DUE_RANGE_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_DUE_RANGE_H_

#include "absl/time/time.h"
#include "common/time.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "services/submission/domain/obligation/deadlines.h"

namespace lianfang::submission {

// From `from` on and before `until`.
struct DueRange {
  absl::Time from = absl::InfinitePast();
  absl::Time until = absl::InfiniteFuture();

  bool IsAll() const { return from == absl::InfinitePast() && until == absl::InfiniteFuture(); }
  bool Holds(absl::Time due) const { return due >= from && due < until; }
};

// Any of its due instants counts: of the first filing, of the final figures, of a return sent back that waits for an
// answer.
inline bool IsDueWithin(const DueRange& range, const v1::Obligation& obligation) {
  if (range.IsAll() || range.Holds(FromTimestamp(obligation.due_time()))) return true;
  if (obligation.has_final_due_time() && range.Holds(FromTimestamp(obligation.final_due_time()))) return true;
  const v1::SendBack* open = OpenSendBack(obligation);
  return open != nullptr && range.Holds(FromTimestamp(open->due_time()));
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_DUE_RANGE_H_
