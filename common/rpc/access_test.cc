#include "common/rpc/access.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/identity.h"
#include "common/rpc/testing/access_matrix.h"

namespace lianfang {
namespace {

using access_matrix::Roles;
using access_matrix::Row;
using access_matrix::Subject;
using access_matrix::Subjects;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using testing::UnorderedElementsAreArray;
using type::v1::Audience;
using type::v1::Role;

const std::vector<Row>& Matrix() {
  static const auto& matrix = *new std::vector<Row>([] {
    std::vector<Row> rows;
    for (const Subject& subject : Subjects()) rows.insert(rows.end(), subject.rows.begin(), subject.rows.end());
    return rows;
  }());
  return matrix;
}

// Every service of the suite.
std::vector<const ServiceDescriptor*> AllServices() {
  std::vector<const ServiceDescriptor*> services;
  for (const Subject& subject : Subjects()) {
    for (const auto* file : subject.contracts) {
      for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
    }
  }
  return services;
}

std::set<std::string> AllMethods() {
  std::set<std::string> names;
  for (const ServiceDescriptor* service : AllServices()) {
    for (int m = 0; m < service->method_count(); ++m) names.insert(service->method(m)->full_name());
  }
  return names;
}

const MethodDescriptor& MethodNamed(const std::string& name) {
  return *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
}

Identity Person(Role role) {
  Identity caller;
  caller.role = role;
  return caller;
}

Identity Service(const std::string& name) {
  Identity caller;
  caller.role = type::v1::ROLE_SERVICE;
  caller.service = name;
  return caller;
}

bool Has(const auto& range, const auto& value) { return std::find(range.begin(), range.end(), value) != range.end(); }

// A contract that nobody names above would be held to nothing.
TEST(CheckAccessTest, EveryServiceOfTheContractsIsHere) {
  std::set<std::string> named, written;
  for (const ServiceDescriptor* service : AllServices()) named.insert(service->name());
  for (const auto& entry : std::filesystem::recursive_directory_iterator("proto/lianfang")) {
    if (entry.path().extension() != ".proto") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (line.rfind("service ", 0) == 0) written.insert(line.substr(8, line.find(' ', 8) - 8));
    }
  }
  EXPECT_EQ(named, written);
}

TEST(CheckAccessTest, EveryRpcHasOneRowInTheMatrix) {
  std::vector<std::string> rows;
  for (const Row& row : Matrix()) rows.push_back(row.method);
  EXPECT_THAT(rows, UnorderedElementsAreArray(AllMethods()));
}

TEST(CheckAccessTest, EveryRpcAdmitsTheRolesOfItsRowAndNoOther) {
  for (const Row& row : Matrix()) {
    for (int number = type::v1::Role_MIN; number <= type::v1::Role_MAX; ++number) {
      const Role role = static_cast<Role>(number);
      const absl::Status status = CheckAccess(MethodNamed(row.method), Person(role));
      EXPECT_EQ(status.ok(), Has(row.roles, role)) << row.method << " by " << type::v1::Role_Name(role);
      if (!status.ok()) {
        EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
      }
    }
  }
}

TEST(CheckAccessTest, EveryRpcAdmitsTheServicesOfItsRowAndNoOther) {
  for (const Row& row : Matrix()) {
    for (const std::string name : {"submission", "evaluation", "coordination", "notification", "expert", "exchange",
                                   "fund", "portal", "mail", "edge", ""}) {
      const absl::Status status = CheckAccess(MethodNamed(row.method), Service(name));
      EXPECT_EQ(status.ok(), Has(row.services, name)) << row.method << " by the service " << name;
      if (!status.ok()) {
        EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
      }
    }
  }
}

TEST(CheckAccessTest, ThePortalPassesOnWhatItsRowSays) {
  for (const Row& row : Matrix()) {
    EXPECT_EQ(MethodNamed(row.method).options().GetExtension(type::v1::access).portal(), row.portal) << row.method;
  }
}

TEST(CheckAccessTest, AnAudienceHasTheseRoles) {
  const std::map<Audience, Roles> audiences = {
      {type::v1::AUDIENCE_UNSPECIFIED, {}},
      {type::v1::AUDIENCE_READERS, access_matrix::kReaders},
      {type::v1::AUDIENCE_FILERS, access_matrix::kFilers},
      {type::v1::AUDIENCE_OFFICE, access_matrix::kOffice},
      {type::v1::AUDIENCE_PARTICIPANTS, access_matrix::kParticipants},
      {type::v1::AUDIENCE_WITNESSES, access_matrix::kWitnesses},
      {type::v1::AUDIENCE_OBSERVER, access_matrix::kObserver},
      {type::v1::AUDIENCE_SUPERVISORS, access_matrix::kSupervisors},
      {type::v1::AUDIENCE_OFFICE_AND_AUDITOR, access_matrix::kOfficeAndAuditor},
      {type::v1::AUDIENCE_AUDITOR, access_matrix::kAuditor},
      {type::v1::AUDIENCE_CONVENER, access_matrix::kConvener},
  };
  EXPECT_EQ(static_cast<int>(audiences.size()), type::v1::Audience_descriptor()->value_count());
  for (const auto& [audience, roles] : audiences) {
    EXPECT_THAT(RolesOf(audience), UnorderedElementsAreArray(roles)) << type::v1::Audience_Name(audience);
  }
  EXPECT_THAT(RolesOf(static_cast<Audience>(99)), testing::IsEmpty());
}

// A method that is not of the suite carries no option.
TEST(CheckAccessTest, WithoutTheOptionNobodyIsAdmitted) {
  google::protobuf::FileDescriptorProto file;
  file.set_name("test/open_door.proto");
  file.add_message_type()->set_name("Nothing");
  auto* service = file.add_service();
  service->set_name("OpenDoor");
  auto* method = service->add_method();
  method->set_name("Enter");
  method->set_input_type("Nothing");
  method->set_output_type("Nothing");
  google::protobuf::DescriptorPool pool;
  const MethodDescriptor& enter = *pool.BuildFile(file)->service(0)->method(0);
  for (int role = type::v1::Role_MIN; role <= type::v1::Role_MAX; ++role) {
    EXPECT_FALSE(CheckAccess(enter, Person(static_cast<Role>(role))).ok()) << role;
  }
  EXPECT_FALSE(CheckAccess(enter, Service("evaluation")).ok());
}

TEST(CheckAccessTest, ARefusalSaysWhomTheMethodAdmits) {
  const MethodDescriptor& watch = MethodNamed("lianfang.submission.v1.SubmissionService.WatchReturns");
  const absl::Status person = CheckAccess(watch, Person(type::v1::ROLE_OPERATOR));
  EXPECT_EQ(person.message(),
            "WatchReturns is not for the role operator; roles admitted: liaison, convener, office, observer, auditor; "
            "services: evaluation, notification");
  EXPECT_EQ(ErrorInfoOf(person)->reason(), "ROLE_NOT_ADMITTED");
  EXPECT_EQ(ErrorInfoOf(person)->metadata().at("admitted_roles"), "liaison,convener,office,observer,auditor");
  const absl::Status service = CheckAccess(watch, Service("expert"));
  EXPECT_THAT(std::string(service.message()), testing::StartsWith("WatchReturns is not for the service expert; "));
  EXPECT_EQ(ErrorInfoOf(service)->reason(), "SERVICE_NOT_ADMITTED");
  EXPECT_EQ(ErrorInfoOf(service)->metadata().at("admitted_services"), "evaluation,notification");
}

// Auditors and observers change nothing (but for what observers witness in a draw): mutations are known by their
// request_id.
TEST(CheckAccessTest, AuditorsChangeNothing) {
  for (const std::string& name : AllMethods()) {
    const MethodDescriptor& method = MethodNamed(name);
    if (method.input_type()->FindFieldByName("request_id") == nullptr) continue;
    EXPECT_FALSE(CheckAccess(method, Person(type::v1::ROLE_AUDITOR)).ok()) << name;
  }
}

}  // namespace
}  // namespace lianfang
