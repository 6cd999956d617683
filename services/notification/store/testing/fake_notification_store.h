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
  absl::StatusOr<std::string> LoadCursor(absl::Time deadline) override;
  absl::Status SaveObligation(const submission::v1::Obligation& obligation, const std::string& after,
                              const std::string& cursor, absl::Time deadline) override;
  absl::Status MoveCursor(const std::string& after, const std::string& cursor, absl::Time deadline) override;
  absl::StatusOr<bool> HasPlan(const std::string& name, int edition, absl::Time deadline) override;
  absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) override;
  absl::StatusOr<ReminderBasis> LoadBasis(const BasisFilter& filter, absl::Time deadline) override;
  absl::StatusOr<SentStages> LoadSentStages(absl::Time deadline) override;
  absl::StatusOr<bool> RecordDelivery(const v1::Delivery& delivery, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Delivery>> ClaimDeliveries(const Claim& claim, absl::Time deadline) override;
  absl::StatusOr<int64_t> CountWaitingReminders(absl::Time deadline) override;
  absl::Status FinishDelivery(const v1::Delivery& delivery, const std::string& holder,
                              const std::optional<Notice>& alert, absl::Time deadline) override;
  absl::StatusOr<std::optional<std::string>> FindResponse(const RequestKey& key, absl::Time deadline) override;
  absl::StatusOr<v1::SendNoticeResponse> RecordNotice(const Notice& notice, const RequestKey& key, absl::Time now,
                                                      absl::Time deadline) override;
  absl::StatusOr<bool> RecordAlert(const Notice& alert, absl::Time deadline) override;
  absl::StatusOr<v1::SendNoticeRequest> LoadNotice(const std::string& name, absl::Time deadline) override;
  absl::StatusOr<v1::Delivery> RetryDelivery(const DeliveryRetry& retry, absl::Time deadline) override;
  absl::StatusOr<v1::Acknowledgement> PutAcknowledgement(const v1::Acknowledgement& acknowledgement,
                                                         const RequestKey& key, absl::Time deadline) override;
  absl::StatusOr<v1::ReminderPause> PutPause(const v1::ReminderPause& pause, const RequestKey& key,
                                             absl::Time deadline) override;
  absl::StatusOr<v1::Contact> PutContact(const ContactPut& put, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Contact>> ListContacts(const ContactFilter& filter, const Page& page,
                                                        absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::ReminderPause>> ListPauses(const PauseFilter& filter, const Page& page,
                                                            absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Delivery>> ListDeliveries(const DeliveryFilter& filter, const Page& page,
                                                           absl::Time deadline) override;
  absl::StatusOr<v1::Delivery> GetDelivery(const std::string& name, absl::Time deadline) override;
  absl::StatusOr<v1::TemplateVersion> PutTemplateVersion(const TemplatePut& put, absl::Time deadline) override;
  absl::StatusOr<int64_t> CountTemplateVersions(absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::TemplateVersion>> NewestTemplateVersions(absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::TemplateVersion>> ListTemplateVersions(const std::string& name, const Page& page,
                                                                        absl::Time deadline) override;

 private:
  struct Row {
    v1::Delivery delivery;
    Lease lease;
  };
  // Answers a repeat, or decides under the lock and remembers the response.
  template <typename Response, typename Decide>
  absl::StatusOr<Response> Mutate(const std::optional<RequestKey>& key, Decide decide);
  bool Insert(const Notice& notice) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  using StageKey = std::tuple<std::string, std::string, std::string>;  // obligation, stage, recipient

  absl::Mutex mutex_;
  std::string cursor_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<std::string, int>, type::v1::Plan> plans_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, submission::v1::Obligation> obligations_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, v1::Contact> contacts_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Row> deliveries_ ABSL_GUARDED_BY(mutex_);
  std::set<StageKey> sent_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, v1::SendNoticeRequest> notices_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, v1::Acknowledgement> acknowledgements_ ABSL_GUARDED_BY(mutex_);  // by obligation
  std::map<std::string, v1::ReminderPause> pauses_ ABSL_GUARDED_BY(mutex_);
  SendAllowance allowance_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::vector<v1::TemplateVersion>> templates_ ABSL_GUARDED_BY(mutex_);  // by name, oldest first
  RequestMemory requests_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_FAKE_NOTIFICATION_STORE_H_
