// How the attendance of a withdrawn activity is taken back from exchange: what was begun, part by part. Pure.
//
//   BeginWithdrawal(activity);                                      // with the withdrawal itself
//   while (const auto part = NextWithdrawal(activity)) {
//     … publish WithdrawnRecords(activity, *part)
//     ApplyWithdrawal(*part, results, activity);
//   }
//
// The version under which records are taken back is above every one that was begun. So a part that is still on its way to exchange is refused there
// when it comes late, and one that comes earlier is taken back.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_ACTIVITY_ATTENDANCE_WITHDRAWAL_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_ACTIVITY_ATTENDANCE_WITHDRAWAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "lianfang/coordination/v1/activity_service.pb.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::coordination {

// Records `first` to `last` of the list, which are taken back under `version`.
struct WithdrawalPart {
  int first;
  int last;
  int64_t version;
  bool operator==(const WithdrawalPart&) const = default;
};

// The activity is withdrawn: what was begun of its attendance is to be taken back.
void BeginWithdrawal(v1::Activity& activity);

// The next part; nullopt where nothing is left.
std::optional<WithdrawalPart> NextWithdrawal(const v1::Activity& activity);
std::vector<exchange::v1::Record> WithdrawnRecords(const v1::Activity& activity, const WithdrawalPart& part);

// Exchange has answered for each record of the part, which was the next. Where it has a newer version of one (metadata `newest_version`), the part is
// to be sent again under a version above that. Another refusal is answered, and nothing is changed.
absl::Status ApplyWithdrawal(const WithdrawalPart& part, const std::vector<absl::Status>& results,
                             v1::Activity& activity);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_ACTIVITY_ATTENDANCE_WITHDRAWAL_H_
