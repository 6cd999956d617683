// Rows that tests of stores save: a reminder, a contact as somebody puts it.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_SAVED_ROWS_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_SAVED_ROWS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/id.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/mutations.h"

namespace lianfang::notification {

inline const absl::Time kMorning = testing::At(absl::CivilSecond(2022, 5, 24, 9, 0, 0));

inline absl::Time CallDeadline() { return absl::Now() + absl::Seconds(20); }

// A reminder to one liaison officer of the -7 stage of these industries.
inline v1::Delivery Reminder(const std::string& department, const std::vector<std::string>& industries,
                             absl::Time now = kMorning) {
  Digest digest;
  digest.contact = testing::GaopingContact(department, type::v1::RECIPIENT_LIAISON);
  digest.time = kMorning;
  for (const std::string& industry : industries) {
    v1::ReminderItem& item = digest.items.emplace_back();
    item.set_duty(absl::StrCat("plans/gaoping-2021-2025/obligations/2021-140581-", industry));
    item.mutable_stage()->set_key("2022-05-31/-7");
  }
  return ReminderDelivery(digest, "hrss.example", now);
}

inline ContactPut Put(v1::Contact contact, const std::string& request_id = NewUuid()) {
  v1::PutContactRequest request;
  *request.mutable_contact() = contact;
  request.set_request_id(request_id);
  return {.key = RequestKey::Of("spiffe://t/office", "PutContact", request),
          .contact = std::move(contact),
          .etag = "",
          .now = kMorning};
}

inline v1::Contact Unnamed() {
  v1::Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  contact.clear_name();
  return contact;
}

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_SAVED_ROWS_H_
