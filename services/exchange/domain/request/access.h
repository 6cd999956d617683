// Who may touch which rows. Which RPCs somebody may call at all is in the contract's access options.
//
// A department acts for itself, from the region in its people's certificates. The office is that of the department that leads the plan,
// in the plan's own region.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_REQUEST_ACCESS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_REQUEST_ACCESS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/identity.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/record.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::exchange {

// The caller's department as an owner of records.
v1::RecordOwner OwnerOf(const Identity& caller);
bool Is(const Identity& caller, const v1::RecordOwner& party);

// For whom the caller publishes the record: a person for the own department, a service for the department that the record names.
v1::RecordOwner PublishesFor(const Identity& caller, const v1::Record& record);
// OK for a person. For a service PERMISSION_DENIED (NOT_FOR_SERVICE) for any record but the attendance of a training, and INVALID_ARGUMENT where it
// names no owner.
absl::Status CheckMayPublish(const Identity& caller, const v1::Record& record);

const type::v1::Department* FindDepartment(const type::v1::Plan& plan, absl::string_view id);
// Whether certificates of `region` are those of the department's people.
bool ActsFrom(const type::v1::Plan& plan, const type::v1::Department& department, absl::string_view region);
// Id of the department that leads the plan; empty for a plan without one.
std::string LeadDepartment(const type::v1::Plan& plan);
// Whether the caller is the plan's office.
bool IsOffice(const Identity& caller, const type::v1::Plan& plan);

// OK, or PERMISSION_DENIED: agreements are proposed by their owner, their reader and the office; approved by the owner's convener and
// the office; ended by these two.
absl::Status CheckMayPropose(const Identity& caller, const type::v1::Plan& plan, const v1::AgreementTerms& terms);
absl::Status CheckMayEnd(const Identity& caller, const type::v1::Plan& plan, const v1::AgreementTerms& terms);

// OK, or PERMISSION_DENIED: the caller is not the reader.
absl::Status CheckIsReader(const Identity& caller, const v1::AgreementTerms& terms);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_REQUEST_ACCESS_H_
