#include "services/exchange/domain/request/names.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/id.h"

namespace lianfang::exchange {
namespace {

constexpr char kKindPrefix[] = "RECORD_KIND_";

bool IsRecordId(absl::string_view id) {
  constexpr size_t kDigits = 32;
  return id.size() == kDigits && std::all_of(id.begin(), id.end(), [](unsigned char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

std::string KindWord(v1::RecordKind kind) {
  if (!v1::RecordKind_IsValid(kind) || kind == v1::RECORD_KIND_UNSPECIFIED) return "";
  return absl::AsciiStrToLower(absl::StripPrefix(v1::RecordKind_Name(kind), kKindPrefix));
}

v1::RecordKind KindOfWord(absl::string_view word) {
  v1::RecordKind kind = v1::RECORD_KIND_UNSPECIFIED;
  const bool known = v1::RecordKind_Parse(absl::StrCat(kKindPrefix, absl::AsciiStrToUpper(word)), &kind);
  return known && KindWord(kind) == word ? kind : v1::RECORD_KIND_UNSPECIFIED;
}

absl::StatusOr<RecordName> ParseRecordName(absl::string_view field, absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  const bool whole = (parts.size() == 3 || parts.size() == 5) && parts[0] == "records" && IsRecordId(parts[2]);
  const v1::RecordKind kind = whole ? KindOfWord(parts[1]) : v1::RECORD_KIND_UNSPECIFIED;
  RecordName parsed{"", kind, 0};
  bool good = kind != v1::RECORD_KIND_UNSPECIFIED;
  if (good && parts.size() == 5) {
    good = parts[3] == "versions" && absl::SimpleAtoi(parts[4], &parsed.version) && parsed.version > 0;
  }
  if (!good) {
    return InvalidField(field,
                        absl::StrCat("must be records/{kind}/{record}, with /versions/{version} or without, was \"",
                                     Shortened(name), "\""));
  }
  parsed.record = absl::StrCat(parts[0], "/", parts[1], "/", parts[2]);
  return parsed;
}

std::string MakeRecordName(v1::RecordKind kind, absl::string_view id) {
  return absl::StrCat("records/", KindWord(kind), "/", id);
}

std::string VersionName(absl::string_view record, int64_t version) {
  return absl::StrCat(record, "/versions/", version);
}

absl::Status CheckPlanName(absl::string_view field, absl::string_view name) {
  absl::string_view id = name;
  if (absl::ConsumePrefix(&id, "plans/") && IsResourceId(id)) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("must be plans/{plan}, was \"", Shortened(name), "\""));
}

absl::Status CheckAgreementName(absl::string_view field, absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() == 4 && parts[0] == "plans" && parts[2] == "agreements" && IsResourceId(parts[1]) &&
      IsResourceId(parts[3])) {
    return absl::OkStatus();
  }
  return InvalidField(field,
                      absl::StrCat("must be plans/{plan}/agreements/{agreement}, was \"", Shortened(name), "\""));
}

std::string MakeAgreementName(absl::string_view plan, absl::string_view id) {
  return absl::StrCat(plan, "/agreements/", id);
}

std::string PlanOfAgreement(absl::string_view agreement) {
  return std::string(agreement.substr(0, agreement.find("/agreements/")));
}

std::string EditionName(absl::string_view agreement, int edition) {
  return absl::StrCat(agreement, "/editions/", edition);
}

std::string FigureDefinitionsName(absl::string_view plan) { return absl::StrCat(plan, "/figureDefinitions"); }

}  // namespace lianfang::exchange
