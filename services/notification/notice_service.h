// NotificationService's SendNotice: notices on behalf of the office and the other services.
#ifndef LIANFANG_SERVICES_NOTIFICATION_NOTICE_SERVICE_H_
#define LIANFANG_SERVICES_NOTIFICATION_NOTICE_SERVICE_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/messages/template_library.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Thread-safe. Refers to what it is given.
class NoticeService {
 public:
  NoticeService(NotificationStore& store, const TemplateLibrary& library, const Clock& clock, std::string mail_domain)
      : store_(store), library_(library), clock_(clock), mail_domain_(std::move(mail_domain)) {}

  // Binds the handler to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<v1::SendNoticeResponse> SendNotice(const Call& call, const v1::SendNoticeRequest& request);

 private:
  static absl::Status CheckSubjects(const Notice& notice, const TemplateSet& templates);

  NotificationStore& store_;
  const TemplateLibrary& library_;
  const Clock& clock_;
  const std::string mail_domain_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_NOTICE_SERVICE_H_
