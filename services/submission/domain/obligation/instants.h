// What changed about the instants of an obligation between two states. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_INSTANTS_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_INSTANTS_H_

#include <vector>

#include "deadlines/instants.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::submission {

using deadlines::Instants;
using deadlines::InstantsAt;
using deadlines::InstantsOf;

// Every instant that differs, in the order of the enum.
std::vector<v1::InstantChange> ChangesBetween(const v1::Obligation& before, const v1::Obligation& after);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_INSTANTS_H_
