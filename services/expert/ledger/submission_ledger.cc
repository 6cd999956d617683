#include "services/expert/ledger/submission_ledger.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"
#include "common/uuid.h"

namespace lianfang::expert {
namespace {

constexpr absl::Duration kLongestAnswer = absl::Seconds(5);  // seats are locked meanwhile

}  // namespace

absl::Status LedgerFault(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kCancelled:
      return absl::UnavailableError(absl::StrCat("the ledger is away, nothing was changed: ", status.message()));
    default:
      return absl::InternalError(absl::StrCat("the ledger refused: ", status.ToString()));
  }
}

absl::StatusOr<type::v1::Receipt> SubmissionLedger::RecordFreeze(const std::string& plan, const std::string& draw,
                                                                 const std::string& digest, absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, std::min(deadline, absl::Now() + kLongestAnswer));
  submission::v1::RecordFactRequest request;
  request.set_plan(plan);
  request.set_kind(submission::v1::FACT_KIND_DRAW_FROZEN);
  request.set_name(draw);
  request.set_sha256(digest);
  request.set_request_id(ContentUuid(request.SerializeAsString()));
  submission::v1::RecordFactResponse response;
  const grpc::Status status = stub_->RecordFact(&context, request, &response);
  if (!status.ok()) return LedgerFault(FromGrpcStatus(status));
  return std::move(*response.mutable_receipt());
}

absl::StatusOr<type::v1::Receipt> SubmissionLedger::FindKey(const std::string& plan, const std::string& actor,
                                                            absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, std::min(deadline, absl::Now() + kLongestAnswer));
  submission::v1::GetRegisteredKeyRequest request;
  request.set_plan(plan);
  request.set_actor(actor);
  type::v1::Receipt receipt;
  const grpc::Status status = stub_->GetRegisteredKey(&context, request, &receipt);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return KeyNotRegistered(actor);
  if (!status.ok()) return LedgerFault(FromGrpcStatus(status));
  return receipt;
}

}  // namespace lianfang::expert
