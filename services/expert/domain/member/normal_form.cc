#include "services/expert/domain/member/normal_form.h"

#include <utility>

#include "common/mailbox.h"
#include "services/expert/domain/values/identifiers.h"

namespace lianfang::expert {
namespace {

void Normalize(v1::Party& party) { party.set_credit_code(NormalIdentifier(party.credit_code())); }

}  // namespace

v1::Party NormalForm(v1::Party party) {
  Normalize(party);
  return party;
}

v1::Tie NormalForm(v1::Tie tie) {
  if (tie.has_party()) Normalize(*tie.mutable_party());
  return tie;
}

v1::IdentifyingData NormalForm(v1::IdentifyingData data) {
  data.set_id_number(NormalIdentifier(data.id_number()));
  if (auto email = NormalizeEmail(data.email()); email.ok()) data.set_email(*std::move(email));
  return data;
}

v1::Expert NormalForm(v1::Expert expert) {
  if (expert.has_identifying_data()) *expert.mutable_identifying_data() = NormalForm(expert.identifying_data());
  if (expert.has_employer()) Normalize(*expert.mutable_employer());
  if (expert.nominator().has_party()) Normalize(*expert.mutable_nominator()->mutable_party());
  for (v1::Tie& tie : *expert.mutable_ties()) tie = NormalForm(std::move(tie));
  return expert;
}

v1::Engagement NormalForm(v1::Engagement engagement) {
  for (v1::Party& party : *engagement.mutable_parties()) Normalize(party);
  for (v1::Party& party : *engagement.mutable_related_parties()) Normalize(party);
  return engagement;
}

v1::MatchTrainingRequest NormalForm(v1::MatchTrainingRequest need) {
  if (need.has_enterprise()) Normalize(*need.mutable_enterprise());
  return need;
}

}  // namespace lianfang::expert
