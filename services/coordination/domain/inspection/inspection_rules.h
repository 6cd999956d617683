// What an inspection and its findings may say. Pure.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_INSPECTION_RULES_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_INSPECTION_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/errors.h"
#include "lianfang/coordination/v1/inspection.pb.h"
#include "lianfang/coordination/v1/inspection_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// Adds what is wrong with an employer; its industry is one of the plan.
void CheckEmployer(FieldViolations& faults, const std::string& path, const v1::Employer& employer,
                   const PlanFrame& frame);

// OK, or INVALID_ARGUMENT with every fault.
absl::Status CheckInspection(const v1::Inspection& inspection, const PlanFrame& frame);

// OK, or INVALID_ARGUMENT with every fault; FAILED_PRECONDITION unless the inspection is planned, and before its day.
absl::Status CheckRecord(const v1::RecordFindingsRequest& request, const v1::Inspection& inspection,
                         const PlanFrame& frame, absl::Time now);

// Puts the findings into the inspection, with their names.
void Record(const v1::RecordFindingsRequest& request, const std::string& actor, absl::Time now,
            v1::Inspection& inspection);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_INSPECTION_RULES_H_
