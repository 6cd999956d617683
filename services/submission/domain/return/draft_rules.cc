#include "services/submission/domain/return/draft_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/submission/domain/plan/plan_view.h"
#include "services/submission/domain/request/request_rules.h"
#include "services/submission/domain/return/decider_rules.h"

namespace lianfang::submission {
namespace {

absl::Status CheckDraft(const v1::Obligation& obligation, const v1::ReturnDraft& draft) {
  FieldViolations faults;
  CheckLength(faults, "draft.note", draft.note(), kMaxText);
  CheckLength(faults, "draft.correction_reason", draft.correction_reason(), kMaxText);
  CheckLength(faults, "draft.warning_confirmation", draft.warning_confirmation(), kMaxText);
  std::set<std::string> given;
  for (int i = 0; i < draft.figures_size(); ++i) {
    const auto& value = draft.figures(i);
    const std::string path = absl::StrCat("draft.figures[", i, "].");
    if (!Contains(obligation.figures(), value.figure())) {
      faults.Add(absl::StrCat(path, "figure"), absl::StrCat("\"", value.figure(), "\" is not asked for here"));
    } else if (!given.insert(value.figure()).second) {
      faults.Add(absl::StrCat(path, "figure"), absl::StrCat("\"", value.figure(), "\" is given twice"));
    }
    CheckLength(faults, absl::StrCat(path, "not_applicable.reason"), value.not_applicable().reason(), kMaxRemark);
  }
  return faults.ToStatus();
}

}  // namespace

DraftOwner OwnerOf(const Identity& caller) { return {caller.department, caller.region}; }

absl::StatusOr<StoredDraft> DecideDraft(const DraftState& state, const v1::SaveDraftRequest& request,
                                        const RequestKey& key, const Identity& caller, absl::Time now) {
  if (absl::Status status = CheckOwes(state.obligation, caller); !status.ok()) return status;
  if (absl::Status status = CheckDraft(state.obligation, request.draft()); !status.ok()) return status;
  const std::string current = state.current == nullptr ? "" : state.current->draft.etag();
  if (current == key.request_id && state.current->draft.editor() == caller.uri) {
    if (const auto same = AnswerToRepeat(key, key.method, state.current->request_hash, ""); !same.ok()) {
      return same.status();
    }
    return *state.current;
  }
  if (request.draft().etag() != current) return Stale("etag", request.draft().etag(), current);
  StoredDraft saved{request.draft(), key.request_hash};
  v1::ReturnDraft& draft = saved.draft;
  draft.set_obligation(state.obligation.name());
  draft.set_editor(caller.uri);
  draft.set_etag(key.request_id);
  *draft.mutable_update_time() = ToTimestamp(now);
  *draft.mutable_create_time() = state.current == nullptr ? draft.update_time() : state.current->draft.create_time();
  return saved;
}

}  // namespace lianfang::submission
