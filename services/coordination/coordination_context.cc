#include "services/coordination/coordination_context.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang::coordination {

absl::StatusOr<PlanFrame> CoordinationContext::FindPlan(absl::string_view field, const std::string& name,
                                                        absl::Time deadline) const {
  if (absl::Status shape = CheckPlanName(field, name); !shape.ok()) return shape;
  auto plan = plans.Newest(name, deadline);
  if (!plan.ok()) return plan.status();
  return PlanFrame::Of(*std::move(plan));
}

absl::StatusOr<Document> CoordinationContext::Load(const std::string& name, absl::Time deadline) const {
  std::optional<Document> found;
  const absl::Status read = store.Read(
      [&](CoordinationRows& rows) {
        found = rows.Find(name);
        return absl::OkStatus();
      },
      deadline);
  if (!read.ok()) return read;
  if (!found.has_value()) return NotFound(name);
  return *std::move(found);
}

absl::Status CoordinationContext::NameFiles(absl::string_view field,
                                            const google::protobuf::RepeatedPtrField<std::string>& files,
                                            const std::string& plan, CoordinationTransaction& rows) const {
  FieldViolations faults;
  for (int i = 0; i < files.size(); ++i) {
    const auto file = rows.Find(files[i]);
    if (!file.has_value() || file->plan != plan || file->shelf != Shelf::kFile) {
      faults.Add(absl::StrCat(field, "[", i, "]"), "is no file of the plan: upload it first");
    } else if (file->pending) {
      rows.Settle(files[i]);
    }
  }
  return faults.ToStatus();
}

}  // namespace lianfang::coordination
