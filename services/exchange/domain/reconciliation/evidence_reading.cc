#include "services/exchange/domain/reconciliation/evidence_reading.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/exchange/domain/agreement/fields.h"
#include "services/exchange/domain/agreement/filter.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/names.h"

namespace lianfang::exchange {
namespace {

// What the agreements give the reader for reconciliation, and whoever clears the discrepancy up for that business.
std::vector<v1::AgreementTerms> Of(const Identity& reader, const std::vector<v1::AgreementTerms>& agreements,
                                   bool clears_up) {
  std::vector<v1::AgreementTerms> own;
  std::copy_if(agreements.begin(), agreements.end(), std::back_inserter(own), [&](const auto& terms) {
    return Is(reader, terms.reader()) &&
           (HasPurpose(terms, v1::PURPOSE_RECONCILIATION) || (clears_up && HasPurpose(terms, v1::PURPOSE_BUSINESS)));
  });
  return own;
}

// The record of the name of a version, or of a casualty of one.
std::string RecordOf(absl::string_view version) { return std::string(version.substr(0, version.find("/versions/"))); }

v1::RecordKind KindOfRecord(absl::string_view record) {
  for (const int number : {v1::RECORD_KIND_PERSON, v1::RECORD_KIND_ACCIDENT, v1::RECORD_KIND_DISEASE,
                           v1::RECORD_KIND_INJURY, v1::RECORD_KIND_TRAINING, v1::RECORD_KIND_EMPLOYER}) {
    const auto kind = static_cast<v1::RecordKind>(number);
    if (absl::StartsWith(record, absl::StrCat("records/", KindWord(kind), "/"))) return kind;
  }
  return v1::RECORD_KIND_UNSPECIFIED;
}

// The fields that the agreements give of the record behind the evidence, all together; nothing where none covers it.
std::optional<std::vector<std::string>> FieldsGiven(const std::vector<v1::AgreementTerms>& agreements,
                                                    const v1::DiscrepancyEvidence& evidence) {
  std::optional<std::vector<std::string>> given;
  const v1::RecordKind kind = KindOfRecord(evidence.record());
  for (const v1::AgreementTerms& terms : agreements) {
    if (terms.kind() != kind || !Covers(terms, evidence.owner(), kind, evidence.region(), evidence.industry()))
      continue;
    if (!given.has_value()) given.emplace();
    given->insert(given->end(), terms.fields().begin(), terms.fields().end());
  }
  return given;
}

// The field of a record that a link has compared under this name (record_links.cc).
std::string ComparedField(v1::RecordKind kind, const std::string& name) {
  const std::string prefix = kind == v1::RECORD_KIND_ACCIDENT ? "casualties.person." : "person.";
  if (name == "employer") return "employer.display_name";
  return absl::StrCat(prefix, name == "name" ? "display_name" : name);
}

// What a reader is shown: whose records, and which of their fields.
class Reading {
 public:
  Reading(const Identity& reader, const std::vector<v1::AgreementTerms>& in_force, const v1::RecordOwner& clears_up)
      : reader_(reader), agreements_(Of(reader, in_force, Is(reader, clears_up))) {}

  // Moves what is open into `shown`, and counts the rest in `withheld`.
  void Sort(v1::Discrepancy& discrepancy) {
    google::protobuf::RepeatedPtrField<v1::DiscrepancyEvidence> shown;
    discrepancy.clear_withheld();
    for (v1::DiscrepancyEvidence& evidence : *discrepancy.mutable_evidence()) {
      if (!IsOpen(evidence)) {
        Count(evidence, *discrepancy.mutable_withheld());
        continue;
      }
      if (!evidence.record().empty()) shown_.emplace(RecordOf(evidence.record()), evidence);
      *shown.Add() = std::move(evidence);
    }
    discrepancy.set_withheld_evidence(discrepancy.evidence_size() - shown.size());
    discrepancy.mutable_evidence()->Swap(&shown);
    SortLinks(*discrepancy.mutable_links());
  }

 private:
  bool IsOpen(const v1::DiscrepancyEvidence& evidence) const {
    if (evidence.record().empty() || Is(reader_, evidence.owner())) return true;
    return !evidence.fields().empty() && GiveEvidence(agreements_, evidence);
  }

  static void Count(const v1::DiscrepancyEvidence& evidence,
                    google::protobuf::RepeatedPtrField<v1::WithheldEvidence>& withheld) {
    v1::WithheldEvidence one;
    *one.mutable_owner() = evidence.owner();
    one.set_kind(KindOfRecord(evidence.record()));
    *one.mutable_fields() = evidence.fields();
    for (v1::WithheldEvidence& known : withheld) {
      one.set_count(known.count());
      if (one.SerializeAsString() != known.SerializeAsString()) continue;
      known.set_count(known.count() + 1);
      return;
    }
    one.set_count(1);
    *withheld.Add() = std::move(one);
  }

  // A link tells of both ends: which two records, and of each field how far their values agree.
  void SortLinks(google::protobuf::RepeatedPtrField<v1::Link>& links) const {
    const auto is_shown = [this](const std::string& end) { return shown_.count(RecordOf(end)) > 0; };
    links.erase(std::remove_if(links.begin(), links.end(),
                               [&](const v1::Link& link) { return !is_shown(link.left()) || !is_shown(link.right()); }),
                links.end());
    for (v1::Link& link : links) {
      auto& told = *link.mutable_agreements();
      const int compared = told.size();
      told.erase(std::remove_if(told.begin(), told.end(),
                                [&](const v1::FieldAgreement& agreement) {
                                  return !IsFieldOpen(link.left(), agreement.field()) ||
                                         !IsFieldOpen(link.right(), agreement.field());
                                }),
                 told.end());
      link.set_withheld_agreements(compared - told.size());
    }
  }

  // Whether the reader may know the field of a record that is shown.
  bool IsFieldOpen(const std::string& end, const std::string& field) const {
    const v1::DiscrepancyEvidence& evidence = shown_.at(RecordOf(end));
    if (Is(reader_, evidence.owner())) return true;
    const auto given = FieldsGiven(agreements_, evidence);
    return given.has_value() && Gives(*given, ComparedField(KindOfRecord(evidence.record()), field));
  }

  const Identity& reader_;
  const std::vector<v1::AgreementTerms> agreements_;
  std::map<std::string, v1::DiscrepancyEvidence> shown_;  // by record
};

}  // namespace

bool GiveEvidence(const std::vector<v1::AgreementTerms>& agreements, const v1::DiscrepancyEvidence& evidence) {
  if (evidence.record().empty()) return true;
  const auto given = FieldsGiven(agreements, evidence);
  return given.has_value() && std::all_of(evidence.fields().begin(), evidence.fields().end(),
                                          [&given](const std::string& field) { return Gives(*given, field); });
}

void WithholdEvidence(const Identity& caller, const std::vector<v1::AgreementTerms>& in_force,
                      v1::Discrepancy& discrepancy) {
  Reading(caller, in_force, discrepancy.owner()).Sort(discrepancy);
}

}  // namespace lianfang::exchange
