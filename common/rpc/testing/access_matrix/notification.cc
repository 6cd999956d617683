// Who may call: contacts, reminders, notices, templates.
#include "common/rpc/testing/access_matrix.h"
#include "lianfang/notification/v1/notification_service.pb.h"

namespace lianfang::access_matrix {

Subject Notification() {
  Subject subject;
  subject.rows = {
      {"lianfang.notification.v1.NotificationService.PutContact", kOffice},
      {"lianfang.notification.v1.NotificationService.ListContacts", kReaders},
      {"lianfang.notification.v1.NotificationService.ResolveSubject", {}, {"portal"}, kNotByPortal},
      {"lianfang.notification.v1.NotificationService.ListDuties", kReaders, {"coordination"}},
      {"lianfang.notification.v1.NotificationService.PreviewReminders", kReaders},
      {"lianfang.notification.v1.NotificationService.ListDeliveries", kReaders},
      {"lianfang.notification.v1.NotificationService.GetDelivery", kReaders},
      {"lianfang.notification.v1.NotificationService.RetryDelivery", kOffice},
      {"lianfang.notification.v1.NotificationService.RetryDeliveries", kOffice},
      {"lianfang.notification.v1.NotificationService.AcknowledgeReminder", kFilers},
      {"lianfang.notification.v1.NotificationService.PauseReminders", kOffice},
      {"lianfang.notification.v1.NotificationService.ResumeReminders", kOffice},
      {"lianfang.notification.v1.NotificationService.ListReminderPauses", kReaders},
      {"lianfang.notification.v1.NotificationService.SendNotice", kOffice, {"coordination", "expert"}},
      {"lianfang.notification.v1.NotificationService.WatchDeliveries", kOfficeAndAuditor, {"expert"}},
      {"lianfang.notification.v1.NotificationService.ListTemplates", kOfficeAndAuditor},
      {"lianfang.notification.v1.NotificationService.GetTemplate", kOfficeAndAuditor},
      {"lianfang.notification.v1.NotificationService.ListTemplateVersions", kOfficeAndAuditor},
      {"lianfang.notification.v1.NotificationService.UploadTemplate", kOffice},
      {"lianfang.notification.v1.NotificationService.ResetTemplate", kOffice},
  };
  subject.contracts = {notification::v1::ListContactsRequest::descriptor()->file()};
  return subject;
}

}  // namespace lianfang::access_matrix
