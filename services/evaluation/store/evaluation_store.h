// What this service keeps, behind one interface: PostgreSQL in a process (pg_evaluation_store.h), memory in unit tests
// (testing/). Both pass one conformance suite.
//
// Kept is what submission's watch streams said, in the order in which they said it, and every evaluation that differed
// from the one before. Nothing of it is overwritten: what was known at any past instant can be loaded again. Of duties
// the last state is kept alone: they tell their own past.
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_EVALUATION_STORE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_EVALUATION_STORE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/following/duty_store.h"
#include "common/following/plan_editions.h"
#include "lianfang/evaluation/v1/evaluation.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/facts/filings.h"
#include "services/evaluation/domain/request/names.h"

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
  Filings filings;
  // Commit times of the newest changes among it; InfinitePast when there is none.
  absl::Time obligations_received_time = absl::InfinitePast();
  absl::Time returns_received_time = absl::InfinitePast();
};

// A change as it was saved.
struct SavedChange {
  int64_t position;  // ascending in the order of the stream, from 1
  std::string plan;
  std::string document;
  absl::Time commit_time;
};

// An evaluation to be kept, of a result of the scorecard that `evaluation.name()` is the name of.
struct NewEvaluation {
  v1::Evaluation evaluation;
  int64_t after;  // number of the evaluation of the same result before it; 0 when there is none
};

// An evaluation that is kept. Numbers ascend over all evaluations, in commit order.
struct KeptEvaluation {
  int64_t number;
  v1::Evaluation evaluation;  // with its whole name
};

// Which evaluations of a scorecard.
struct EvaluationFilter {
  ScorecardName scorecard;
  std::string industry = {};   // empty: of all, totals included
  std::string indicator = {};  // empty: of all
  int64_t before = INT64_MAX;  // only with a lower number
};

// NOT_FOUND with reason EVALUATION_NOT_FOUND.
absl::Status EvaluationNotFound(const ScorecardName& scorecard, int64_t number);

// The changelog's topic under which kept evaluations can be followed.
inline constexpr char kEvaluationsTopic[] = "evaluations";

// Thread-safe. Every call ends by `deadline`. Errors common to all: UNAVAILABLE while the database is away,
// RESOURCE_EXHAUSTED when no connection is free in time, DEADLINE_EXCEEDED.
class EvaluationStore : public DutyStore, public PlanStore {
 public:
  // Cursor of the last change saved of a stream; empty when there is none.
  virtual absl::StatusOr<std::string> LoadCursor(Stream stream, absl::Time deadline) = 0;

  // Saves the change that follows `after`, and its cursor with it, or neither. Saving it again changes nothing. ABORTED
  // when the stream has been received up to another cursor than `after`: another replica is further, go on from there.
  virtual absl::Status SaveChange(Stream stream, const std::string& after, const ReceivedChange& change,
                                  absl::Time deadline) = 0;
  // Likewise for a message without a change: moves the cursor alone.
  virtual absl::Status SaveCursor(Stream stream, const std::string& after, const std::string& cursor,
                                  absl::Time deadline) = 0;
  // The changes saved after a position, at most `limit`, in order. After 0: of each obligation the last change alone,
  // all of them.
  virtual absl::StatusOr<std::vector<SavedChange>> LoadChanges(Stream stream, int64_t after, int limit,
                                                               absl::Time deadline) = 0;

  // The duties of a plan, by id, that are about a region or one below it, as last received, without the words that are
  // not counted by (CountedPart): by source and resource, those of one in the order in which they follow each other.
  virtual absl::StatusOr<std::vector<duty::v1::Duty>> LoadDuties(const std::string& plan, const std::string& region,
                                                                 absl::Time deadline) = 0;

  // The newest edition of every plan.
  virtual absl::StatusOr<std::vector<type::v1::Plan>> LoadNewestPlans(absl::Time deadline) = 0;

  // What was known of a plan by its changes committed up to `as_of`; InfiniteFuture: all that was received.
  virtual absl::StatusOr<PlanState> LoadPlanState(const std::string& plan, absl::Time as_of, absl::Time deadline) = 0;

  // Keeps evaluations of one plan, all or none, and answers the number of the first; the others follow it. ABORTED when
  // another evaluation follows one of their `after` already: another replica was first.
  virtual absl::StatusOr<int64_t> SaveEvaluations(const std::string& plan,
                                                  const std::vector<NewEvaluation>& evaluations, absl::Time now,
                                                  absl::Time deadline) = 0;
  // The last evaluation of every result of a plan.
  virtual absl::StatusOr<std::vector<KeptEvaluation>> LoadLastEvaluations(const std::string& plan,
                                                                          absl::Time deadline) = 0;
  // At most `limit`, newest first.
  virtual absl::StatusOr<std::vector<KeptEvaluation>> ListEvaluations(const EvaluationFilter& filter, int limit,
                                                                      absl::Time deadline) = 0;
  // NOT_FOUND when there is none of that number of the scorecard.
  virtual absl::StatusOr<v1::Evaluation> GetEvaluation(const ScorecardName& scorecard, int64_t number,
                                                       absl::Time deadline) = 0;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_EVALUATION_STORE_H_
