// The store in PostgreSQL, in four files: what came from the stream, contacts with what holds reminders back,
// deliveries, templates.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_PG_NOTIFICATION_STORE_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_PG_NOTIFICATION_STORE_H_

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/pg/pool.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

class PgNotificationStore : public NotificationStore {
 public:
  // `pool` outlives the store.
  explicit PgNotificationStore(PgPool& pool) : pool_(pool) {}

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
  PgPool& pool_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_PG_NOTIFICATION_STORE_H_
