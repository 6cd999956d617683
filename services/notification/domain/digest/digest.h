// One mail per recipient and morning: which obligations it lists, and why.
//
//   DigestPlanner planner(plans, contacts, restraints, calendar);
//   for (const Digest& digest : planner.Due(now, sent).digests) ...        // what is to be sent
//   for (const Digest& digest : planner.Preview(from, until).digests) ...  // what the stages say, whatever was sent
//
// A mail goes out because a stage of at least one obligation speaks to its recipient. It then lists everything else
// that is still owed and of which the recipient was told before, so that nobody has to put several mails side by side.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_DIGEST_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_DIGEST_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "services/notification/domain/calendar/working_calendar.h"
#include "services/notification/domain/contact/contact_book.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/notification/domain/stage/restraints.h"

namespace lianfang::notification {

// The obligations of one plan, and how it reminds.
struct PlanObligations {
  ReminderPolicy policy;
  std::vector<submission::v1::Obligation> obligations;
};

// The obligations under their plans. INVALID_ARGUMENT where a plan cannot be reminded by (ReminderPolicyOf), NOT_FOUND
// where one is missing.
absl::StatusOr<std::vector<PlanObligations>> GroupByPlan(const PlanMap& plans,
                                                         const std::vector<submission::v1::Obligation>& obligations);

// One mail to plan. Two contacts with one mailbox get one mail, under the first one's name.
struct Digest {
  v1::Contact contact;
  bool copy = false;                    // only as a deputy's copy
  absl::Time time;                      // the latest of its items' stage times
  std::vector<v1::ReminderItem> items;  // most pressing first
};

// A role that a stage speaks to and nobody holds.
struct Unreached {
  Place place;
  absl::Time time;
  std::vector<v1::ReminderItem> items;
};

struct DigestPlan {
  std::vector<Digest> digests;  // by time, region, department, role and name of the contact
  std::vector<Unreached> unreached;
};

// Which stages of which obligation reached which mailbox, as recorded.
class SentStages {
 public:
  void Insert(absl::string_view obligation, absl::string_view stage_key, absl::string_view email);
  bool Contains(absl::string_view obligation, absl::string_view stage_key, absl::string_view email) const;

 private:
  absl::flat_hash_set<std::string> sent_;
};

// Refers to its arguments, which must outlive it.
class DigestPlanner {
 public:
  DigestPlanner(const std::vector<PlanObligations>& plans, const ContactBook& contacts, const Restraints& restraints,
                const WorkingCalendar& calendar)
      : plans_(plans), contacts_(contacts), restraints_(restraints), calendar_(calendar) {}

  // Everything to send at `now`: per obligation and recipient the latest stage that has come, unless `sent` has it.
  DigestPlan Due(absl::Time now, const SentStages& sent) const;

  // Every mail that the stages in [from, until) make, with the obligations as they are and the contacts of each
  // instant. What falls into a pause is shown when it ends, collapsed. Years of many plans take long: `stopped` is asked
  // before each morning, and once it says yes what there is by then is answered.
  DigestPlan Preview(
      absl::Time from, absl::Time until, absl::FunctionRef<bool()> stopped = [] { return false; }) const;

 private:
  // An obligation with its stages so far.
  struct Tracked {
    const submission::v1::Obligation* obligation;
    const ReminderPolicy* policy;
    std::vector<Stage> stages;
  };
  // The stage, of those come, that makes a mail to `contact` in these roles; `contact` is null where nobody holds the
  // role.
  using Pick =
      absl::FunctionRef<std::optional<DueStage>(const Tracked&, absl::Span<const Stage>, RoleSet, const v1::Contact*)>;
  class Morning;

  std::vector<Tracked> TrackUntil(absl::Time end) const;
  void Plan(const std::vector<Tracked>& tracked, absl::Time now, Pick pick, DigestPlan& plan) const;

  const std::vector<PlanObligations>& plans_;
  const ContactBook& contacts_;
  const Restraints& restraints_;
  const WorkingCalendar& calendar_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_DIGEST_H_
