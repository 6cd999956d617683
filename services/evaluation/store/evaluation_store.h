// What this service keeps, behind one interface: PostgreSQL in a process (pg_evaluation_store.h), memory in unit tests
// (testing/). Both pass one conformance suite.
//
// Kept is what submission's watch streams said, in the order in which they said it, and nothing is overwritten: what
// was known at any past instant can be loaded again.
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_EVALUATION_STORE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_EVALUATION_STORE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/scorecard.h"

namespace lianfang::evaluation {

// The watch streams that are followed.
enum class Stream { kObligations, kReturns };

// One change, as a stream brought it.
struct ReceivedChange {
  std::string plan;        // id
  std::string obligation;  // resource name: the one that changed, or the one whose return did
  absl::Time commit_time;  // submission's
  std::string document;    // the serialised Obligation or Return
  std::string cursor;      // of this change
};

// What was known of a plan at an instant.
struct PlanState {
  std::shared_ptr<const type::v1::Plan> plan;  // the edition then in force; null when none was published
  Knowledge knowledge;
  // Commit times of the newest changes among it; InfinitePast when there is none.
  absl::Time obligations_received_time = absl::InfinitePast();
  absl::Time returns_received_time = absl::InfinitePast();
};

// Thread-safe. Every call ends by `deadline`. Errors common to all: UNAVAILABLE while the database is away,
// RESOURCE_EXHAUSTED when no connection is free in time, DEADLINE_EXCEEDED.
class EvaluationStore {
 public:
  virtual ~EvaluationStore() = default;

  // Cursor of the last change saved of a stream; empty when there is none.
  virtual absl::StatusOr<std::string> LoadCursor(Stream stream, absl::Time deadline) = 0;

  // Saves the change that follows `after`, and its cursor with it, or neither. Saving it again changes nothing. ABORTED
  // when the stream has been received up to another cursor than `after`: another replica is further, go on from there.
  virtual absl::Status SaveChange(Stream stream, const std::string& after, const ReceivedChange& change,
                                  absl::Time deadline) = 0;

  virtual absl::StatusOr<bool> HasPlan(const std::string& plan, int edition, absl::Time deadline) = 0;
  // Keeps an edition of a plan. An edition never changes: saving it again changes nothing.
  virtual absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) = 0;

  // What was known of a plan by its changes committed up to `as_of`; InfiniteFuture: all that was received.
  virtual absl::StatusOr<PlanState> LoadPlanState(const std::string& plan, absl::Time as_of, absl::Time deadline) = 0;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_EVALUATION_STORE_H_
