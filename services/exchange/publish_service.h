// PublishRecords and BatchPublishRecords: departments publish their records.
//
// A message of a stream is one transaction: all that is good of it is stored together, each refusal is answered for itself. A stream that
// breaks is published again from where it broke, or from the beginning: what is stored is answered as unchanged.
//
// The messages of a stream are stored one after the other, in their order. While one is being stored, the next is checked and sealed: the
// processor works while the database does.
#ifndef LIANFANG_SERVICES_EXCHANGE_PUBLISH_SERVICE_H_
#define LIANFANG_SERVICES_EXCHANGE_PUBLISH_SERVICE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/metrics.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/worker_pool.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "services/exchange/exchange_context.h"

namespace lianfang::exchange {

// Thread-safe.
class PublishService {
 public:
  PublishService(const ExchangeContext& context, Metrics& metrics);
  // Waits until nothing of a stream is being stored any more.
  ~PublishService();
  PublishService(const PublishService&) = delete;
  PublishService& operator=(const PublishService&) = delete;

  // Binds the handlers to the contract. Messages are stored by the workers, which outlive the service.
  void Register(ContractService& service, WorkerPool& workers);

  absl::StatusOr<v1::BatchPublishRecordsResponse> BatchPublishRecords(const Call& call,
                                                                      const v1::BatchPublishRecordsRequest& request);
  // One message of a stream. `audit` is told of records that are denied; null: nobody is.
  v1::PublishRecordsResponse PublishRecords(const Call& call, const v1::PublishRecordsRequest& request,
                                            CallAudit* audit = nullptr);

 private:
  friend class PublishStream;
  using Records = google::protobuf::RepeatedPtrField<v1::Record>;
  using Results = google::protobuf::RepeatedPtrField<v1::PublishedRecord>;

  // A message on its way: what is good of it, and what is refused.
  struct Batch {
    Results results;
    std::vector<int> places;  // of the versions among the results
    std::vector<StoredVersion> versions;
    std::vector<OfferedVersion> offered;
  };

  // PublishRecords in its two halves.
  v1::PublishRecordsResponse StoreMessage(const Call& call, const Batch& batch, absl::Time now, CallAudit* audit);
  Batch Prepare(const Call& call, const Records& records, absl::Time now) const;
  // In the transaction: decides and saves, and answers what the auditor reads.
  std::string Store(ExchangeTransaction& rows, const Batch& batch, absl::Time now, Results& results) const;
  void Count(const Results& results) const;

  // A stream's use of the service.
  class Use {
   public:
    explicit Use(PublishService& service) : service_(service) {
      absl::MutexLock lock(&service_.mutex_);
      ++service_.uses_;
    }
    ~Use() {
      absl::MutexLock lock(&service_.mutex_);
      --service_.uses_;
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    PublishService& service_;
  };

  const ExchangeContext& context_;
  absl::Mutex mutex_;
  int uses_ ABSL_GUARDED_BY(mutex_) = 0;
  prometheus::Counter& stored_;
  prometheus::Counter& unchanged_;
  prometheus::Counter& refused_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_PUBLISH_SERVICE_H_
