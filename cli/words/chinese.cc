#include "cli/words/chinese.h"

#include "words/error_tables.h"

namespace lianfang::cli {

std::optional<std::string> ChineseFor(absl::string_view english) {
  static const auto& catalogue = *new Catalogue(
      {HelpMessages(), OfficeHelpMessages(), FundHelpMessages(), CoordinationHelpMessages(), ExchangeHelpMessages(),
       ErrorMessages(), CommonMessages(), SubmissionMessages(), CoordinationMessages(), EvaluationMessages(),
       ExchangeMessages(), ExpertMessages(), FundMessages(), NotificationMessages(), PortalMessages()});
  return catalogue.Chinese(english);
}

std::string In(Language language, absl::string_view english) {
  if (language == Language::kEnglish) return std::string(english);
  return ChineseFor(english).value_or(std::string(english));
}

}  // namespace lianfang::cli
