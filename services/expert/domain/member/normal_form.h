// The one form in which identifiers and addresses are stored, so that two spellings of one compare equal: ID numbers
// and credit codes in capital letters without spaces around them, the domain of a mailbox in lower case.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_NORMAL_FORM_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_NORMAL_FORM_H_

#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert.pb.h"
#include "lianfang/expert/v1/expert_service.pb.h"

namespace lianfang::expert {

// Each answers what it is given in normal form. What has no normal form stays as it is: the checks name it.
v1::Party NormalForm(v1::Party party);
v1::Tie NormalForm(v1::Tie tie);
v1::IdentifyingData NormalForm(v1::IdentifyingData data);
v1::Expert NormalForm(v1::Expert expert);
v1::Engagement NormalForm(v1::Engagement engagement);
v1::MatchTrainingRequest NormalForm(v1::MatchTrainingRequest need);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_NORMAL_FORM_H_
