// What the office decides of appraisals: concealments and published editions; PostgreSQL in a process (pg_appraisal_store.h), memory in tests
// (testing/). Both pass one conformance suite.
//
//   auto response = store.Mutate(key, now, [&](AppraisalRows& rows) -> absl::StatusOr<Outcome> {
//     auto concealment = rows.FindConcealment(name);      // load
//     …                                                   // decide
//     rows.SaveConcealment(*concealment);                 // save
//     return Outcome{concealment->SerializeAsString(), name, "confirmed"};
//   }, deadline);
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_APPRAISAL_STORE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_APPRAISAL_STORE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/mutation.h"
#include "common/request_key.h"
#include "lianfang/evaluation/v1/appraisal.pb.h"
#include "lianfang/evaluation/v1/concealment.pb.h"
#include "services/evaluation/domain/request/names.h"

namespace lianfang::evaluation {

// Rows within one Mutate, on its thread.
class AppraisalRows {
 public:
  virtual ~AppraisalRows() = default;

  // Until the transaction ends, nobody else who locks the same plan (its id) goes on: what is unique within a plan is decided under it.
  virtual void LockPlan(const std::string& plan) = 0;
  virtual std::optional<v1::Concealment> FindConcealment(const std::string& name) = 0;
  // All of a plan, by id.
  virtual std::vector<v1::Concealment> FindConcealments(const std::string& plan) = 0;
  virtual void SaveConcealment(const v1::Concealment& concealment) = 0;
  // Number of the newest edition of a scorecard's appraisals; 0: none.
  virtual int NewestEdition(const ScorecardName& scorecard) = 0;
  // Adds an edition with a number of its own. It is never changed.
  virtual void AddEdition(const v1::AppraisalEdition& edition) = 0;
};

// Thread-safe. Every call ends by `deadline`. Errors common to all: UNAVAILABLE while the database is away, RESOURCE_EXHAUSTED when no
// connection is free in time, DEADLINE_EXCEEDED.
class AppraisalStore {
 public:
  virtual ~AppraisalStore() = default;

  using Work = std::function<absl::StatusOr<Outcome>(AppraisalRows&)>;

  // As RunMutation (common/pg/mutation.h): a repeat answers the first response; what `work` refuses leaves nothing; `work` may run more than
  // once. Without a key everything is rolled back.
  virtual absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                             absl::Time deadline) = 0;
  // Adds an audit row for something that changed nothing: a refusal.
  virtual absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) = 0;

  // All concealments of a plan, by id; the latest proven first, then by name.
  virtual absl::StatusOr<std::vector<v1::Concealment>> LoadConcealments(const std::string& plan,
                                                                        absl::Time deadline) = 0;
  virtual absl::StatusOr<std::optional<v1::Concealment>> LoadConcealment(const std::string& name,
                                                                         absl::Time deadline) = 0;
  // The edition of this number; with 0 the newest that was published by `as_of`.
  virtual absl::StatusOr<std::optional<v1::AppraisalEdition>> LoadEdition(const ScorecardName& scorecard, int number,
                                                                          absl::Time as_of, absl::Time deadline) = 0;
  // Editions below the number `before`, newest first, without their content; at most `limit`.
  virtual absl::StatusOr<std::vector<v1::AppraisalEdition>> ListEditions(const ScorecardName& scorecard, int before,
                                                                         int limit, absl::Time deadline) = 0;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_APPRAISAL_STORE_H_
