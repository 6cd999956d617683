// NotificationService's handlers of reminders: what would be sent, what is in hand, what is paused.
#ifndef LIANFANG_SERVICES_NOTIFICATION_REMINDER_SERVICE_H_
#define LIANFANG_SERVICES_NOTIFICATION_REMINDER_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/calendar_library.h"
#include "common/clock.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/messages/template_library.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Thread-safe. Refers to what it is given.
class ReminderService {
 public:
  ReminderService(NotificationStore& store, const CalendarLibrary& calendar, const TemplateLibrary& library,
                  const Clock& clock)
      : store_(store), calendar_(calendar), library_(library), clock_(clock) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<v1::PreviewRemindersResponse> PreviewReminders(const Call& call,
                                                                const v1::PreviewRemindersRequest& request);
  absl::StatusOr<v1::Acknowledgement> AcknowledgeReminder(const Call& call,
                                                          const v1::AcknowledgeReminderRequest& request);
  absl::StatusOr<v1::ReminderPause> PauseReminders(const Call& call, const v1::PauseRemindersRequest& request);
  absl::StatusOr<v1::ReminderPause> ResumeReminders(const Call& call, const v1::ResumeRemindersRequest& request);
  absl::StatusOr<v1::ListReminderPausesResponse> ListReminderPauses(const Call& call,
                                                                    const v1::ListReminderPausesRequest& request);

 private:
  static absl::StatusOr<std::string> SubjectOf(const v1::ReminderPreview& preview, const std::string& language,
                                               const PlanMap& plans, const TemplateSet& templates);
  absl::Status CheckOwnPlanNamed(const Call& call, const std::string& name);

  NotificationStore& store_;
  const CalendarLibrary& calendar_;
  const TemplateLibrary& library_;
  const Clock& clock_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_REMINDER_SERVICE_H_
