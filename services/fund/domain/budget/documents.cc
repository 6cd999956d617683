#include "services/fund/domain/budget/documents.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/domain/values/days.h"

namespace lianfang::fund {
namespace {

constexpr size_t kDigestLength = 64;
constexpr int kMostDocuments = 50;

bool IsDigest(absl::string_view text) {
  return text.size() == kDigestLength && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

void CheckDocument(absl::string_view field, const v1::Document& document, FieldViolations& faults) {
  CheckOneLine(absl::StrCat(field, ".title"), document.title(), kLongestLine, faults);
  CheckText(absl::StrCat(field, ".number"), document.number(), kLongestNumber, false, faults);
  if (!IsDigest(document.sha256())) {
    faults.Add(absl::StrCat(field, ".sha256"), "must be a SHA-256 as 64 lower-case hex digits");
  }
}

void CheckDocuments(absl::string_view field, const google::protobuf::RepeatedPtrField<v1::Document>& documents,
                    FieldViolations& faults) {
  if (documents.size() > kMostDocuments) {
    faults.Add(field, absl::StrCat("must be at most ", kMostDocuments, " documents"));
  }
  for (int i = 0; i < documents.size(); ++i) {
    CheckDocument(absl::StrCat(field, "[", i, "]"), documents[i], faults);
  }
}

void CheckApproval(absl::string_view field, const v1::Approval& approval, absl::CivilDay today,
                   FieldViolations& faults) {
  CheckOneLine(absl::StrCat(field, ".authority"), approval.authority(), kLongestLine, faults);
  CheckOneLine(absl::StrCat(field, ".number"), approval.number(), kLongestNumber, faults);
  CheckPastDate(absl::StrCat(field, ".date"), approval.date(), today, faults);
  CheckDocument(absl::StrCat(field, ".document"), approval.document(), faults);
}

}  // namespace lianfang::fund
