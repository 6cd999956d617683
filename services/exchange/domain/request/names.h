// Resource names of this service: `records/{kind}/{record}`, `…/versions/{version}`, `plans/{plan}/agreements/{agreement}` and
// `…/editions/{edition}`, `plans/{plan}/figureDefinitions`. Within the service a name is the key.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_REQUEST_NAMES_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_REQUEST_NAMES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {

// `person` for RECORD_KIND_PERSON; empty for a kind that is none.
std::string KindWord(v1::RecordKind kind);
// RECORD_KIND_UNSPECIFIED for a word that is none.
v1::RecordKind KindOfWord(absl::string_view word);

struct RecordName {
  std::string record;  // `records/{kind}/{record}`
  v1::RecordKind kind;
  int64_t version = 0;  // 0: the newest
};

// INVALID_ARGUMENT under `field` for what is no record's or version's name.
absl::StatusOr<RecordName> ParseRecordName(absl::string_view field, absl::string_view name);
std::string MakeRecordName(v1::RecordKind kind, absl::string_view id);
std::string VersionName(absl::string_view record, int64_t version);

// OK, or INVALID_ARGUMENT under `field`.
absl::Status CheckPlanName(absl::string_view field, absl::string_view name);
absl::Status CheckAgreementName(absl::string_view field, absl::string_view name);
std::string MakeAgreementName(absl::string_view plan, absl::string_view id);
// `plans/{plan}` of a well-formed agreement's name.
std::string PlanOfAgreement(absl::string_view agreement);
std::string EditionName(absl::string_view agreement, int edition);
std::string FigureDefinitionsName(absl::string_view plan);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_REQUEST_NAMES_H_
