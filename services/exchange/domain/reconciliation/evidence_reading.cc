#include "services/exchange/domain/reconciliation/evidence_reading.h"

#include <algorithm>
#include <set>
#include <string>

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

// The record of the name of a version, or of a casualty of one.
absl::string_view RecordOf(absl::string_view version) { return version.substr(0, version.find("/versions/")); }

// Takes away the links that name a record of these: probability and agreeing fields tell of both ends.
void RemoveLinksOf(const std::set<std::string>& records, v1::Discrepancy& discrepancy) {
  const auto names_one = [&](const v1::Link& link) {
    return records.count(std::string(RecordOf(link.left()))) > 0 ||
           records.count(std::string(RecordOf(link.right()))) > 0;
  };
  auto& links = *discrepancy.mutable_links();
  links.erase(std::remove_if(links.begin(), links.end(), names_one), links.end());
}

}  // namespace

void WithholdEvidence(const Identity& caller, const std::vector<v1::AgreementTerms>& in_force,
                      v1::Discrepancy& discrepancy) {
  if (caller.role == type::v1::ROLE_SERVICE || caller.role == type::v1::ROLE_AUDITOR || Is(caller, discrepancy.owner()))
    return;
  google::protobuf::RepeatedPtrField<v1::DiscrepancyEvidence> shown;
  std::set<std::string> withheld;
  for (v1::DiscrepancyEvidence& evidence : *discrepancy.mutable_evidence()) {
    const bool may_see = evidence.record().empty() || Is(caller, evidence.owner()) ||
                         std::any_of(in_force.begin(), in_force.end(),
                                     [&](const auto& terms) { return Gives(terms, caller, evidence); });
    if (may_see) {
      *shown.Add() = std::move(evidence);
    } else {
      withheld.emplace(RecordOf(evidence.record()));
    }
  }
  RemoveLinksOf(withheld, discrepancy);
  discrepancy.set_withheld_evidence(discrepancy.evidence_size() - shown.size());
  discrepancy.mutable_evidence()->Swap(&shown);
}

}  // namespace lianfang::exchange
