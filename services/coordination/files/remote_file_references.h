// Files that evaluation names: what a concealment rests on.
#ifndef LIANFANG_SERVICES_COORDINATION_FILES_REMOTE_FILE_REFERENCES_H_
#define LIANFANG_SERVICES_COORDINATION_FILES_REMOTE_FILE_REFERENCES_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "lianfang/evaluation/v1/appraisal_service.grpc.pb.h"
#include "services/coordination/files/file_references.h"

namespace lianfang::coordination {

// Thread-safe.
class RemoteFileReferences : public FileReferences {
 public:
  explicit RemoteFileReferences(const std::shared_ptr<grpc::Channel>& evaluation)
      : evaluation_(evaluation::v1::AppraisalService::NewStub(evaluation)) {}

  absl::StatusOr<std::vector<std::string>> FilesNamed(const std::string& plan, absl::Time deadline) override;

 private:
  const std::unique_ptr<evaluation::v1::AppraisalService::Stub> evaluation_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_FILES_REMOTE_FILE_REFERENCES_H_
