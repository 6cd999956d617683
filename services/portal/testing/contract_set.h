// The linked contracts as the descriptor set that the build writes, without comments.
#ifndef LIANFANG_SERVICES_PORTAL_TESTING_CONTRACT_SET_H_
#define LIANFANG_SERVICES_PORTAL_TESTING_CONTRACT_SET_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include <set>
#include <string>
#include <vector>

#include "lianfang/audit/v1/audit_service.pb.h"
#include "lianfang/duty/v1/duty_service.pb.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "lianfang/portal/v1/portal_service.pb.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::portal {

inline void AddWithImports(const google::protobuf::FileDescriptor& file, std::set<std::string>& added,
                           google::protobuf::FileDescriptorSet& set) {
  if (!added.insert(file.name()).second) return;
  for (int i = 0; i < file.dependency_count(); ++i) AddWithImports(*file.dependency(i), added, set);
  file.CopyTo(set.add_file());
}

inline std::string ContractSet() {
  google::protobuf::FileDescriptorSet set;
  std::set<std::string> added;
  for (const auto* file :
       {submission::v1::GetPlanRequest::descriptor()->file(), submission::v1::GetReturnRequest::descriptor()->file(),
        duty::v1::ListDutiesRequest::descriptor()->file(), audit::v1::ListAuditEventsRequest::descriptor()->file(),
        expert::v1::GetExpertRequest::descriptor()->file(), notification::v1::ListContactsRequest::descriptor()->file(),
        v1::EndSessionsRequest::descriptor()->file()}) {
    AddWithImports(*file, added, set);
  }
  return set.SerializeAsString();
}

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_TESTING_CONTRACT_SET_H_
