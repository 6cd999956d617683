// Resource names of this service. Each check is INVALID_ARGUMENT under `field` for a name of another shape.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_REQUEST_NAMES_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_REQUEST_NAMES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/errors.h"
#include "google/protobuf/repeated_field.h"

namespace lianfang::coordination {

// `inspections/{id}` and the like: a collection and an id.
absl::Status CheckName(absl::string_view field, absl::string_view collection, absl::string_view name);

absl::Status CheckPlanName(absl::string_view field, absl::string_view name);

// The part of a resource by its number, counted from 1: `inspections/{id}/findings/{n}`.
struct NumberedName {
  std::string owner;
  int number;
};
absl::StatusOr<NumberedName> ParseNumbered(absl::string_view field, absl::string_view collection,
                                           absl::string_view part, absl::string_view name);

// `plans/{plan}/tasks/{task}`.
struct TaskName {
  std::string plan;  // `plans/{plan}`
  std::string task;
};
absl::StatusOr<TaskName> ParseTaskName(absl::string_view field, absl::string_view name);
std::string TaskNameOf(absl::string_view plan, absl::string_view task);

// `plans/{plan}/minutes-template`: the plan's name.
absl::StatusOr<std::string> PlanOfTemplate(absl::string_view field, absl::string_view name);

// At most 20 files, each named once.
void CheckFiles(FieldViolations& faults, absl::string_view field,
                const google::protobuf::RepeatedPtrField<std::string>& files);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_REQUEST_NAMES_H_
