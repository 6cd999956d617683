// Evaluates whatever changed and keeps what differs from the evaluation before.
//
//   Evaluator evaluator(store, plans, clock, metrics, [&] { tailer.Ring(); });
//   const BackgroundLoop evaluating(evaluator);
//   evaluator.Ring();                                   // a change was received, here or in another replica
//
// Evaluations are derived, not queued: a result that differs from its last kept evaluation is kept as the next one. So
// a crash loses nothing, and a ring that is not heard costs a second. Results differ after a change, and when a due
// instant passes.
#ifndef LIANFANG_SERVICES_EVALUATION_EVALUATOR_H_
#define LIANFANG_SERVICES_EVALUATION_EVALUATOR_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "services/evaluation/live/live_plans.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

// Step is called by one thread at a time; Ring and Interrupt by any. Any number of replicas may evaluate: of two that
// keep the same evaluation, one is first and the other finds it kept.
class Evaluator : public BackgroundTask {
 public:
  // `kept` is called whenever evaluations were kept; it must not block. Refers to what it is given.
  Evaluator(EvaluationStore& store, LivePlans& plans, const Clock& clock, Metrics& metrics, std::function<void()> kept);

  // Takes the next step now. Never blocks.
  void Ring();

  // Waits for a ring, a second at most, and evaluates. A fault of the database is logged; the next step derives
  // everything afresh.
  absl::Duration Step() override;
  void Interrupt() override;

  // Brings memory up to date and evaluates what changed.
  absl::Status EvaluateAll();

 private:
  using ResultKey = std::tuple<std::string, std::string, std::string>;  // scorecard, industry, indicator

  // What is known of one plan's evaluations. What they rest on is in memory: a replica that compared its older memory
  // with what another has just kept would keep a history that runs backwards.
  struct Progress {
    bool loaded = false;
    std::map<ResultKey, KeptEvaluation> last;
    absl::Time last_time = absl::InfinitePast();      // when the newest of them was evaluated
    int64_t version = 0;                              // of the plan that was evaluated
    int edition = 0;                                  // likewise
    absl::Time next_due_time = absl::InfinitePast();  // when it has to be evaluated again
  };

  absl::Status Evaluate(const std::string& plan);
  // Loads the last evaluations where they are not known, and what they rest on after them.
  absl::Status Load(const std::string& plan, Progress& progress, absl::Time deadline);
  // The regions whose scorecards may differ from the last time.
  static std::vector<std::string> RegionsToEvaluate(const LivePlan& plan, const Progress& progress, absl::Time now);
  static absl::Status AddDifferences(const LivePlan& plan, const std::string& region, absl::Time now,
                                     Progress& progress, std::vector<NewEvaluation>& evaluations);
  // The results whose target the plan's edition sets no more.
  static void AddWithdrawals(const LivePlan& plan, absl::Time now, Progress& progress,
                             std::vector<NewEvaluation>& evaluations);
  absl::Status Keep(const std::string& plan, const std::vector<NewEvaluation>& evaluations, absl::Time now,
                    Progress& progress);

  EvaluationStore& store_;
  LivePlans& plans_;
  const Clock& clock_;
  const std::function<void()> kept_;
  prometheus::Counter& evaluations_;
  prometheus::Gauge& evaluated_;
  std::map<std::string, Progress> progress_;
  absl::Mutex mutex_;
  bool rung_ ABSL_GUARDED_BY(mutex_) = true;  // evaluate at the start
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_EVALUATOR_H_
