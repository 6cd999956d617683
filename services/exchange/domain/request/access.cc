#include "services/exchange/domain/request/access.h"

#include <algorithm>

#include "common/division.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/region_power.h"
#include "services/exchange/domain/request/refusals.h"

namespace lianfang::exchange {

v1::RecordOwner OwnerOf(const Identity& caller) {
  v1::RecordOwner owner;
  owner.set_region(caller.region);
  owner.set_department(caller.department);
  return owner;
}

v1::RecordOwner PublishesFor(const Identity& caller, const v1::Record& record) {
  return caller.role == type::v1::ROLE_SERVICE ? record.owner() : OwnerOf(caller);
}

absl::Status CheckMayPublish(const Identity& caller, const v1::Record& record) {
  if (caller.role != type::v1::ROLE_SERVICE) return absl::OkStatus();
  if (record.kind() != v1::RECORD_KIND_TRAINING) {
    return Denied("a service publishes nothing but the attendance of trainings", "NOT_FOR_SERVICE");
  }
  FieldViolations faults;
  if (!IsDivisionCode(record.owner().region())) {
    faults.Add("owner.region", "must be a division code of six digits");
  }
  if (!IsResourceId(record.owner().department())) faults.Add("owner.department", "must be a department's id");
  return faults.ToStatus();
}

bool Is(const Identity& caller, const v1::RecordOwner& party) {
  return caller.region == party.region() && caller.department == party.department();
}

const type::v1::Department* FindDepartment(const type::v1::Plan& plan, absl::string_view id) {
  for (const auto& department : plan.departments()) {
    if (department.id() == id) return &department;
  }
  return nullptr;
}

bool ActsFrom(const type::v1::Plan& plan, const type::v1::Department& department, absl::string_view region) {
  if (!department.acting_region().empty()) return department.acting_region() == region;
  return std::any_of(plan.regions().begin(), plan.regions().end(),
                     [region](const auto& reporting) { return reporting.code() == region; });
}

std::string LeadDepartment(const type::v1::Plan& plan) {
  for (const auto& department : plan.departments()) {
    if (department.role() == type::v1::DEPARTMENT_ROLE_LEAD) return department.id();
  }
  return "";
}

bool IsOffice(const Identity& caller, const type::v1::Plan& plan) {
  return caller.role == type::v1::ROLE_OFFICE && caller.department == LeadDepartment(plan) &&
         caller.region == OfficeRegion(plan);
}

absl::Status CheckMayPropose(const Identity& caller, const type::v1::Plan& plan, const v1::AgreementTerms& terms) {
  if (Is(caller, terms.owner()) || Is(caller, terms.reader()) || IsOffice(caller, plan)) return absl::OkStatus();
  return Denied("agreements are proposed by their owner, their reader and the plan's office", "NOT_A_PARTY");
}

absl::Status CheckMayEnd(const Identity& caller, const type::v1::Plan& plan, const v1::AgreementTerms& terms) {
  const bool owner = Is(caller, terms.owner()) && caller.role == type::v1::ROLE_CONVENER;
  if (owner || IsOffice(caller, plan)) return absl::OkStatus();
  return Denied("is for the owner's convener and the plan's office", "NOT_A_PARTY");
}

absl::Status CheckIsReader(const Identity& caller, const v1::AgreementTerms& terms) {
  if (Is(caller, terms.reader())) return absl::OkStatus();
  return Denied("the agreement is for another department to read by", "NOT_THE_READER");
}

}  // namespace lianfang::exchange
