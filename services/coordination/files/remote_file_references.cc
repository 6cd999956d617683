#include "services/coordination/files/remote_file_references.h"

#include "absl/strings/match.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"

namespace lianfang::coordination {
namespace {

constexpr int kPage = 1000;

}  // namespace

absl::StatusOr<std::vector<std::string>> RemoteFileReferences::FilesNamed(const std::string& plan,
                                                                          absl::Time deadline) {
  std::vector<std::string> files;
  evaluation::v1::ListConcealmentsRequest request;
  request.set_parent(plan);
  request.set_page_size(kPage);
  do {
    grpc::ClientContext context;
    PrepareCall(context, deadline);
    evaluation::v1::ListConcealmentsResponse response;
    const grpc::Status status = evaluation_->ListConcealments(&context, request, &response);
    if (status.error_code() == grpc::StatusCode::NOT_FOUND) return files;  // evaluation has nothing of the plan yet
    if (!status.ok()) return FromGrpcStatus(status);
    for (const evaluation::v1::Concealment& concealment : response.concealments()) {
      for (const std::string& evidence : concealment.evidence()) {
        if (absl::StartsWith(evidence, "files/")) files.push_back(evidence);
      }
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return files;
}

}  // namespace lianfang::coordination
