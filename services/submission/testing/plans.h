// The plans that are shipped, and small ones, for tests.
#ifndef LIANFANG_SERVICES_SUBMISSION_TESTING_PLANS_H_
#define LIANFANG_SERVICES_SUBMISSION_TESTING_PLANS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// A plan under deploy/plans, by id.
type::v1::Plan ShippedPlan(absl::string_view id);

// `2022-05-31 09:00` in Asia/Shanghai.
absl::Time Shanghai(absl::string_view text);

// People of Gaoping: a department's liaison officer; the plan's office.
Identity Liaison(const std::string& department);
Identity Office();
// One of a department's people by name, such as {"emergency", "convener", "li-ming"}.
Identity Someone(const std::string& department, const std::string& role, const std::string& person);

// A filing of accidents, deaths and injured for an obligation of the base year, with a fresh request id.
v1::SubmitReturnRequest Filing(const std::string& obligation, int64_t accidents, int64_t deaths, int64_t injured);

// Sets or adds a figure.
void SetFigure(v1::SubmitReturnRequest& request, const std::string& figure, int64_t number);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_TESTING_PLANS_H_
