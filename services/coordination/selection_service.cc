#include "services/coordination/selection_service.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "draw/order.h"
#include "services/coordination/documents.h"
#include "services/coordination/domain/selection/register_draft.h"
#include "services/coordination/domain/selection/selection_rules.h"
#include "services/coordination/list_page.h"
#include "services/coordination/mutation.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kIdBytes = 8;

}  // namespace

void SelectionService::Register(ContractService& service) {
  RegisterMutation<v1::FreezeSelectionRequest, v1::Selection>(
      service, context_, "FreezeSelection",
      [this](const Call& call, const auto& request) { return FreezeSelection(call, request); });
  RegisterMutation<v1::DrawSelectionRequest, v1::Selection>(
      service, context_, "DrawSelection",
      [this](const Call& call, const auto& request) { return DrawSelection(call, request); });
  service.Unary<v1::GetSelectionRequest, v1::Selection>(
      "GetSelection", [this](const Call& call, const auto& request) { return GetSelection(call, request); });
  service.Unary<v1::ListSelectionsRequest, v1::ListSelectionsResponse>(
      "ListSelections", [this](const Call& call, const auto& request) { return ListSelections(call, request); });
}

absl::StatusOr<v1::Selection> SelectionService::FreezeSelection(const Call& call,
                                                                const v1::FreezeSelectionRequest& request) {
  const auto frame = context_.FindPlan("selection.plan", request.selection().plan(), call.deadline);
  if (!frame.ok()) return frame.status();
  if (absl::Status office = CheckIsOffice(call.caller, frame->plan()); !office.ok()) return office;
  auto first = FindFirstResponse<v1::Selection>(context_, call, request);
  if (!first.ok()) return first.status();
  if (first->has_value()) return **std::move(first);
  v1::Selection wanted = request.selection();
  if (wanted.has_from_register()) {
    if (absl::Status faults = CheckFromRegister(wanted, *frame); !faults.ok()) return faults;
    if (absl::Status taken = TakeFromRegister(*frame, call.deadline, wanted); !taken.ok()) return taken;
  }
  if (absl::Status faults = CheckSelection(wanted, *frame); !faults.ok()) return faults;
  return Mutate<v1::Selection>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Selection>> {
        v1::Selection selection = wanted;
        selection.clear_create_time();
        selection.set_name(absl::StrCat("selections/", RandomHex(kIdBytes)));
        Freeze(absl::HexStringToBytes(RandomHex(draw::kBytes)), by.actor, selection);
        Stamp(by.now, selection);
        rows.Save(DocumentOf(selection, *frame));
        return MadeChange<v1::Selection>{Shown(selection), selection.name(),
                                         absl::StrCat("frozen, list ", absl::BytesToHexString(selection.list_hash()))};
      });
}

absl::Status SelectionService::TakeFromRegister(const PlanFrame& frame, absl::Time deadline,
                                                v1::Selection& selection) const {
  RegisterDraft draft(frame, selection);
  const absl::Status read = exchange_.ReadEmployers(
      draft.region(), "", [&](const exchange::v1::Employer& employer) { return draft.Add(employer); }, deadline);
  if (!read.ok()) return read;
  return draft.Finish();
}

absl::StatusOr<v1::Selection> SelectionService::DrawSelection(const Call& call,
                                                              const v1::DrawSelectionRequest& request) {
  if (absl::Status name = CheckName("name", "selections", request.name()); !name.ok()) return name;
  const auto known = context_.Find<v1::Selection>(call, request.name());
  if (!known.ok()) return known.status();
  return Mutate<v1::Selection>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Selection>> {
        auto selection = LoadForChange<v1::Selection>(rows, request.name(), "");
        if (!selection.ok()) return selection.status();
        if (absl::Status may = CheckDraw(*selection, request, call.caller, known->frame); !may.ok()) return may;
        ApplyDraw(request, by.actor, by.now, *selection);
        Stamp(by.now, *selection);
        rows.Save(DocumentOf(*selection, known->frame));
        return MadeChange<v1::Selection>{Shown(*selection), selection->name(), "drawn"};
      });
}

absl::StatusOr<v1::Selection> SelectionService::GetSelection(const Call& call, const v1::GetSelectionRequest& request) {
  if (absl::Status name = CheckName("name", "selections", request.name()); !name.ok()) return name;
  const auto known = context_.Find<v1::Selection>(call, request.name());
  if (!known.ok()) return known.status();
  return Shown(known->message);
}

absl::StatusOr<v1::ListSelectionsResponse> SelectionService::ListSelections(const Call& call,
                                                                            const v1::ListSelectionsRequest& request) {
  DocumentFilter filter;
  filter.shelf = Shelf::kSelection;
  return ListPage<v1::Selection, v1::ListSelectionsResponse>(
      context_, call, request, filter,
      [](v1::Selection& selection) {
        selection = Shown(selection);
        selection.clear_employers();
        return true;
      },
      [](v1::Selection&& selection, auto& response) { *response.add_selections() = std::move(selection); });
}

}  // namespace lianfang::coordination
