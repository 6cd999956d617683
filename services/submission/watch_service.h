// SubmissionService's watches: the changelog, streamed.
#ifndef LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_

#include "common/changelog/tailer.h"
#include "common/pg/pool.h"
#include "common/rpc/contract_service.h"

namespace lianfang::submission {

// Thread-safe.
class WatchService {
 public:
  WatchService(PgPool& pool, ChangelogTailer& tailer) : pool_(pool), tailer_(tailer) {}

  // Binds WatchReturns and WatchObligations to the contract; this object outlives the service.
  void Register(ContractService& service);

 private:
  template <typename Request, typename Response>
  void RegisterWatch(ContractService& service, const char* method, const char* topic);

  PgPool& pool_;
  ChangelogTailer& tailer_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_
