// PublishRecords and BatchPublishRecords: departments publish their records.
//
// A message of a stream is one transaction: all that is good of it is stored together, each refusal is answered for itself. A stream that
// breaks is published again from where it broke, or from the beginning: what is stored is answered as unchanged.
#ifndef LIANFANG_SERVICES_EXCHANGE_PUBLISH_SERVICE_H_
#define LIANFANG_SERVICES_EXCHANGE_PUBLISH_SERVICE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/metrics.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "services/exchange/exchange_context.h"

namespace lianfang::exchange {

// Thread-safe.
class PublishService {
 public:
  PublishService(const ExchangeContext& context, Metrics& metrics);

  void Register(ContractService& service);

  absl::StatusOr<v1::BatchPublishRecordsResponse> BatchPublishRecords(const Call& call,
                                                                      const v1::BatchPublishRecordsRequest& request);
  // One message of a stream. `audit` is told of records that are denied; null: nobody is.
  v1::PublishRecordsResponse PublishRecords(const Call& call, const v1::PublishRecordsRequest& request,
                                            CallAudit* audit = nullptr);

 private:
  using Records = google::protobuf::RepeatedPtrField<v1::Record>;
  using Results = google::protobuf::RepeatedPtrField<v1::PublishedRecord>;

  // A message on its way: what is good of it, and what is refused.
  struct Batch {
    Results results;
    std::vector<int> places;  // of the versions among the results
    std::vector<StoredVersion> versions;
    std::vector<OfferedVersion> offered;
  };

  Batch Prepare(const Call& call, const Records& records, absl::Time now) const;
  // In the transaction: decides and saves, and answers what the auditor reads.
  std::string Store(ExchangeTransaction& rows, const Batch& batch, absl::Time now, Results& results) const;
  void Count(const Results& results) const;

  const ExchangeContext& context_;
  prometheus::Counter& stored_;
  prometheus::Counter& unchanged_;
  prometheus::Counter& refused_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_PUBLISH_SERVICE_H_
