// The ledgers that the submission service keeps, over the wire.
#ifndef LIANFANG_SERVICES_EXPERT_LEDGER_SUBMISSION_LEDGER_H_
#define LIANFANG_SERVICES_EXPERT_LEDGER_SUBMISSION_LEDGER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "lianfang/submission/v1/ledger_service.grpc.pb.h"
#include "services/expert/ledger/plan_ledger.h"

namespace lianfang::expert {

// Thread-safe.
class SubmissionLedger : public PlanLedger {
 public:
  explicit SubmissionLedger(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(submission::v1::LedgerService::NewStub(channel)) {}

  absl::StatusOr<type::v1::Receipt> RecordFreeze(const std::string& plan, const std::string& draw,
                                                 const std::string& digest, absl::Time deadline) override;
  absl::StatusOr<type::v1::Receipt> FindKey(const std::string& plan, const std::string& actor,
                                            absl::Time deadline) override;

 private:
  const std::unique_ptr<submission::v1::LedgerService::Stub> stub_;
};

// What this service answers where the ledger answered that: UNAVAILABLE for what a later try may mend, INTERNAL for the
// rest, which is no fault of the caller's.
absl::Status LedgerFault(const absl::Status& status);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_LEDGER_SUBMISSION_LEDGER_H_
