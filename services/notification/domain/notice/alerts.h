// What the plan office is told about the sending itself: a role that nobody holds, a mail that was refused for good. An
// alert is a notice of this service's own, to the office's mailbox.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_ALERTS_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_ALERTS_H_

#include <string>

#include "absl/time/time.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/digest/digest.h"
#include "services/notification/domain/notice/notice_rules.h"

namespace lianfang::notification {

// Where alerts go.
struct AlertDesk {
  v1::Mailbox office;
  std::string mail_domain;  // of Message-IDs
};

// The templates of alerts and their variables; SendNotice may not use them.
NoticeTemplates AlertTemplates();

// That nobody holds a role which due stages address. The same place and stages give the same alert, however often it is
// made.
Notice UnreachedAlert(const Unreached& unreached, const PlanMap& plans, const AlertDesk& desk, absl::Time now);

// That a delivery has failed. Each failure gives one alert; a delivery retried and failed again another one.
Notice FailureAlert(const v1::Delivery& failed, const AlertDesk& desk, absl::Time now);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_ALERTS_H_
