#include "services/submission/evidence_service.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/log.h"
#include "common/request_key.h"
#include "services/submission/domain/ledger/decisions.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/request/visibility.h"
#include "services/submission/domain/return/evidence_rules.h"
#include "services/submission/mutation.h"

namespace lianfang::submission {
namespace {

constexpr absl::Duration kDropTimeout = absl::Seconds(10);

absl::Status NotFound(const std::string& name, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), reason, {{"name", name}});
}

// An upload of the request, and the return that it is for.
struct NamedUpload {
  ChildName filed;
  std::string id;
  UploadPlace place;
};

UploadPlace PlaceOf(const Call& call, const ChildName& filed) {
  return {.parent = ReturnName(filed.plan, filed.id),
          .owner = absl::StrCat(call.caller.department, "/", call.caller.region)};
}

absl::StatusOr<NamedUpload> ParseUpload(const Call& call, const std::string& name) {
  const auto upload = ParseUploadName(name);
  if (!upload.ok()) return upload.status();
  const auto filed = ParseReturnName("name", upload->parent);
  if (!filed.ok()) return filed.status();
  return NamedUpload{*filed, upload->id, PlaceOf(call, *filed)};
}

// The mutation that attaches the file; or, where there is an error instead of it, one that answers a repeat what it was
// answered, and the error to whoever did not ask before.
Proposal ProposeEvidence(const std::shared_ptr<const Call>& call, const v1::FinishUploadRequest& request,
                         const NamedUpload& upload, const absl::StatusOr<files::v1::FileInfo>& file) {
  return {RequestKey::Of(call->caller.uri, call->method, request),
          upload.filed.plan,
          upload.filed.id,
          request.ByteSizeLong(),
          [call, upload, file](const Snapshot& snapshot) -> absl::StatusOr<Decision> {
            if (!file.ok()) return file.status();
            return DecideEvidence(snapshot, upload.place.parent, upload.id, *file, call->caller);
          },
          OriginOf(*call),
          call->arrival_time,
          [call] { return call->Wanted(); }};
}

// What the writer answers, which it does in any case. The call is a dear one, so few wait at once.
absl::StatusOr<std::string> Await(LedgerWriter& writer, Proposal proposal) {
  absl::Notification done;
  absl::StatusOr<std::string> answer;
  writer.Submit(std::move(proposal), [&](absl::StatusOr<std::string> bytes) {
    answer = std::move(bytes);
    done.Notify();
  });
  done.WaitForNotification();
  return answer;
}

}  // namespace

void EvidenceService::Register(ContractService& service) {
  service.Unary<v1::BeginUploadRequest, files::v1::Upload>(
      "BeginUpload",
      [this](const Call& call, const v1::BeginUploadRequest& request) { return BeginUpload(call, request); });
  service.Unary<v1::PutChunkRequest, files::v1::Upload>(
      "PutChunk", [this](const Call& call, const v1::PutChunkRequest& request) { return PutChunk(call, request); });
  service.Unary<v1::GetUploadRequest, files::v1::Upload>(
      "GetUpload", [this](const Call& call, const v1::GetUploadRequest& request) { return GetUpload(call, request); });
  service.AsyncUnary<v1::FinishUploadRequest, v1::Return>(
      "FinishUpload",
      [this](const auto& call, const auto& request, auto reply) { reply(FinishUpload(call, *request)); });
  service.Unary<v1::ReadEvidenceRequest, v1::ReadEvidenceResponse>(
      "ReadEvidence",
      [this](const Call& call, const v1::ReadEvidenceRequest& request) { return ReadEvidence(call, request); });
  service.AuditReads("ReadEvidence");
}

