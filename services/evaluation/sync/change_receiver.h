// Takes in the changes that submission's watch streams bring, each effectively once.
//
//   ChangeReceiver receiver(store, plans, [&evaluator] { evaluator.Ring(); });
//   absl::Status status = receiver.Receive(/*after=*/cursor, change, deadline);     // next, after change.cursor()
//
// A change and its cursor are saved in one transaction, so a crash loses nothing and repeats nothing. The plan's
// edition that a change names is fetched and kept first: whatever is stored can be judged. A heartbeat moves the cursor
// alone.
#ifndef LIANFANG_SERVICES_EVALUATION_SYNC_CHANGE_RECEIVER_H_
#define LIANFANG_SERVICES_EVALUATION_SYNC_CHANGE_RECEIVER_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/following/plan_editions.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

// Thread-safe. Refers to what it is given.
class ChangeReceiver {
 public:
  // `received` is called after every change that was saved, by the thread that brings it; it must not block.
  ChangeReceiver(EvaluationStore& store, PlanEditions& plans, std::function<void()> received)
      : store_(store), plans_(plans), received_(std::move(received)) {}

  // Errors of the store and of the plans' source; ABORTED when another replica is further (evaluation_store.h);
  // INTERNAL for a message without cursor, or a change without name or edition, which submission does not send.
  absl::Status Receive(const std::string& after, const submission::v1::WatchObligationsResponse& change,
                       absl::Time deadline);
  absl::Status Receive(const std::string& after, const submission::v1::WatchReturnsResponse& change,
                       absl::Time deadline);

 private:
  absl::Status Save(Stream stream, const std::string& after, const ReceivedChange& change, int plan_edition,
                    absl::Time deadline);

  absl::Status SaveHeartbeat(Stream stream, const std::string& after, const std::string& cursor, absl::Time deadline);

  EvaluationStore& store_;
  PlanEditions& plans_;
  const std::function<void()> received_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_SYNC_CHANGE_RECEIVER_H_
