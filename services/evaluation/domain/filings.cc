#include "services/evaluation/domain/filings.h"

namespace lianfang::evaluation {

using ::lianfang::submission::v1::Obligation;
using ::lianfang::submission::v1::Return;

Filings::Filings(const std::vector<Obligation>& obligations, const std::vector<Return>& returns) {
  absl::flat_hash_map<absl::string_view, const Return*> filed;
  for (const Return& each : returns) filed[each.obligation()] = &each;
  for (const Obligation& obligation : obligations) {
    const auto found = filed.find(obligation.name());
    filings_[Key(obligation.region(), obligation.industry(), obligation.period())] =
        Filing{&obligation, found == filed.end() ? nullptr : found->second};
  }
}

Filing Filings::Find(const Subject& subject) const {
  const auto found = filings_.find(Key(subject.region, subject.industry, subject.period));
  return found == filings_.end() ? Filing() : found->second;
}

}  // namespace lianfang::evaluation
