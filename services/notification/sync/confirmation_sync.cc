#include "services/notification/sync/confirmation_sync.h"

#include <google/protobuf/util/json_util.h>

#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/log.h"
#include "common/rpc/channel.h"
#include "common/rpc/status.h"
#include "services/notification/domain/digest/confirmed.h"
#include "services/notification/domain/notice/confirmations.h"

namespace lianfang::notification {
namespace {

constexpr char kNow[] = "now";

// `plans/{plan}` of `plans/{plan}/returns/{return}`.
std::string PlanOfReturn(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() < 2 ? "" : absl::StrCat(parts[0], "/", parts[1]);
}

// Whether it may be otherwise in a moment. Anything else would hold back all confirmations after this one for ever.
bool IsPassing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status) ||
         absl::IsResourceExhausted(status) || absl::IsAborted(status);
}

// The receipt as a file that `lianfang receipt verify` reads.
absl::StatusOr<v1::Attachment> FileOf(const type::v1::Receipt& receipt, const submission::v1::Return& filed) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(receipt, &json, options).ok()) {
    return absl::InternalError("the receipt cannot be written as JSON");
  }
  v1::Attachment file;
  const std::string id = filed.name().substr(filed.name().rfind('/') + 1);
  file.set_filename(absl::StrCat("receipt-", id, "-", receipt.sequence(), ".json"));
  file.set_content_type("application/json");
  file.set_content(std::move(json));
  return file;
}

}  // namespace

ResumableStream<submission::v1::WatchReturnsResponse> ConfirmationSync::Stream(
    const std::shared_ptr<grpc::Channel>& channel) {
  const std::shared_ptr<submission::v1::SubmissionService::Stub> stub =
      submission::v1::SubmissionService::NewStub(channel);
  return {.name = kConfirmationCursor,
          .load_cursor = [this](absl::Time deadline) -> absl::StatusOr<std::string> {
            auto cursor = store_.LoadDutyCursor(kConfirmationCursor, deadline);
            if (cursor.ok() && cursor->empty()) return std::string(kNow);
            return cursor;
          },
          .open =
              [stub](grpc::ClientContext& context, const std::string& cursor, auto& reader) {
                submission::v1::WatchReturnsRequest request;
                request.set_cursor(cursor);
                stub->async()->WatchReturns(&context, &request, reader.reactor());
                reader.Start();
              },
          .receive = [this](const std::string& after, const submission::v1::WatchReturnsResponse& change,
                            absl::Time deadline) { return Receive(after, change, deadline); }};
}

absl::Status ConfirmationSync::Receive(const std::string& after, const submission::v1::WatchReturnsResponse& change,
                                       absl::Time deadline) {
  if (absl::Status confirmed = Confirm(change, deadline); IsPassing(confirmed)) {
    return confirmed;
  } else if (!confirmed.ok()) {
    Log(LogLevel::kError, "not confirmed",
        {{"revision", change.return_().latest().name()}, {"status", LogTextOf(confirmed)}});
  }
  return store_.MoveDutyCursor(kConfirmationCursor, after == kNow ? "" : after, change.cursor(), deadline);
}

absl::Status ConfirmationSync::Confirm(const submission::v1::WatchReturnsResponse& change, absl::Time deadline) {
  const auto event = EventOf(change);
  if (!event.has_value()) return absl::OkStatus();
  const std::string name = PlanOfReturn(change.return_().name());
  const auto plan = plans_.Newest(name, deadline);
  if (!plan.ok()) return plan.status();
  if (!AreConfirmed(**plan)) return absl::OkStatus();
  const auto contacts = store_.ListContacts({}, {"", std::numeric_limits<int>::max()}, deadline);
  if (!contacts.ok()) return contacts.status();
  if (WaitsForMorning(*event, **plan)) {
    return store_.SaveWaiting(MorningConfirmations(*event, change, **plan, *contacts, clock_.Now()),
                              clock_.Now() - kConfirmedWithin, deadline);
  }
  const auto receipt = read_receipt_(name, change.ledger_sequence(), deadline);
  if (!receipt.ok()) return receipt.status();
  const auto file = FileOf(*receipt, change.return_());
  if (!file.ok()) return file.status();
  const auto notices = Confirmations(*event, change, **plan, *contacts, *file, mail_domain_, clock_.Now());
  if (notices.empty()) {
    Log(LogLevel::kInfo, "nobody to confirm to", {{"revision", change.return_().latest().name()}});
  }
  for (const Notice& notice : notices) {
    const auto recorded = store_.RecordAlert(notice, deadline);
    if (!recorded.ok()) return recorded.status();
  }
  return absl::OkStatus();
}

ConfirmationSync::ReadReceipt RemoteReceipts(const std::shared_ptr<grpc::Channel>& channel) {
  const std::shared_ptr<submission::v1::SubmissionService::Stub> stub =
      submission::v1::SubmissionService::NewStub(channel);
  return [stub](const std::string& plan, int64_t sequence, absl::Time deadline) -> absl::StatusOr<type::v1::Receipt> {
    grpc::ClientContext context;
    PrepareCall(context, deadline);
    submission::v1::GetReceiptRequest request;
    request.set_plan(plan);
    request.set_sequence(sequence);
    type::v1::Receipt receipt;
    const grpc::Status status = stub->GetReceipt(&context, request, &receipt);
    if (!status.ok()) return FromGrpcStatus(status);
    return receipt;
  };
}

}  // namespace lianfang::notification
