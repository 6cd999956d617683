#include "services/exchange/domain/reconciliation/evidence_reading.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/names.h"

namespace lianfang::exchange {
namespace {

bool Gives(const v1::AgreementTerms& terms, const Identity& reader, const v1::DiscrepancyEvidence& evidence) {
  return Is(reader, terms.reader()) && terms.owner().region() == evidence.owner().region() &&
         terms.owner().department() == evidence.owner().department() &&
         absl::StartsWith(evidence.record(), absl::StrCat("records/", KindWord(terms.kind()), "/"));
}

}  // namespace

void WithholdEvidence(const Identity& caller, const std::vector<v1::AgreementTerms>& in_force,
                      v1::Discrepancy& discrepancy) {
  if (caller.role == type::v1::ROLE_SERVICE || caller.role == type::v1::ROLE_AUDITOR || Is(caller, discrepancy.owner()))
    return;
  google::protobuf::RepeatedPtrField<v1::DiscrepancyEvidence> shown;
  for (v1::DiscrepancyEvidence& evidence : *discrepancy.mutable_evidence()) {
    const bool may_see = evidence.record().empty() || Is(caller, evidence.owner()) ||
                         std::any_of(in_force.begin(), in_force.end(),
                                     [&](const auto& terms) { return Gives(terms, caller, evidence); });
    if (may_see) *shown.Add() = std::move(evidence);
  }
  discrepancy.set_withheld_evidence(discrepancy.evidence_size() - shown.size());
  discrepancy.mutable_evidence()->Swap(&shown);
}

}  // namespace lianfang::exchange
