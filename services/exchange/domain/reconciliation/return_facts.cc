#include "services/exchange/domain/reconciliation/return_facts.h"

#include "common/time.h"

namespace lianfang::exchange {
namespace {

using submission::v1::Obligation;
using submission::v1::Return;
using submission::v1::ReturnRevision;

// Null where no revision is in force.
const ReturnRevision* RevisionInForce(const Return& filed) {
  if (filed.has_in_force()) return &filed.in_force();
  const bool in_force =
      filed.state() == submission::v1::RETURN_STATE_SUBMITTED || filed.state() == submission::v1::RETURN_STATE_ACCEPTED;
  return in_force ? &filed.latest() : nullptr;
}

}  // namespace

std::vector<FiledReturn> ReturnsInForce(const std::vector<Obligation>& obligations,
                                        const std::vector<Return>& returns) {
  std::map<std::string, const Obligation*> owed;
  for (const Obligation& obligation : obligations) owed[obligation.name()] = &obligation;
  std::vector<FiledReturn> in_force;
  for (const Return& one : returns) {
    const ReturnRevision* const revision = RevisionInForce(one);
    const auto obligation = owed.find(one.obligation());
    if (revision == nullptr || obligation == owed.end()) continue;
    FiledReturn filed;
    filed.revision = revision->name();
    filed.owner.set_region(obligation->second->acting_region());
    filed.owner.set_department(obligation->second->department());
    filed.region = obligation->second->region();
    filed.industry = obligation->second->industry();
    filed.period = obligation->second->period();
    filed.filed = FromTimestamp(revision->has_arrival_time() ? revision->arrival_time() : revision->submit_time());
    for (const type::v1::FigureValue& value : revision->figures()) {
      if (value.has_number()) filed.numbers[value.figure()] = value.number();
    }
    in_force.push_back(std::move(filed));
  }
  return in_force;
}

std::string ReturnNameOf(const FiledReturn& filed) {
  return filed.revision.substr(0, filed.revision.find("/revisions/"));
}

}  // namespace lianfang::exchange
