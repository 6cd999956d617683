#include "services/coordination/domain/inspection/inspection_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/credit_code.h"
#include "common/decimal.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/coordination/domain/request/names.h"
#include "services/coordination/domain/request/refusals.h"

namespace lianfang::coordination {
namespace {

constexpr int kMostDepartments = 20;
constexpr size_t kLongestFactor = 100;
constexpr size_t kLongestUnit = 20;
constexpr size_t kLongestRecord = 10000;
constexpr int kMostYears = 10;  // after the plan was issued

void CheckMeasurement(FieldViolations& faults, const std::string& path, const v1::Measurement& measured) {
  CheckShortLine(faults, path + ".factor", measured.factor(), kLongestFactor, true);
  CheckShortLine(faults, path + ".unit", measured.unit(), kLongestUnit, true);
  CheckShortLine(faults, path + ".instrument", measured.instrument(), kLongestLine, true);
  const auto value = ParseDecimal(measured.value());
  const auto limit = ParseDecimal(measured.limit());
  constexpr absl::string_view kNoDecimal =
      "must be a decimal with at most nine digits before the point and four after it";
  if (!value.has_value()) faults.Add(path + ".value", kNoDecimal);
  if (!limit.has_value()) faults.Add(path + ".limit", kNoDecimal);
  if (value.has_value() && limit.has_value() && *value <= *limit) {
    faults.Add(path + ".value", "must be above the limit: what meets it is no exceedance");
  }
}

void CheckFinding(FieldViolations& faults, const std::string& path, const v1::Finding& finding) {
  CheckUnset(faults, path + ".name", !finding.name().empty());
  CheckUnset(faults, path + ".order", !finding.order().empty());
  if (!v1::FindingKind_IsValid(finding.kind()) || finding.kind() == v1::FINDING_KIND_UNSPECIFIED) {
    faults.Add(path + ".kind", "is no known kind");
  }
  if (!v1::HazardLevel_IsValid(finding.level()) || finding.level() == v1::HAZARD_LEVEL_UNSPECIFIED) {
    faults.Add(path + ".level", "is no known level");
  }
  CheckText(faults, path + ".description", finding.description(), kLongestReason, true);
  CheckShortLine(faults, path + ".place", finding.place(), kLongestLine, false);
  CheckFiles(faults, path + ".files", finding.files());
  const bool exceeds = finding.kind() == v1::FINDING_KIND_EXCEEDANCE;
  if (exceeds && !finding.has_measurement()) faults.Add(path + ".measurement", "must be given for an exceedance");
  if (!exceeds && finding.has_measurement()) faults.Add(path + ".measurement", "belongs to exceedances alone");
  if (exceeds && finding.has_measurement()) CheckMeasurement(faults, path + ".measurement", finding.measurement());
}

}  // namespace

void CheckEmployer(FieldViolations& faults, const std::string& path, const v1::Employer& employer,
                   const PlanFrame& frame) {
  CheckShortLine(faults, path + ".display_name", employer.display_name(), kLongestLine, true);
  if (const std::string fault = CreditCodeFault(employer.credit_code()); !fault.empty()) {
    faults.Add(path + ".credit_code", fault);
  }
  if (!frame.HasIndustry(employer.industry())) faults.Add(path + ".industry", "is no industry of the plan");
}

absl::Status CheckInspection(const v1::Inspection& inspection, const PlanFrame& frame) {
  FieldViolations faults;
  CheckUnset(faults, "inspection.name", !inspection.name().empty());
  CheckUnset(faults, "inspection.state", inspection.state() != v1::INSPECTION_STATE_UNSPECIFIED);
  CheckUnset(faults, "inspection.findings", !inspection.findings().empty());
  if (!v1::InspectionKind_IsValid(inspection.kind()) || inspection.kind() == v1::INSPECTION_KIND_UNSPECIFIED) {
    faults.Add("inspection.kind", "is no known kind");
  }
  std::set<std::string> seen;
  for (int i = 0; i < inspection.departments_size(); ++i) {
    const std::string at = absl::StrCat("inspection.departments[", i, "]");
    if (frame.FindDepartment(inspection.departments(i)) == nullptr) faults.Add(at, "is no department of the plan");
    if (!seen.insert(inspection.departments(i)).second) faults.Add(at, "is named twice");
  }
  const int departments = inspection.departments_size();
  if (departments < 1 || departments > kMostDepartments) faults.Add("inspection.departments", "must be 1 to 20");
  if (inspection.kind() == v1::INSPECTION_KIND_JOINT && departments == 1) {
    faults.Add("inspection.departments", "must be at least two for a joint inspection");
  }
  CheckEmployer(faults, "inspection.employer", inspection.employer(), frame);
  CheckText(faults, "inspection.subject", inspection.subject(), kLongestReason, false);
  if (const auto day = FromDate(inspection.date()); !day.ok()) {
    faults.Add("inspection.date", day.status().message());
  } else if (const auto issued = FromDate(frame.plan().issue_date()); issued.ok() && *day < *issued) {
    faults.Add("inspection.date", "must not be before the plan's issue date");
  } else if (issued.ok() && day->year() > issued->year() + kMostYears) {
    // What is due after the year 9999 is no timestamp, and no list of duties could be answered.
    faults.Add("inspection.date", absl::StrCat("must not be after ", issued->year() + kMostYears));
  }
  return faults.ToStatus();
}

absl::Status CheckRecord(const v1::RecordFindingsRequest& request, const v1::Inspection& inspection,
                         const PlanFrame& frame, absl::Time now) {
  FieldViolations faults;
  for (int i = 0; i < request.findings_size(); ++i) {
    CheckFinding(faults, absl::StrCat("findings[", i, "]"), request.findings(i));
  }
  CheckText(faults, "record", request.record(), kLongestRecord, request.findings().empty());
  if (!faults.empty()) return faults.ToStatus();
  if (inspection.state() != v1::INSPECTION_STATE_PLANNED) {
    return WrongState(inspection.name(), v1::InspectionState_Name(inspection.state()), "is not planned any more");
  }
  if (frame.Day(now) < DayOf(inspection.date())) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the day of the inspection has not come",
                           "INSPECTION_AHEAD");
  }
  return absl::OkStatus();
}

void Record(const v1::RecordFindingsRequest& request, const std::string& actor, absl::Time now,
            v1::Inspection& inspection) {
  *inspection.mutable_findings() = request.findings();
  for (int i = 0; i < inspection.findings_size(); ++i) {
    inspection.mutable_findings(i)->set_name(absl::StrCat(inspection.name(), "/findings/", i + 1));
  }
  inspection.set_record(request.record());
  inspection.set_recorder(actor);
  *inspection.mutable_record_time() = ToTimestamp(now);
  inspection.set_state(v1::INSPECTION_STATE_CARRIED_OUT);
}

}  // namespace lianfang::coordination
