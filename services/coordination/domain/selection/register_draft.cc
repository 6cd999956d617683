#include "services/coordination/domain/selection/register_draft.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/credit_code.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"

namespace lianfang::coordination {
namespace {

constexpr int kMostIndustries = 50;

// The name that the employer has now: the one that has not ended, or the last.
std::string NameOf(const exchange::v1::EmployerRecord& record) {
  for (const auto& name : record.names()) {
    if (!name.has_end_date()) return name.display_name();
  }
  return record.names().empty() ? "" : record.names(record.names_size() - 1).display_name();
}

}  // namespace

absl::Status CheckFromRegister(const v1::Selection& selection, const PlanFrame& frame) {
  FieldViolations faults;
  const v1::RegisterSelection& wanted = selection.from_register();
  if (!selection.employers().empty()) {
    faults.Add("selection.employers", "must be empty where the register gives them");
  }
  if (!wanted.region().empty() &&
      (!IsDivisionCode(wanted.region()) || !DivisionCovers(OfficeRegion(frame.plan()), wanted.region()))) {
    faults.Add("selection.from_register.region",
               absl::StrCat("must be the plan's region ", OfficeRegion(frame.plan()), " or within it"));
  }
  if (wanted.industries_size() > kMostIndustries) {
    faults.Add("selection.from_register.industries", absl::StrCat("must be at most ", kMostIndustries));
  }
  std::set<std::string> seen;
  for (int i = 0; i < wanted.industries_size(); ++i) {
    const std::string at = absl::StrCat("selection.from_register.industries[", i, "]");
    if (!frame.HasIndustry(wanted.industries(i))) faults.Add(at, "is no industry of the plan");
    if (!seen.insert(wanted.industries(i)).second) faults.Add(at, "is named twice");
  }
  return faults.ToStatus();
}

RegisterDraft::RegisterDraft(const PlanFrame& frame, v1::Selection& selection)
    : frame_(frame), selection_(selection), region_(selection.from_register().region()) {
  if (region_.empty()) region_ = OfficeRegion(frame.plan());
}

bool RegisterDraft::IsWanted(const std::string& industry) const {
  const auto& wanted = selection_.from_register().industries();
  return wanted.empty() || Holds(wanted, industry);
}

bool RegisterDraft::Add(const exchange::v1::Employer& employer) {
  if (!IsWanted(employer.industry())) return true;
  const std::string name = NameOf(employer.record());
  if (!CreditCodeFault(employer.record().credit_code()).empty() || !frame_.HasIndustry(employer.industry()) ||
      employer.record().status() == exchange::v1::EMPLOYER_STATUS_CLOSED || name.empty()) {
    ++left_out_;
    return true;
  }
  if (selection_.employers_size() == kMostEmployers) {
    too_many_ = true;
    return false;
  }
  v1::Employer& added = *selection_.add_employers();
  added.set_display_name(name);
  added.set_credit_code(employer.record().credit_code());
  added.set_industry(employer.industry());
  return true;
}

absl::Status RegisterDraft::Finish() {
  if (too_many_) {
    return ErrorWithReason(
        absl::StatusCode::kFailedPrecondition,
        absl::StrCat("the register has more than ", kMostEmployers, " of them: narrow it by region or industry"),
        "TOO_MANY_EMPLOYERS");
  }
  if (selection_.employers().empty()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the register has none of them", "NO_EMPLOYERS");
  }
  selection_.mutable_from_register()->set_region(region_);
  selection_.mutable_from_register()->set_left_out(left_out_);
  return absl::OkStatus();
}

}  // namespace lianfang::coordination
