// What the plan office is told about the sending itself: a role that nobody holds, a mail that was refused for good. An
// alert is a notice of this service's own, to the office's mailbox.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_ALERTS_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_ALERTS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/digest/digest.h"
#include "services/notification/domain/notice/notice_rules.h"

namespace lianfang::notification {

// Where alerts go.
struct AlertDesk {
  v1::Mailbox office;
  std::vector<v1::ChannelAddress> addresses = {};  // on other channels, tried when no mail gets there
  std::string mail_domain;                         // of Message-IDs
};

// What an alert's template is given.
using AlertVariables = std::vector<std::pair<const char*, std::string>>;

// An alert to the office. Its name follows from the template and `identity`: the same twice is the same alert.
Notice MakeAlert(const char* template_name, const AlertVariables& variables, const std::string& identity,
                 const AlertDesk& desk, absl::Time now);

// The templates of all alerts and their variables; SendNotice may not use them.
NoticeTemplates AlertTemplates();

// That nobody holds these roles, which due stages address. One mail for all of them; ComparePlaces says which are news.
Notice UnreachedAlert(const std::vector<Unreached>& unreached, const PlanMap& plans, const AlertDesk& desk,
                      absl::Time now);

// That a delivery has failed for good, or one of its ways has refused it and it goes by the next one. A delivery retried
// and failed again gives another alert.
Notice FailureAlert(const v1::Delivery& failed, const AlertDesk& desk, absl::Time now);

// That a channel has taken nothing since `since`, and what it last said. It goes by another channel of the office where
// there is one; else it waits with all other messages, and says on arrival that they go out again. One alert a day and
// channel, by the clocks of `zone`, however many replicas find it out.
Notice ChannelAlert(const std::string& channel, absl::Time since, int code, const std::string& answer,
                    absl::TimeZone zone, const AlertDesk& desk, absl::Time now);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_ALERTS_H_
