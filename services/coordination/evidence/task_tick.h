// The heartbeat of tasks: takes them from the newest editions of plans, and marks as done what evidence shows.
//
// All of it follows from what is stored, here and elsewhere: after an outage the next step does what is left. Any number of replicas may
// tick on one database: what one has done, the others find done.
//
//   TaskTick tick(context, source, metrics, {.actor = "spiffe://lianfang.local/service/coordination"});
//   const BackgroundLoop ticking(tick);
#ifndef LIANFANG_SERVICES_COORDINATION_EVIDENCE_TASK_TICK_H_
#define LIANFANG_SERVICES_COORDINATION_EVIDENCE_TASK_TICK_H_

#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/metrics.h"
#include "lianfang/coordination/v1/task_service.pb.h"
#include "services/coordination/coordination_context.h"
#include "services/coordination/evidence/evidence_source.h"

namespace lianfang::coordination {

// Called by one thread at a time.
class TaskTick : public BackgroundTask {
 public:
  struct Options {
    std::string actor;  // identity URI under which it is audited
    absl::Duration interval = absl::Seconds(15);
  };

  TaskTick(const CoordinationContext& context, EvidenceSource& source, Metrics& metrics, Options options);

  // A fault is logged; the next step derives everything afresh.
  absl::Duration Step() override;

 private:
  absl::Status TakePlans();
  absl::Status TakePlan(type::v1::Plan plan);
  absl::Status TakeTasks(const PlanFrame& frame);
  absl::Status LookForEvidence();
  // The words of the evidence; empty while there is none.
  absl::StatusOr<std::string> EvidenceFor(const v1::TaskStatus& task, const PlanFrame& frame);
  absl::Status MarkDone(const std::string& name, const std::string& what, const PlanFrame& frame);

  const CoordinationContext& context_;
  EvidenceSource& source_;
  prometheus::Counter& shown_;
  const Options options_;
  std::set<std::pair<std::string, int>> taken_;  // editions whose tasks were taken, by this process
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_EVIDENCE_TASK_TICK_H_
