// GetRecord, QueryRecords, RevealRecord, CountRecords, ListReads: records are read, and who has read them.
#ifndef LIANFANG_SERVICES_EXCHANGE_READ_SERVICE_H_
#define LIANFANG_SERVICES_EXCHANGE_READ_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "services/exchange/exchange_context.h"
#include "services/exchange/reader.h"

namespace lianfang::exchange {

// Thread-safe.
class ReadService {
 public:
  explicit ReadService(const ExchangeContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Record> GetRecord(const Call& call, const v1::GetRecordRequest& request);
  absl::StatusOr<v1::QueryRecordsResponse> QueryRecords(const Call& call, const v1::QueryRecordsRequest& request);
  absl::StatusOr<v1::RevealRecordResponse> RevealRecord(const Call& call, const v1::RevealRecordRequest& request);
  absl::StatusOr<v1::CountRecordsResponse> CountRecords(const Call& call, const v1::CountRecordsRequest& request);
  absl::StatusOr<v1::ListReadsResponse> ListReads(const Call& call, const v1::ListReadsRequest& request);

 private:
  absl::StatusOr<StoredVersion> FindReadable(const Reader& reader, const std::string& name, absl::Time deadline) const;
  absl::StatusOr<RecordFilter> FilterOf(const Reader& reader, const v1::QueryRecordsRequest& request) const;

  const ExchangeContext& context_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_READ_SERVICE_H_
