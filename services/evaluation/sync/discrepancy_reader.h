// Asks exchange for the open discrepancies of every plan, again and again, and puts them where scorecards find their warnings.
//
// They are asked for rather than followed: of discrepancies only what is open now is told, and an answer without evidence is small.
#ifndef LIANFANG_SERVICES_EVALUATION_SYNC_DISCREPANCY_READER_H_
#define LIANFANG_SERVICES_EVALUATION_SYNC_DISCREPANCY_READER_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "lianfang/exchange/v1/reconciliation_service.grpc.pb.h"
#include "services/evaluation/live/live_plans.h"
#include "services/evaluation/live/record_warnings.h"

namespace lianfang::evaluation {

// Thread-safe.
class DiscrepancySource {
 public:
  virtual ~DiscrepancySource() = default;
  // Open and referred ones of a plan by resource name, without evidence, by due time; at most 10,000. UNAVAILABLE, DEADLINE_EXCEEDED.
  virtual absl::StatusOr<std::vector<exchange::v1::Discrepancy>> ReadOpen(const std::string& plan,
                                                                          absl::Time deadline) = 0;
};

// Exchange, over the wire.
class ExchangeDiscrepancies : public DiscrepancySource {
 public:
  explicit ExchangeDiscrepancies(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(exchange::v1::ReconciliationService::NewStub(channel)) {}

  absl::StatusOr<std::vector<exchange::v1::Discrepancy>> ReadOpen(const std::string& plan,
                                                                  absl::Time deadline) override;

 private:
  const std::unique_ptr<exchange::v1::ReconciliationService::Stub> stub_;
};

class DiscrepancyReader : public BackgroundTask {
 public:
  // Refers to what it is given.
  DiscrepancyReader(DiscrepancySource& source, const LivePlans& plans, RecordWarnings& warnings, const Clock& clock)
      : source_(source), plans_(plans), warnings_(warnings), clock_(clock) {}

  absl::Duration Step() override;
  void Interrupt() override { interrupted_ = true; }

 private:
  DiscrepancySource& source_;
  const LivePlans& plans_;
  RecordWarnings& warnings_;
  const Clock& clock_;
  std::atomic<bool> interrupted_{false};
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_SYNC_DISCREPANCY_READER_H_
