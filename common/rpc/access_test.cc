#include "common/rpc/access.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "common/identity.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang {
namespace {

using google::protobuf::ServiceDescriptor;
using type::v1::Role;

// Every service of the suite. Taking the address of a descriptor links its file in.
std::vector<const ServiceDescriptor*> AllServices() {
  std::vector<const ServiceDescriptor*> services;
  for (const auto* file :
       {submission::v1::GetPlanRequest::descriptor()->file(), submission::v1::GetReturnRequest::descriptor()->file(),
        submission::v1::ListLedgerEntriesRequest::descriptor()->file(),
        evaluation::v1::GetScorecardRequest::descriptor()->file(), expert::v1::GetExpertRequest::descriptor()->file(),
        notification::v1::ListContactsRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

Identity Caller(Role role) {
  Identity caller;
  caller.role = role;
  caller.service = role == type::v1::ROLE_SERVICE ? "evaluation" : "";
  return caller;
}

// The contract is the policy: for every RPC and every role, the answer is what the option says, and no RPC is without
// an option.
TEST(CheckAccessTest, EveryRpcAgainstEveryRole) {
  int methods = 0;
  for (const ServiceDescriptor* service : AllServices()) {
    for (int m = 0; m < service->method_count(); ++m) {
      const auto& method = *service->method(m);
      ++methods;
      ASSERT_TRUE(method.options().HasExtension(type::v1::access)) << method.full_name();
      const auto& access = method.options().GetExtension(type::v1::access);
      ASSERT_GT(access.roles_size(), 0) << method.full_name();
      std::set<int> admitted(access.roles().begin(), access.roles().end());
      EXPECT_EQ(admitted.count(type::v1::ROLE_UNSPECIFIED), 0u) << method.full_name();
      EXPECT_EQ(admitted.count(type::v1::ROLE_OPERATOR), 0u) << method.full_name() << ": operators see no data";
      for (int role = type::v1::Role_MIN; role <= type::v1::Role_MAX; ++role) {
        if (role == type::v1::ROLE_SERVICE && access.services_size() > 0) continue;  // the next test's
        const absl::Status status = CheckAccess(method, Caller(static_cast<Role>(role)));
        EXPECT_EQ(status.ok(), admitted.count(role) > 0) << method.full_name() << " by " << type::v1::Role_Name(role);
        if (!status.ok()) {
          EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
        }
      }
    }
  }
  EXPECT_GT(methods, 60);
}

// Auditors and observers change nothing (but for what observers witness in a draw): mutations are known by their
// request_id.
TEST(CheckAccessTest, AuditorsChangeNothing) {
  for (const ServiceDescriptor* service : AllServices()) {
    for (int m = 0; m < service->method_count(); ++m) {
      const auto& method = *service->method(m);
      if (method.input_type()->FindFieldByName("request_id") == nullptr) continue;
      EXPECT_FALSE(CheckAccess(method, Caller(type::v1::ROLE_AUDITOR)).ok()) << method.full_name();
    }
  }
}

TEST(ParseIdentityTest, ReadsPeopleAndServices) {
  const auto person =
      ParseIdentity("spiffe://lianfang.local/region/140581/department/emergency/role/liaison", "lianfang.local");
  ASSERT_TRUE(person.ok());
  EXPECT_EQ(person->region, "140581");
  EXPECT_EQ(person->department, "emergency");
  EXPECT_EQ(person->role, type::v1::ROLE_LIAISON);
  const auto service = ParseIdentity("spiffe://lianfang.local/service/evaluation", "lianfang.local");
  ASSERT_TRUE(service.ok());
  EXPECT_EQ(service->role, type::v1::ROLE_SERVICE);
  EXPECT_EQ(service->service, "evaluation");
}

TEST(ParseIdentityTest, RefusesEverythingElse) {
  for (const char* uri : {"", "https://lianfang.local/service/evaluation", "spiffe://other.domain/service/evaluation",
                          "spiffe://lianfang.local/service/", "spiffe://lianfang.local/service/a/b",
                          "spiffe://lianfang.local/region/140581/department/emergency/role/service",
                          "spiffe://lianfang.local/region/140581/department/emergency/role/unspecified",
                          "spiffe://lianfang.local/region/140581/department/emergency/role/boss",
                          "spiffe://lianfang.local/region/140581/department/emergency/role/Liaison",
                          "spiffe://lianfang.local/region/14/department/emergency/role/liaison",
                          "spiffe://lianfang.local/region/140581/department//role/liaison",
                          "spiffe://lianfang.local/region/140581/department/emergency/role/liaison/x"}) {
    EXPECT_EQ(ParseIdentity(uri, "lianfang.local").status().code(), absl::StatusCode::kUnauthenticated) << uri;
  }
}

}  // namespace
}  // namespace lianfang
