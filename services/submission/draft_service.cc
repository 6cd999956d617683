#include "services/submission/draft_service.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/request_key.h"
#include "common/rpc/page_token.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/request/request_rules.h"

namespace lianfang::submission {
namespace {

absl::Status NotFound(const std::string& name, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), reason, {{"name", name}});
}

DraftKey KeyOf(const Call& call, const ChildName& name) { return {name.plan, name.id, OwnerOf(call.caller)}; }

// The mutation that this is; neither a draft nor its deletion is in the request log, which has one row for each entry of
// the ledger.
template <typename Request>
RequestKey RequestOf(const Call& call, const Request& request) {
  return RequestKey::Of(call.caller.uri, call.method, request);
}

}  // namespace

void DraftService::Register(ContractService& service) {
  service.Unary<v1::SaveDraftRequest, v1::ReturnDraft>(
      "SaveDraft", [this](const Call& call, const v1::SaveDraftRequest& request) { return SaveDraft(call, request); });
  service.Unary<v1::GetDraftRequest, v1::ReturnDraft>(
      "GetDraft", [this](const Call& call, const v1::GetDraftRequest& request) { return GetDraft(call, request); });
  service.Unary<v1::ListDraftsRequest, v1::ListDraftsResponse>(
      "ListDrafts",
      [this](const Call& call, const v1::ListDraftsRequest& request) { return ListDrafts(call, request); });
  service.Unary<v1::DeleteDraftRequest, v1::DeleteDraftResponse>(
      "DeleteDraft",
      [this](const Call& call, const v1::DeleteDraftRequest& request) { return DeleteDraft(call, request); });
}

absl::StatusOr<v1::ReturnDraft> DraftService::SaveDraft(const Call& call, const v1::SaveDraftRequest& request) {
  const auto name = ParseDraftName("draft.name", request.draft().name());
  if (!name.ok()) return name.status();
  const DraftKey key = KeyOf(call, *name);
  const auto found = store_.LoadCase(name->plan, name->id, call.deadline);
  if (!found.ok()) return found.status();
  if (!found->obligation.has_value()) {
    return NotFound(ObligationName(name->plan, name->id), "NO_SUCH_OBLIGATION");
  }
  const auto current = drafts_.FindDraft(key, call.deadline);
  if (!current.ok()) return current.status();
  const RequestKey mutation = RequestOf(call, request);
  const absl::Time now = clock_.Now();
  const DraftState state{*found->obligation, current->has_value() ? &**current : nullptr};
  auto draft = DecideDraft(state, request, mutation, call.caller, now);
  if (!draft.ok()) return draft.status();
  if (state.current != nullptr && state.current->draft.etag() == draft->draft.etag()) return draft->draft;  // a repeat
  const auto saved = drafts_.SaveDraft(key, request.draft().etag(), *draft, mutation, now, call.deadline);
  if (!saved.ok()) return saved.status();
  if (!*saved) return Stale("etag", request.draft().etag(), "another");
  return std::move(draft->draft);
}

absl::StatusOr<v1::ReturnDraft> DraftService::GetDraft(const Call& call, const v1::GetDraftRequest& request) {
  const auto name = ParseDraftName("name", request.name());
  if (!name.ok()) return name.status();
  auto found = drafts_.FindDraft(KeyOf(call, *name), call.deadline);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return NotFound(request.name(), "NOT_FOUND");
  return std::move((*found)->draft);
}

absl::StatusOr<v1::ListDraftsResponse> DraftService::ListDrafts(const Call& call,
                                                                const v1::ListDraftsRequest& request) {
  const auto plan = ParsePlanName("parent", request.parent());
  if (!plan.ok()) return plan.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  const auto rows = drafts_.ListDrafts(*plan, OwnerOf(call.caller), {*after, size + 1}, call.deadline);
  if (!rows.ok()) return rows.status();
  v1::ListDraftsResponse response;
  for (const auto& row : *rows) {
    if (response.drafts_size() == size) {
      response.set_next_page_token(MakePageToken(request, (*rows)[static_cast<size_t>(size) - 1].key));
      break;
    }
    *response.add_drafts() = row.row;
  }
  return response;
}

absl::StatusOr<v1::DeleteDraftResponse> DraftService::DeleteDraft(const Call& call,
                                                                  const v1::DeleteDraftRequest& request) {
  const auto name = ParseDraftName("name", request.name());
  if (!name.ok()) return name.status();
  const absl::Status deleted =
      drafts_.DeleteDraft(KeyOf(call, *name), RequestOf(call, request), clock_.Now(), call.deadline);
  if (!deleted.ok()) return deleted;
  return v1::DeleteDraftResponse();
}

}  // namespace lianfang::submission