absl::StatusOr<files::v1::Upload> EvidenceService::BeginUpload(const Call& call,
                                                               const v1::BeginUploadRequest& request) {
  const auto name = ParseReturnName("parent", request.parent());
  if (!name.ok()) return name.status();
  const auto found = store_.LoadCase(name->plan, name->id, call.deadline);
  if (!found.ok()) return found.status();
  if (found->plan == nullptr || !found->obligation.has_value()) return NotFound(request.parent(), "NO_SUCH_RETURN");
  // Before it says whether anything was filed: that is the department's own affair.
  if (absl::Status status = CheckVisible(call.caller, *found->obligation); !status.ok()) return status;
  if (!found->filed.has_value()) return NotFound(request.parent(), "NO_SUCH_RETURN");
  const ReturnState state{*found->plan, *found->obligation, &*found->filed, /*before=*/nullptr};
  if (absl::Status status = CheckAttachable(state, request.file().sha256(), call.caller); !status.ok()) return status;
  return desk_.Begin(call, PlaceOf(call, *name), request.file(), RequestKey::Of(call.caller.uri, call.method, request));
}

absl::StatusOr<files::v1::Upload> EvidenceService::PutChunk(const Call& call, const v1::PutChunkRequest& request) {
  const auto upload = ParseUpload(call, request.name());
  if (!upload.ok()) return upload.status();
  return desk_.Put(call, upload->place, upload->id, request.offset(), request.data());
}

absl::StatusOr<files::v1::Upload> EvidenceService::GetUpload(const Call& call, const v1::GetUploadRequest& request) {
  const auto upload = ParseUpload(call, request.name());
  if (!upload.ok()) return upload.status();
  return desk_.Get(call, upload->place, upload->id);
}

// First the content is kept, then the ledger tells of it, then the upload goes: whatever breaks in between, finishing it
// again does the rest, and no entry names a file that is not there. The writer knows what a repeat was answered, also
// where the upload is gone by now.
absl::StatusOr<v1::Return> EvidenceService::FinishUpload(const std::shared_ptr<const Call>& call,
                                                         const v1::FinishUploadRequest& request) {
  const auto upload = ParseUpload(*call, request.name());
  if (!upload.ok()) return upload.status();
  auto file = desk_.CheckWhole(*call, upload->place, upload->id);
  if (!file.ok() && !absl::IsNotFound(file.status())) return file.status();
  if (file.ok()) {
    const auto rehearsed =
        RehearsedBytes(store_, ProposeEvidence(call, request, *upload, file), clock_.Now(), call->deadline);
    if (rehearsed.ok()) {
      if (absl::Status kept = desk_.Keep(*call, upload->id); !kept.ok()) return kept;
    } else {
      file = rehearsed.status();
    }
  }
  auto attached = ReadResponse<v1::Return>(Await(writer_, ProposeEvidence(call, request, *upload, file)));
  if (!attached.ok()) return attached;
  if (const absl::Status dropped = desk_.Drop(upload->id, absl::Now() + kDropTimeout); !dropped.ok()) {
    Log(LogLevel::kWarning, "upload_not_dropped", {{"status", LogTextOf(dropped)}});  // it goes after a day
  }
  return attached;
}

absl::StatusOr<v1::ReadEvidenceResponse> EvidenceService::ReadEvidence(const Call& call,
                                                                       const v1::ReadEvidenceRequest& request) {
  const auto name = ParseEvidenceName("name", request.name());
  if (!name.ok()) return name.status();
  const auto found = store_.LoadCase(name->plan, name->id, call.deadline);
  if (!found.ok()) return found.status();
  if (!found->obligation.has_value()) return NotFound(request.name(), "NOT_FOUND");
  if (absl::Status status = CheckVisible(call.caller, *found->obligation); !status.ok()) return status;
  v1::ReadEvidenceResponse response;
  if (found->filed.has_value()) {
    for (const v1::Evidence& evidence : found->filed->evidence()) {
      if (evidence.name() == request.name()) *response.mutable_evidence() = evidence;
    }
  }
  if (!response.has_evidence()) return NotFound(request.name(), "NOT_FOUND");
  auto data = desk_.Read(call, response.evidence().file(), request.offset());
  if (!data.ok()) return data.status();
  response.set_data(*std::move(data));
  return response;
}

}  // namespace lianfang::submission
