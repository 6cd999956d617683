#include "cli/session.h"

namespace lianfang::cli {

ExitCode Session::Fail(const absl::Status& status) {
  err_ << ErrorText(status);
  return ExitCodeOf(status);
}

void Session::HintAtRepeat(const absl::Status& status, const std::string& request_id) {
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsUnknown(status)) {
    err_ << "hint: it is not known whether this was carried out; repeat it with --request-id " << request_id
         << ", which never does it twice\n";
  }
}

void Session::Learn(const type::v1::Plan& plan) {
  glossaries_.insert_or_assign(plan.name(), Glossary(plan, options_.language));
}

const Glossary& Session::GlossaryOf(absl::string_view plan) {
  const auto [entry, fresh] = glossaries_.try_emplace(std::string(plan));
  if (fresh && !plan.empty() && plan != "plans/-") {
    submission::v1::GetPlanRequest request;
    request.set_name(entry->first);
    auto document = client_.Call(&submission::v1::PlanService::Stub::GetPlan, request);
    if (document.ok()) entry->second = Glossary(*document, options_.language);
  }
  return entry->second;
}

}  // namespace lianfang::cli
