// The store in memory, for unit tests. Passes the conformance suite that the PostgreSQL store passes.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_FAKE_NOTIFICATION_STORE_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_FAKE_NOTIFICATION_STORE_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/testing/request_memory.h"
#include "services/notification/domain/delivery/send_rate.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Thread-safe. Deadlines are not looked at.
class FakeNotificationStore : public NotificationStore {
 public:
  absl::StatusOr<std::string> LoadDutyCursor(const std::string& source, absl::Time deadline) override;
  absl::Status SaveDuties(const ReceivedDuties& received, const std::string& after, const std::string& cursor,
                          absl::Time deadline) override;
  absl::Status MoveDutyCursor(const std::string& source, const std::string& after, const std::string& cursor,
                              absl::Time deadline) override;
  absl::StatusOr<std::vector<ListedDuty>> ListDuties(const DutyFilter& filter, const Page& page,
                                                     absl::Time deadline) override;
  absl::StatusOr<std::optional<type::v1::Plan>> FindPlan(const std::string& name, int edition,
                                                         absl::Time deadline) override;
  absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) override;
  absl::Status SaveWorkingCalendar(const std::string& content, absl::Time now, absl::Time deadline) override;
  absl::StatusOr<std::string> LoadWorkingCalendar(absl::Time deadline) override;
  absl::StatusOr<PlanMap> LoadPlans(absl::Time deadline) override;
  absl::StatusOr<ReminderBasis> LoadBasis(const BasisFilter& filter, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Delivery>> LoadSettledReminders(absl::Time now, absl::Time deadline) override;
  absl::StatusOr<SentStages> LoadSentStages(absl::Time deadline) override;
  absl::Status SaveWaiting(const std::vector<v1::ConfirmedFiling>& filings, absl::Time since,
                           absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::ConfirmedFiling>> LoadWaiting(absl::Time since, absl::Time deadline) override;
  absl::StatusOr<bool> RecordDelivery(const v1::Delivery& delivery, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Delivery>> ClaimDeliveries(const Claim& claim, absl::Time deadline) override;
  absl::StatusOr<int64_t> CountWaitingReminders(absl::Time deadline) override;
  absl::StatusOr<FailedMailboxes> LoadFailedMailboxes(absl::Time deadline) override;
  absl::StatusOr<std::set<Place>> LoadAlertedPlaces(absl::Time deadline) override;
  absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                     absl::Time deadline) override;
  absl::Status Transact(const std::function<absl::Status(NotificationRows&)>& work, absl::Time deadline) override;
  absl::StatusOr<std::optional<std::string>> FindResponse(const RequestKey& key, absl::Time deadline) override;
  absl::StatusOr<v1::SendNoticeResponse> RecordNotice(const Notice& notice, const RequestKey& key, absl::Time now,
                                                      absl::Time deadline) override;
  absl::StatusOr<bool> RecordAlert(const Notice& alert, absl::Time deadline) override;
  absl::StatusOr<v1::SendNoticeRequest> LoadNotice(const std::string& name, absl::Time deadline) override;
  absl::StatusOr<v1::Acknowledgement> PutAcknowledgement(const v1::Acknowledgement& acknowledgement,
                                                         const RequestKey& key, absl::Time deadline) override;
  absl::StatusOr<v1::ReminderPause> PutPause(const v1::ReminderPause& pause, const RequestKey& key,
                                             absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Contact>> ListContacts(const ContactFilter& filter, const Page& page,
                                                        absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Contact>> FindSubject(const std::string& subject, absl::Time now,
                                                       absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::ReminderPause>> ListPauses(const PauseFilter& filter, const Page& page,
                                                            absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Delivery>> ListDeliveries(const DeliveryFilter& filter, const Page& page,
                                                           absl::Time deadline) override;
  absl::StatusOr<v1::Delivery> GetDelivery(const std::string& name, absl::Time deadline) override;
  absl::StatusOr<int64_t> CountTemplateVersions(absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::TemplateVersion>> NewestTemplateVersions(absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::TemplateVersion>> ListTemplateVersions(const std::string& name, const Page& page,
                                                                        absl::Time deadline) override;

 private:
  struct Row {
    v1::Delivery delivery;
    Lease lease;
  };
  using StageKey = std::tuple<std::string, std::string, std::string>;  // resource, stage, recipient
  // What a transaction may change; a copy of it is a transaction's way back.
  struct State {
    std::map<std::string, v1::Contact> contacts;
    std::map<std::string, Row> deliveries;
    std::map<StageKey, std::string> sent;             // the delivery that stands for a stage
    std::map<StageKey, v1::ConfirmedFiling> waiting;  // by the stage that tells it
    std::map<std::string, v1::SendNoticeRequest> notices;
    FailedMailboxes failed;
    std::set<Place> alerted;
    std::map<std::string, std::vector<v1::TemplateVersion>> templates;  // by name, oldest first
  };
  class Rows;

  // Answers a repeat, or decides under the lock and remembers the response.
  template <typename Response, typename Decide>
  absl::StatusOr<Response> Remember(const RequestKey& key, Decide decide);

  absl::Mutex mutex_;
  absl::Status Move(const std::string& source, const std::string& after, const std::string& cursor)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  std::map<std::string, std::string> cursors_ ABSL_GUARDED_BY(mutex_);  // by source
  std::map<std::pair<std::string, int>, type::v1::Plan> plans_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, ReceivedDuties> received_ ABSL_GUARDED_BY(mutex_);               // by resource
  std::map<std::string, v1::Acknowledgement> acknowledgements_ ABSL_GUARDED_BY(mutex_);  // by resource
  std::map<std::string, v1::ReminderPause> pauses_ ABSL_GUARDED_BY(mutex_);
  std::string working_calendar_ ABSL_GUARDED_BY(mutex_);
  SendAllowance allowance_ ABSL_GUARDED_BY(mutex_);
  State state_ ABSL_GUARDED_BY(mutex_);
  RequestMemory requests_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_FAKE_NOTIFICATION_STORE_H_
