// The notice's plan as far as reminding sees it, for tests: stages, departments, obligations of May 2022 and their duties, and invented
// mailboxes.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_TESTING_GAOPING_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_TESTING_GAOPING_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/working_calendar.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/domain/stage/reminder_rules.h"

namespace lianfang::notification::testing {

// deploy/calendars/china.csv.
WorkingCalendar China();

absl::TimeZone Shanghai();

// `second` in Shanghai.
absl::Time At(absl::CivilSecond second);

// Seven industries of four departments; stages −30, −15, −7, −3, −1, 0 to liaison officers, +1 also to conveners, +3
// also to the office director and weekly from then on.
type::v1::Plan GaopingPlan();

// An obligation of GaopingPlan: open from the start of `open`, due at the end of `due`.
submission::v1::Obligation GaopingObligation(absl::string_view industry, absl::string_view period, absl::CivilDay open,
                                             absl::CivilDay due);

// What submission tells of an obligation of GaopingPlan, of several, and of it at an instant at which it is owed.
std::vector<Duty> DutiesOf(const submission::v1::Obligation& obligation);
std::vector<Duty> DutiesOf(const std::vector<submission::v1::Obligation>& obligations);
Duty DutyAt(const submission::v1::Obligation& obligation, absl::Time time);

// The fourteen obligations due on 2022-05-31: seven industries, data of 2019 and 2021.
std::vector<submission::v1::Obligation> May2022();

// `suffix` distinguishes contacts in one place; the mailbox is `{role}-{suffix}@{department}.example`.
v1::Contact GaopingContact(absl::string_view department, type::v1::Recipient role, absl::string_view suffix = "1");

// A liaison officer and a convener for each of the four departments, and the office director.
std::vector<v1::Contact> GaopingContacts();

// Alerts go to `office@hrss.example`.
AlertDesk OfficeDesk();

}  // namespace lianfang::notification::testing

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_TESTING_GAOPING_H_
