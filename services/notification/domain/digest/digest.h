// One mail per recipient and morning: which duties it lists, and why.
//
//   DigestPlanner planner(plans, contacts, restraints, Mornings(calendar));
//   for (const Digest& digest : planner.Due(now, sent).digests) ...        // what is to be sent
//   for (const Digest& digest : planner.Preview(from, until).digests) ...  // what the stages say, whatever was sent
//
// A mail goes out because a stage of at least one duty speaks to its recipient. It then lists everything else
// that is still owed and of which the recipient was told before, so that nobody has to put several mails side by side.
// Only stages of duties that are awaited speak: once the final figures are awaited, nobody is told that the first ones
// were late.
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
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "services/notification/domain/contact/contact_book.h"
#include "services/notification/domain/stage/mornings.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/notification/domain/stage/restraints.h"

namespace lianfang::notification {

// The duties of one plan, and how it reminds.
struct PlanDuties {
  ReminderPolicy policy;
  std::vector<Duty> duties;
};

// The duties under their plans. INVALID_ARGUMENT where a plan cannot be reminded by (ReminderPolicyOf), NOT_FOUND
// where one is missing.
absl::StatusOr<std::vector<PlanDuties>> GroupByPlan(const PlanMap& plans, const std::vector<Duty>& duties);

// One mail to plan. Contacts that read one mailbox, however it is spelt (mailbox_key.h), get one mail, under the first
// one's name and address.
struct Digest {
  v1::Contact contact;
  bool copy = false;                                    // only as a deputy's copy
  absl::Time time;                                      // the latest of its items' stage times
  std::vector<v1::ReminderItem> items;                  // most pressing first
  std::vector<v1::ConfirmedFiling> confirmations = {};  // what else is told in it (confirmed.h); the planner adds none
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

// By what a stage is recorded as sent: the contacts that the item concerns, and the key of the mailbox it goes to. So
// neither a contact whose mailbox changes nor a new contact for an old mailbox is told again.
std::vector<std::string> RecipientKeys(const v1::ReminderItem& item, absl::string_view email);

// Which stages of which resource were sent to which recipient, as recorded. A recipient is a key (RecipientKeys), or a
// mailbox as it was spelt before there were keys.
class SentStages {
 public:
  void Insert(absl::string_view resource, absl::string_view stage_key, absl::string_view recipient);
  bool Contains(absl::string_view resource, absl::string_view stage_key, absl::string_view recipient) const;

 private:
  absl::flat_hash_set<std::string> sent_;
};

// Refers to its arguments, which must outlive it.
class DigestPlanner {
 public:
  DigestPlanner(const std::vector<PlanDuties>& plans, const ContactBook& contacts, const Restraints& restraints,
                Mornings mornings)
      : plans_(plans), contacts_(contacts), restraints_(restraints), mornings_(mornings) {}

  // Everything to send at `now`: per duty and recipient the latest stage that has come, unless `sent` has it or
  // it has to wait for a working morning. `unreached` does not wait: it accuses nobody.
  DigestPlan Due(absl::Time now, const SentStages& sent) const;

  // Every mail that the stages in [from, until) make, with the duties as they are and the contacts of each
  // instant. What falls into a pause is shown on the first working morning after it, collapsed. Years of many plans take long: `stopped` is asked
  // before each morning, and once it says yes what there is by then is answered.
  DigestPlan Preview(
      absl::Time from, absl::Time until, absl::FunctionRef<bool()> stopped = [] { return false; }) const;

 private:
  // A duty with its stages so far.
  struct Tracked {
    const Duty* duty;
    const ReminderPolicy* policy;
    std::vector<Stage> stages;
  };
  // Somebody whom a duty concerns, in all the roles that they are registered in under one mailbox.
  struct Concerned;
  // The stage, of those come, that makes a mail in these roles; `concerned` is null where nobody holds the role.
  using Pick =
      absl::FunctionRef<std::optional<DueStage>(const Tracked&, absl::Span<const Stage>, RoleSet, const Concerned*)>;
  class Assembly;

  // The duties with their stages before `end`; those that are not awaited at `owed_at`, if given, are left out.
  std::vector<Tracked> TrackUntil(absl::Time end, std::optional<absl::Time> owed_at) const;
  // When a stage's mail goes out if nothing is interrupted: at its time, or on the first working morning after the pause
  // that it falls into.
  absl::Time PlannedTime(const Tracked& tracked, const Stage& stage) const;
  void Plan(const std::vector<Tracked>& tracked, absl::Time now, Pick pick, bool is_preview, DigestPlan& plan) const;

  const std::vector<PlanDuties>& plans_;
  const ContactBook& contacts_;
  const Restraints& restraints_;
  const Mornings mornings_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_DIGEST_H_
