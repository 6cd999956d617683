#include "services/exchange/domain/agreement/filter.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "services/exchange/domain/agreement/fields.h"
#include "services/exchange/domain/record/facts.h"
#include "services/exchange/domain/record/masking.h"
#include "services/exchange/domain/request/names.h"

namespace lianfang::exchange {
namespace {

using google::protobuf::RepeatedPtrField;

// Marks of fields that are given; others would tell of fields that are not.
void KeepMarks(v1::Record& record, const std::vector<std::string>& fields) {
  RepeatedPtrField<v1::RecordMark> kept;
  const std::string prefix = KindWord(record.kind()) + ".";
  for (v1::RecordMark& mark : *record.mutable_marks()) {
    std::string path = mark.field();
    if (absl::StartsWith(path, prefix)) path = path.substr(prefix.size());
    while (path.find('[') != std::string::npos) path.erase(path.find('['), path.find(']') - path.find('[') + 1);
    if (Gives(fields, path)) *kept.Add() = std::move(mark);
  }
  record.mutable_marks()->Swap(&kept);
}

// Whether each of `inner`'s regions lies in one of `outer`'s; an empty list is everything.
bool RegionsWithin(const RepeatedPtrField<std::string>& inner, const RepeatedPtrField<std::string>& outer) {
  if (outer.empty()) return true;
  if (inner.empty()) return false;
  return std::all_of(inner.begin(), inner.end(), [&](const std::string& one) {
    return std::any_of(outer.begin(), outer.end(), [&](const std::string& wide) { return DivisionCovers(wide, one); });
  });
}

bool IndustriesWithin(const RepeatedPtrField<std::string>& inner, const RepeatedPtrField<std::string>& outer) {
  if (outer.empty()) return true;
  if (inner.empty()) return false;
  return std::all_of(inner.begin(), inner.end(),
                     [&](const std::string& one) { return std::find(outer.begin(), outer.end(), one) != outer.end(); });
}

}  // namespace

bool Covers(const v1::AgreementTerms& terms, const v1::RecordOwner& owner, v1::RecordKind kind,
            absl::string_view region, absl::string_view industry) {
  const bool of_owner = terms.owner().region() == owner.region() && terms.owner().department() == owner.department();
  const auto& regions = terms.regions();
  const auto& industries = terms.industries();
  const bool in_region = regions.empty() || std::any_of(regions.begin(), regions.end(), [&](const std::string& one) {
                           return DivisionCovers(one, region);
                         });
  const bool of_industry = industries.empty() || std::any_of(industries.begin(), industries.end(),
                                                             [&](const std::string& one) { return one == industry; });
  return of_owner && terms.kind() == kind && in_region && of_industry;
}

bool HasPurpose(const v1::AgreementTerms& terms, v1::Purpose purpose) {
  return std::find(terms.purposes().begin(), terms.purposes().end(), purpose) != terms.purposes().end();
}

std::vector<std::string> FieldsOf(const v1::AgreementTerms& terms) {
  return {terms.fields().begin(), terms.fields().end()};
}

v1::Record Filtered(v1::Record record, const v1::AgreementTerms& terms, const std::string& edition) {
  record.clear_source_id();
  record.clear_publisher();
  record.clear_revision_reason();
  const std::vector<std::string> fields = FieldsOf(terms);
  KeepMarks(record, fields);
  if (google::protobuf::Message* content = MutableContentOf(record); content != nullptr) {
    KeepOnly(fields, *content);
    MaskPersonal(*content);
  }
  record.set_agreement_edition(edition);
  return record;
}

v1::Record Masked(v1::Record record) {
  if (google::protobuf::Message* content = MutableContentOf(record); content != nullptr) MaskPersonal(*content);
  return record;
}

v1::Record Revealed(v1::Record record, const std::vector<std::string>& fields) {
  record.clear_source_id();
  record.clear_publisher();
  record.clear_revision_reason();
  record.clear_marks();
  if (google::protobuf::Message* content = MutableContentOf(record); content != nullptr) KeepOnly(fields, *content);
  return record;
}

std::optional<v1::Retraction> Narrowing(const v1::AgreementTerms& before, const v1::AgreementTerms& after,
                                        v1::Purpose purpose) {
  v1::Retraction retraction;
  if (!HasPurpose(after, purpose)) {
    retraction.set_cause(v1::RETRACTION_CAUSE_ENDED);
    return retraction;
  }
  const std::vector<std::string> given = FieldsOf(after);
  for (const std::string& leaf : LeavesOf(before.kind())) {
    if (Gives(FieldsOf(before), leaf) && !Gives(given, leaf)) retraction.add_fields(leaf);
  }
  const bool less = retraction.fields_size() > 0 || !RegionsWithin(before.regions(), after.regions()) ||
                    !IndustriesWithin(before.industries(), after.industries());
  if (!less) return std::nullopt;
  retraction.set_cause(v1::RETRACTION_CAUSE_NARROWED);
  *retraction.mutable_regions() = after.regions();
  *retraction.mutable_industries() = after.industries();
  return retraction;
}

}  // namespace lianfang::exchange
