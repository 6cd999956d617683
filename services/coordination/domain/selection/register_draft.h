// A selection's employers from exchange's register: which of them are drawn from, and which are left out. Pure.
//
//   RegisterDraft draft(frame, selection);
//   while (…) more = draft.Add(employer);              // as the register lists them
//   absl::Status status = draft.Finish();              // the selection has its employers
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_SELECTION_REGISTER_DRAFT_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_SELECTION_REGISTER_DRAFT_H_

#include <string>

#include "absl/status/status.h"
#include "lianfang/coordination/v1/selection_service.pb.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// The most employers that are drawn from.
inline constexpr int kMostEmployers = 5000;

// OK, or INVALID_ARGUMENT with every fault of what a request says of the register: it states no employers beside it, its region is the plan's or
// within it, and its industries are the plan's.
absl::Status CheckFromRegister(const v1::Selection& selection, const PlanFrame& frame);

// Not thread-safe. Refers to what it is given.
class RegisterDraft {
 public:
  RegisterDraft(const PlanFrame& frame, v1::Selection& selection);

  // The region whose employers are to be added.
  const std::string& region() const { return region_; }
  // False where no more are to be added: there are too many.
  bool Add(const exchange::v1::Employer& employer);
  // OK, or FAILED_PRECONDITION with the reason TOO_MANY_EMPLOYERS or NO_EMPLOYERS.
  absl::Status Finish();

 private:
  bool IsWanted(const std::string& industry) const;

  const PlanFrame& frame_;
  v1::Selection& selection_;
  std::string region_;
  int left_out_ = 0;
  bool too_many_ = false;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_SELECTION_REGISTER_DRAFT_H_
