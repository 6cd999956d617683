#include "services/exchange/domain/reconciliation/evidence_reading.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/exchange/domain/agreement/fields.h"
#include "services/exchange/domain/agreement/filter.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/names.h"

namespace lianfang::exchange {
namespace {

// What the agreements give the reader for reconciliation.
std::vector<v1::AgreementTerms> Of(const Identity& reader, const std::vector<v1::AgreementTerms>& agreements) {
  std::vector<v1::AgreementTerms> own;
  std::copy_if(agreements.begin(), agreements.end(), std::back_inserter(own), [&reader](const auto& terms) {
    return Is(reader, terms.reader()) && HasPurpose(terms, v1::PURPOSE_RECONCILIATION);
  });
  return own;
}

// The record of the name of a version, or of a casualty of one.
absl::string_view RecordOf(absl::string_view version) { return version.substr(0, version.find("/versions/")); }

// Leaves the links between two records of these: probability and agreeing fields tell of both ends.
void KeepLinksBetween(const std::set<std::string>& records, v1::Discrepancy& discrepancy) {
  const auto names_another = [&](const v1::Link& link) {
    return records.count(std::string(RecordOf(link.left()))) == 0 ||
           records.count(std::string(RecordOf(link.right()))) == 0;
  };
  auto& links = *discrepancy.mutable_links();
  links.erase(std::remove_if(links.begin(), links.end(), names_another), links.end());
}

}  // namespace

bool GiveEvidence(const std::vector<v1::AgreementTerms>& agreements, const v1::DiscrepancyEvidence& evidence) {
  if (evidence.record().empty()) return true;
  std::vector<std::string> given;
  bool covered = false;
  for (const v1::AgreementTerms& terms : agreements) {
    const std::string kind = KindWord(terms.kind());
    if (kind.empty() || !absl::StartsWith(evidence.record(), absl::StrCat("records/", kind, "/"))) continue;
    if (!Covers(terms, evidence.owner(), terms.kind(), evidence.region(), evidence.industry())) continue;
    covered = true;
    given.insert(given.end(), terms.fields().begin(), terms.fields().end());
  }
  return covered && std::all_of(evidence.fields().begin(), evidence.fields().end(),
                                [&given](const std::string& field) { return Gives(given, field); });
}

void WithholdEvidence(const Identity& caller, const std::vector<v1::AgreementTerms>& in_force,
                      v1::Discrepancy& discrepancy) {
  if (caller.role == type::v1::ROLE_SERVICE || caller.role == type::v1::ROLE_AUDITOR || Is(caller, discrepancy.owner()))
    return;
  const std::vector<v1::AgreementTerms> own = Of(caller, in_force);
  google::protobuf::RepeatedPtrField<v1::DiscrepancyEvidence> shown;
  std::set<std::string> records;
  for (v1::DiscrepancyEvidence& evidence : *discrepancy.mutable_evidence()) {
    const bool may_see = evidence.record().empty() || Is(caller, evidence.owner()) ||
                         (!evidence.fields().empty() && GiveEvidence(own, evidence));
    if (!may_see) continue;
    records.emplace(RecordOf(evidence.record()));
    *shown.Add() = std::move(evidence);
  }
  KeepLinksBetween(records, discrepancy);
  discrepancy.set_withheld_evidence(discrepancy.evidence_size() - shown.size());
  discrepancy.mutable_evidence()->Swap(&shown);
}

}  // namespace lianfang::exchange
