// The instants of an obligation: as they are, as they stood at an earlier time, and what changed between two states.
// Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_INSTANTS_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_INSTANTS_H_

#include <array>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::submission {

// By v1::ObligationInstant; none where the obligation has no such instant.
using Instants = std::array<std::optional<absl::Time>, v1::ObligationInstant_ARRAYSIZE>;

Instants InstantsOf(const v1::Obligation& obligation);

// As they stood at `as_of`: what was adjusted later is undone.
Instants InstantsAt(const v1::Obligation& obligation, absl::Time as_of);

// The due instant of one edition; the final figures' where there are any.
absl::Time DueOf(const Instants& instants, bool final);

// Every instant that differs, in the order of the enum.
std::vector<v1::InstantChange> ChangesBetween(const v1::Obligation& before, const v1::Obligation& after);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_INSTANTS_H_
