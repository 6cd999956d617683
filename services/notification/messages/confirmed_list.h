// The words of confirmations in a mail of the morning: the section `confirmed` of the templates `reminder.*.mustache` and
// `confirmation-digest.*.mustache`. In it
//
//   count          how many
//   filings        section per confirmation: `title`, `revision` (its number), `plan`, `plan_id`, `time`, `receipt` (number of the ledger's
//                  entry), and the sections `accepted` (by the office; else it was filed), `late`, `sign_off` (the convener has
//                  still to sign)
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_CONFIRMED_LIST_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_CONFIRMED_LIST_H_

#include <kainjow/mustache.hpp>
#include <string>
#include <vector>

#include "lianfang/notification/v1/delivery.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/notification/messages/template_check.h"

namespace lianfang::notification {

TemplateScope ConfirmedScope();

// False where there are none.
kainjow::mustache::data ConfirmedData(const std::vector<v1::ConfirmedFiling>& filings, const PlanMap& plans,
                                      const std::string& language);

// The plan that the confirmation belongs to; an empty one where it is missing.
const type::v1::Plan& PlanOf(const PlanMap& plans, const v1::ConfirmedFiling& filing);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_CONFIRMED_LIST_H_
