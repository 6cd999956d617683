// Documents and approvals that a fact rests on.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_BUDGET_DOCUMENTS_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_BUDGET_DOCUMENTS_H_

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/errors.h"
#include "google/protobuf/repeated_field.h"
#include "lianfang/fund/v1/budget.pb.h"

namespace lianfang::fund {

// Add what is wrong, under `field`.
void CheckDocument(absl::string_view field, const v1::Document& document, FieldViolations& faults);
void CheckDocuments(absl::string_view field, const google::protobuf::RepeatedPtrField<v1::Document>& documents,
                    FieldViolations& faults);
void CheckApproval(absl::string_view field, const v1::Approval& approval, absl::CivilDay today,
                   FieldViolations& faults);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_BUDGET_DOCUMENTS_H_
