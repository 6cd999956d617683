// The audit of ledgers by the service: every entry read and replayed, everything stored beside them compared.
//
// It takes as long as the ledger is long, longer than a connection lives. So it runs beside the calls: one asks for it,
// others ask how far it is, over any connection and from any replica, since the audit's record is in the database. An
// audit that nobody asks about any more ends by itself.
#ifndef LIANFANG_SERVICES_SUBMISSION_LEDGER_AUDITOR_H_
#define LIANFANG_SERVICES_SUBMISSION_LEDGER_AUDITOR_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/ledger/keys.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/worker_pool.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "services/submission/ledger_reading.h"
#include "services/submission/store/ledger_store.h"

namespace lianfang::submission {

// Thread-safe. A process runs one audit at a time beside its calls and one within a call.
class LedgerAuditor {
 public:
  struct Options {
    absl::Duration beat = absl::Seconds(2);     // between two signs of life
    absl::Duration silence = absl::Minutes(1);  // without a sign of life an audit counts as gone
    absl::Duration unasked = absl::Minutes(1);  // an audit that nobody asks about for so long ends
  };

  // All outlive the auditor.
  LedgerAuditor(LedgerStore& store, const KeyRing& keys, const Clock& clock, Options options);
  // Ends the audit under way, after its page.
  ~LedgerAuditor();

  // Binds StartLedgerAudit and GetLedgerAudit to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<v1::LedgerAudit> Start(const Call& call, const v1::StartLedgerAuditRequest& request);
  absl::StatusOr<v1::LedgerAudit> Get(const Call& call, const v1::GetLedgerAuditRequest& request);
  // Within the call; ends at its deadline, and when nobody waits for it any more. RESOURCE_EXHAUSTED while another call
  // does so.
  absl::StatusOr<v1::VerifyLedgerResponse> Verify(const Call& call, const v1::VerifyLedgerRequest& request);

 private:
  // Frees a place that was taken.
  class Place;

  absl::StatusOr<v1::VerifyLedgerResponse> Audit(const std::string& plan, absl::Time deadline,
                                                 const v1::LedgerHead* earlier, const Proceed& proceed);
  void Run(AuditRecord record, std::unique_ptr<Place> place);
  absl::Status Report(AuditRecord& record, int64_t entries, int64_t total);
  bool IsUnderWay(const AuditRecord& record) const;
  v1::LedgerAudit AuditOf(const AuditRecord& record) const;

  LedgerStore& store_;
  const KeyRing& keys_;
  const Clock& clock_;
  const Options options_;
  absl::Mutex mutex_;
  bool auditing_ ABSL_GUARDED_BY(mutex_) = false;   // beside the calls
  bool verifying_ ABSL_GUARDED_BY(mutex_) = false;  // within a call
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  WorkerPool thread_{{.threads = 1, .queue = 0}};  // the last member: its work uses the others
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_LEDGER_AUDITOR_H_
