// Handlers of files.
#ifndef LIANFANG_SERVICES_COORDINATION_FILE_SERVICE_H_
#define LIANFANG_SERVICES_COORDINATION_FILE_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/coordination/v1/file_service.pb.h"
#include "services/coordination/coordination_context.h"

namespace lianfang::coordination {

// Thread-safe. Outlives the contract that it registers with.
class FileService {
 public:
  explicit FileService(const CoordinationContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::File> UploadFile(const Call& call, const v1::UploadFileRequest& request);
  absl::StatusOr<v1::File> GetFile(const Call& call, const v1::GetFileRequest& request);

 private:
  const CoordinationContext& context_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_FILE_SERVICE_H_
