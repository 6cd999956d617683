// NotificationService's handlers of templates: what is in force, who changed it, and changing it.
#ifndef LIANFANG_SERVICES_NOTIFICATION_TEMPLATE_SERVICE_H_
#define LIANFANG_SERVICES_NOTIFICATION_TEMPLATE_SERVICE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/messages/template_library.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/notification_store.h"
#include "services/notification/template_follower.h"

namespace lianfang::notification {

// Thread-safe. Refers to what it is given.
class TemplateService {
 public:
  TemplateService(NotificationStore& store, const TemplateLibrary& library, TemplateFollower& follower,
                  const Clock& clock)
      : store_(store), library_(library), follower_(follower), clock_(clock) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<v1::ListTemplatesResponse> ListTemplates(const Call& call, const v1::ListTemplatesRequest& request);
  absl::StatusOr<v1::MailTemplate> GetTemplate(const Call& call, const v1::GetTemplateRequest& request);
  absl::StatusOr<v1::ListTemplateVersionsResponse> ListTemplateVersions(const Call& call,
                                                                        const v1::ListTemplateVersionsRequest& request);
  absl::StatusOr<v1::TemplateVersion> UploadTemplate(const Call& call, const v1::UploadTemplateRequest& request);
  absl::StatusOr<v1::TemplateVersion> ResetTemplate(const Call& call, const v1::ResetTemplateRequest& request);

 private:
  // The templates in force as of now, not as of the last tick.
  absl::StatusOr<std::shared_ptr<const TemplateSet>> Newest(absl::Time deadline);
  absl::Status CheckMayChange(const Call& call);
  absl::StatusOr<v1::TemplateVersion> Put(const Call& call, const TemplatePut& put);

  NotificationStore& store_;
  const TemplateLibrary& library_;
  TemplateFollower& follower_;
  const Clock& clock_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_TEMPLATE_SERVICE_H_
