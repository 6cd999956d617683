// Follows what is filed, and records the confirmations of it (domain/notice/confirmations.h): as mails with the receipt
// attached, or for the mail of the next working morning. Both are recorded before the cursor moves, under a name that follows
// from the ledger's entry: repeated, they are the same.
//
//   ConfirmationSync confirmations(RemoteReceipts(channel), plans, store, clock, "lianfang.example");
//   StreamFollower follower(confirmations.Stream(channel), clock.machine());
#ifndef LIANFANG_SERVICES_NOTIFICATION_SYNC_CONFIRMATION_SYNC_H_
#define LIANFANG_SERVICES_NOTIFICATION_SYNC_CONFIRMATION_SYNC_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/following/plan_editions.h"
#include "common/rpc/stream_follower.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// The cursor's name in the store, beside those of the sources of duties.
inline constexpr char kConfirmationCursor[] = "confirmations";

// Thread-safe. Refers to what it is given.
class ConfirmationSync {
 public:
  // The receipt of an entry of a plan's ledger.
  using ReadReceipt =
      std::function<absl::StatusOr<type::v1::Receipt>(const std::string& plan, int64_t sequence, absl::Time deadline)>;

  ConfirmationSync(ReadReceipt read_receipt, PlanEditions& plans, NotificationStore& store, const Clock& clock,
                   std::string mail_domain)
      : read_receipt_(std::move(read_receipt)),
        plans_(plans),
        store_(store),
        clock_(clock),
        mail_domain_(std::move(mail_domain)) {}

  // The stream of returns, from the stored cursor on; the first time from now on: what was filed before is confirmed to
  // nobody. Refers to this.
  ResumableStream<submission::v1::WatchReturnsResponse> Stream(const std::shared_ptr<grpc::Channel>& channel);

  // Records what follows from a change after `after`, and moves the cursor. What cannot be confirmed, because its receipt
  // cannot be had for good, is logged and passed over.
  absl::Status Receive(const std::string& after, const submission::v1::WatchReturnsResponse& change,
                       absl::Time deadline);

 private:
  absl::Status Confirm(const submission::v1::WatchReturnsResponse& change, absl::Time deadline);

  const ReadReceipt read_receipt_;
  PlanEditions& plans_;
  NotificationStore& store_;
  const Clock& clock_;
  const std::string mail_domain_;
};

// Asks the service on this channel.
ConfirmationSync::ReadReceipt RemoteReceipts(const std::shared_ptr<grpc::Channel>& channel);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_SYNC_CONFIRMATION_SYNC_H_
