// What this service keeps, behind one interface: PostgreSQL in a process (pg_notification_store.h), memory in unit
// tests (testing/). Both pass one conformance suite.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_NOTIFICATION_STORE_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_NOTIFICATION_STORE_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/following/duty_store.h"
#include "common/following/plan_editions.h"
#include "common/mutation.h"
#include "common/request_key.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/template.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/notification/domain/contact/contact_book.h"
#include "services/notification/domain/delivery/failed_mailboxes.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/digest/digest.h"
#include "services/notification/domain/notice/notice_rules.h"
#include "services/notification/store/notification_rows.h"

namespace lianfang::notification {

// Which duties are wanted.
struct BasisFilter {
  std::string plan = "";                    // resource name; empty: every plan's
  bool owed_only = false;                   // neither met nor withdrawn (duties/duty.h)
  std::vector<std::string> resources = {};  // empty: all, and the contacts with them
  // Of those owed, not those that are never awaited from then on: they were locked unmet by then.
  absl::Time awaited_after = absl::InfinitePast();
  std::optional<std::vector<std::string>> sources = std::nullopt;  // only theirs; absent: every source's
};

// What reminding is derived from.
struct ReminderBasis {
  PlanMap plans;                                      // every plan, whatever the filter
  std::vector<Duty> duties;                           // by resource, in the order in which they follow each other
  std::map<std::string, std::string> sources;         // of these duties, by resource
  std::vector<v1::Contact> contacts;                  // every one; none where the filter names resources
  std::vector<v1::Acknowledgement> acknowledgements;  // of these duties
  std::vector<v1::ReminderPause> pauses;              // every one, also those that have ended
};

// Empty members do not filter.
struct ContactFilter {
  std::string region = "";
  std::string within = "";  // what the region's code begins with (DivisionPrefix)
  std::string department = "";
  type::v1::Recipient role = type::v1::RECIPIENT_UNSPECIFIED;
  std::optional<absl::Time> valid_time = std::nullopt;
};
struct DeliveryFilter {
  v1::DeliveryKind kind = v1::DELIVERY_KIND_UNSPECIFIED;
  v1::DeliveryState state = v1::DELIVERY_STATE_UNSPECIFIED;
  std::string contact = "";
  std::string department = "";
  std::string region = "";
  std::string within = "";  // as above
  std::string duty = "";    // name of a resource
  std::string channel = "";
};
struct DutyFilter {
  std::string plan = "";  // resource name
  std::string department = "";
  std::string region = "";  // acting
  std::string within = "";  // as above
  std::string resource = "";
  bool owed_only = false;
};

// A duty, and the key after which the next page begins.
struct ListedDuty {
  std::string key;
  Duty duty;
};

struct PauseFilter {
  std::string plan = "";  // resource name
  absl::Time in_force_at;
};

// The rows after the one named `after` (empty: from the beginning), at most `limit`.
struct Page {
  std::string after;
  int limit;
};

// The right to send some deliveries, until `until`. Whoever holds it records what became of them; after that time
// others may take over.
struct Lease {
  std::string holder;  // a UUID of its own for every claim
  absl::Time until;
};

// What a sender asks for.
struct Claim {
  Lease lease;
  absl::Time now;
  int limit;
  int per_minute = 0;                   // mails of all senders together (send_rate.h); 0: no bound
  bool reminders = true;                // also reminders, not only notices and alerts
  std::string channel = kEmailChannel;  // only those that go by it
  bool passable = false;                // only those with another way (WayInOutage)
};

// Thread-safe. Every call ends by `deadline`. Errors common to all: UNAVAILABLE while the database is away,
// RESOURCE_EXHAUSTED when no connection is free in time, DEADLINE_EXCEEDED.
class NotificationStore : public DutyStore, public PlanStore {
 public:
  using Work = std::function<absl::StatusOr<Outcome>(NotificationRows&)>;

  // The newest edition of every plan, by name.
  virtual absl::StatusOr<PlanMap> LoadPlans(absl::Time deadline) = 0;

  // Keeps the file of working days, byte for byte, in place of the one before.
  virtual absl::Status SaveWorkingCalendar(const std::string& content, absl::Time now, absl::Time deadline) = 0;
  // Empty when none was kept.
  virtual absl::StatusOr<std::string> LoadWorkingCalendar(absl::Time deadline) = 0;

  virtual absl::StatusOr<ReminderBasis> LoadBasis(const BasisFilter& filter, absl::Time deadline) = 0;
  // The deliveries that stand for stages of resources of which something was met or withdrawn that is due after `now`:
  // people may have those dates in their calendars. Without text.
  virtual absl::StatusOr<std::vector<v1::Delivery>> LoadSettledReminders(absl::Time now, absl::Time deadline) = 0;
  // The stages recorded for duties of which something is owed.
  virtual absl::StatusOr<SentStages> LoadSentStages(absl::Time deadline) = 0;

