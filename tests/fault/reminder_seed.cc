// Fills notification's database with obligations that one reminder each is due for, as if submission had sent them:
//
//   lianfang-reminder-seed DATABASE_URL COUNT
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/hash.h"
#include "common/id.h"
#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/pg_notification_store.h"

namespace lianfang::notification {
namespace {

// An obligation of a county of its own, whose due day is in three days: the stage seven days before has come.
submission::v1::Obligation Obligation(const std::string& region, absl::CivilDay today) {
  submission::v1::Obligation obligation = testing::GaopingObligation("coal-mining", "2021", today - 60, today + 3);
  obligation.set_name(absl::StrCat("plans/gaoping-2021-2025/obligations/2021-", region, "-coal-mining"));
  obligation.set_region(region);
  obligation.set_acting_region(region);
  return obligation;
}

absl::Status Seed(PgNotificationStore& store, int count) {
  const absl::Time now = absl::Now();
  const absl::Time deadline = now + absl::Minutes(5);
  type::v1::Plan plan = testing::GaopingPlan();
  plan.set_edition(1);
  const type::v1::ReminderStage week_before = plan.reminder_stages(2);
  plan.clear_reminder_stages();  // no other one falls due while the test runs
  *plan.add_reminder_stages() = week_before;
  absl::Status status = store.SavePlan(plan, deadline);
  std::string cursor;
  for (int i = 0; status.ok() && i < count; ++i) {
    const std::string region = absl::StrFormat("%06d", 110101 + i);
    v1::Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON, region);
    contact.set_region(region);
    contact.set_name(absl::StrCat("contacts/", region, "-emergency-liaison-1"));
    const ContactPut put{RequestKey{"seed", "PutContact", NewUuid(), Sha256("")}, contact, "", now};
    status = PutContact(store, put, deadline).status();
    if (!status.ok()) break;
    const auto obligation = Obligation(region, absl::ToCivilDay(now, testing::Shanghai()));
    const std::string next = absl::StrCat("seed-", i);
    status = store.SaveDuties({"submission", obligation.name(), testing::DutiesOf(obligation)}, cursor, next, deadline);
    cursor = next;
  }
  return status;
}

}  // namespace
}  // namespace lianfang::notification

int main(int argc, char** argv) {
  int count = 0;
  if (argc != 3 || !absl::SimpleAtoi(argv[2], &count)) {
    std::fprintf(stderr, "lianfang-reminder-seed DATABASE_URL COUNT\n");
    return 2;
  }
  lianfang::PgPool pool({.url = argv[1]});
  lianfang::notification::PgNotificationStore store(pool);
  const absl::Status status = lianfang::notification::Seed(store, count);
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return 1;
}
