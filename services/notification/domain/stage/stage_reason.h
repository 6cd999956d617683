// Why a stage speaks to somebody on this day, in the words that the offices use.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_STAGE_REASON_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_STAGE_REASON_H_

#include <string>

#include "services/notification/domain/stage/reminder_rules.h"

namespace lianfang::notification {

// Such as `截止日前3天（2022-05-28非工作日，提前至2022-05-27），发联络员`; `roles` are the recipient's.
std::string ExplainStage(const Stage& stage, RoleSet roles);

// Such as `；催报暂停后补发`; empty where the stage is not late.
std::string ExplainLate(v1::LateReason reason);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_STAGE_REASON_H_
