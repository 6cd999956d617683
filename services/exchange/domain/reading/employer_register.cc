#include "services/exchange/domain/reading/employer_register.h"

#include "services/exchange/domain/agreement/agreement_rules.h"
#include "services/exchange/domain/agreement/filter.h"
#include "services/exchange/domain/record/masking.h"
#include "services/exchange/domain/request/names.h"

namespace lianfang::exchange {
namespace {

constexpr size_t kMostFields = 20;

// One field of an employer by itself.
std::string BytesOf(const v1::EmployerRecord& record, const google::protobuf::FieldDescriptor& field) {
  v1::EmployerRecord all = record;
  v1::EmployerRecord one;
  one.GetReflection()->SwapFields(&one, &all, {&field});
  return one.SerializeAsString();
}

}  // namespace

std::vector<RegisterAgreement> RegisterAgreements(const std::vector<v1::Agreement>& agreements, absl::Time now) {
  std::vector<RegisterAgreement> kept;
  for (const v1::Agreement& agreement : agreements) {
    const v1::AgreementEdition* edition = EditionInForce(agreement, now);
    if (edition == nullptr || edition->terms().kind() != v1::RECORD_KIND_EMPLOYER) continue;
    if (!HasPurpose(edition->terms(), v1::PURPOSE_REGISTER)) continue;
    kept.push_back({EditionName(agreement.name(), edition->edition()), edition->terms()});
  }
  return kept;
}

std::vector<std::string> DifferingFields(const v1::Record& one, const v1::Record& other) {
  std::vector<std::string> fields;
  if (one.region() != other.region()) fields.emplace_back("region");
  if (one.industry() != other.industry()) fields.emplace_back("industry");
  const auto* const descriptor = v1::EmployerRecord::descriptor();
  for (int i = 0; i < descriptor->field_count() && fields.size() < kMostFields; ++i) {
    const auto& field = *descriptor->field(i);
    if (IsPersonal(field) || BytesOf(one.employer(), field) == BytesOf(other.employer(), field)) continue;
    fields.push_back("employer." + field.name());
  }
  return fields;
}

}  // namespace lianfang::exchange