  // Keeps confirmations that wait for the morning (confirmed.h); what is kept already stays as it is. Those of before `since`
  // are removed.
  virtual absl::Status SaveWaiting(const std::vector<v1::ConfirmedFiling>& filings, absl::Time since,
                                   absl::Time deadline) = 0;
  // Those of `since` and later that no delivery stands for, by their contact.
  virtual absl::StatusOr<std::vector<v1::ConfirmedFiling>> LoadWaiting(absl::Time since, absl::Time deadline) = 0;
  // Records a planned delivery and the stages it stands for, each for every key of its recipient (RecipientKeys), all or
  // nothing. False when one of the stages, or the
  // delivery, is recorded already: whoever planned it saw an older state, and plans again.
  virtual absl::StatusOr<bool> RecordDelivery(const v1::Delivery& delivery, absl::Time deadline) = 0;
  // Takes up to `limit` deliveries whose next attempt has come and which nobody holds at `now`, oldest first, as far as
  // the mails per minute allow.
  virtual absl::StatusOr<std::vector<v1::Delivery>> ClaimDeliveries(const Claim& claim, absl::Time deadline) = 0;
  // How many reminders are recorded and neither sent nor given up.
  virtual absl::StatusOr<int64_t> CountWaitingReminders(absl::Time deadline) = 0;
  // The mailboxes that take nothing.
  virtual absl::StatusOr<FailedMailboxes> LoadFailedMailboxes(absl::Time deadline) = 0;
  // The places that the office was told nobody holds.
  virtual absl::StatusOr<std::set<Place>> LoadAlertedPlaces(absl::Time deadline) = 0;

  // Runs `work` in one transaction with its audit row, and answers its response; the repeat of a key answers the first
  // one without running it, and the key with another content is INVALID_ARGUMENT. What `work` refuses leaves nothing.
  // Without a key everything is rolled back: a rehearsal. `work` may run more than once.
  virtual absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                             absl::Time deadline) = 0;
  // Runs `work` in one transaction, for what nobody has asked for. What it refuses leaves nothing. It may run more than
  // once.
  virtual absl::Status Transact(const std::function<absl::Status(NotificationRows&)>& work, absl::Time deadline) = 0;

  // What the request was answered the first time; nothing when it is new, INVALID_ARGUMENT when its id was used for
  // another content. A mutation whose ground may be gone by the time it is repeated asks this first.
  virtual absl::StatusOr<std::optional<std::string>> FindResponse(const RequestKey& key, absl::Time deadline) = 0;
  // Records a notice and its deliveries, all or nothing; a repeat of the request answers the first response.
  virtual absl::StatusOr<v1::SendNoticeResponse> RecordNotice(const Notice& notice, const RequestKey& key,
                                                              absl::Time now, absl::Time deadline) = 0;
  // Records an alert. False when it is recorded already.
  virtual absl::StatusOr<bool> RecordAlert(const Notice& alert, absl::Time deadline) = 0;
  // Template, variables and attachments. NOT_FOUND when there is none of that name.
  virtual absl::StatusOr<v1::SendNoticeRequest> LoadNotice(const std::string& name, absl::Time deadline) = 0;
  // Keeps a department's word, in place of an earlier one for the resource. A repeat answers the first response.
  virtual absl::StatusOr<v1::Acknowledgement> PutAcknowledgement(const v1::Acknowledgement& acknowledgement,
                                                                 const RequestKey& key, absl::Time deadline) = 0;
  // Keeps a pause, in place of an earlier one of its scope. A repeat answers the first response. NOT_FOUND when the
  // plan was never received.
  virtual absl::StatusOr<v1::ReminderPause> PutPause(const v1::ReminderPause& pause, const RequestKey& key,
                                                     absl::Time deadline) = 0;

  // By name.
  virtual absl::StatusOr<std::vector<v1::Contact>> ListContacts(const ContactFilter& filter, const Page& page,
                                                                absl::Time deadline) = 0;
  // Whoever has this subject of single sign-on and is valid at `now`, by name; at most two.
  virtual absl::StatusOr<std::vector<v1::Contact>> FindSubject(const std::string& subject, absl::Time now,
                                                               absl::Time deadline) = 0;
  // By due time, resource and the order in which its duties follow each other. A page goes on after a key.
  virtual absl::StatusOr<std::vector<ListedDuty>> ListDuties(const DutyFilter& filter, const Page& page,
                                                             absl::Time deadline) = 0;
  // By PauseKey; a page goes on after that key.
  virtual absl::StatusOr<std::vector<v1::ReminderPause>> ListPauses(const PauseFilter& filter, const Page& page,
                                                                    absl::Time deadline) = 0;
  // Newest first, without text. A page goes on after the delivery named.
  virtual absl::StatusOr<std::vector<v1::Delivery>> ListDeliveries(const DeliveryFilter& filter, const Page& page,
                                                                   absl::Time deadline) = 0;
  // With its text. NOT_FOUND when there is none of that name.
  virtual absl::StatusOr<v1::Delivery> GetDelivery(const std::string& name, absl::Time deadline) = 0;

  // How many versions of all templates there are: whether there are new ones. It never falls.
  virtual absl::StatusOr<int64_t> CountTemplateVersions(absl::Time deadline) = 0;
  // The newest version of every template that has one, by name.
  virtual absl::StatusOr<std::vector<v1::TemplateVersion>> NewestTemplateVersions(absl::Time deadline) = 0;
  // Of one template, newest first. A page goes on after the version named.
  virtual absl::StatusOr<std::vector<v1::TemplateVersion>> ListTemplateVersions(const std::string& name,
                                                                                const Page& page,
                                                                                absl::Time deadline) = 0;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_NOTIFICATION_STORE_H_
