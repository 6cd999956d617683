// A table, written by hand, of who may call an RPC from where: about rows of one region, by callers of that region, of one
// above it, of one in it, and of a foreign one. A service's test holds its handlers to it.
//
//   ExpectTable(*v1::GetContactRequest::descriptor()->file()->service(0), {
//       {"PutContact", kOfficeOnly, "own above", [&](const Identity& caller) { return Put(caller); }},
//   });
#ifndef LIANFANG_COMMON_TESTING_REGION_TABLE_H_
#define LIANFANG_COMMON_TESTING_REGION_TABLE_H_

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/identity.h"

namespace lianfang::region_table {

// From where callers ask, by region.
using Places = std::vector<std::pair<std::string, std::string>>;
// About rows of a prefecture, kOwn; about rows of a county, in which no region lies.
inline constexpr char kOwn[] = "140500";
inline const Places kPrefecture = {{"own", kOwn}, {"above", "140000"}, {"below", "140581"}, {"foreign", "140600"}};
inline const Places kCounty = {{"own", "140581"}, {"above", "140500"}, {"foreign", "140582"}};

using Roles = std::vector<type::v1::Role>;
inline const Roles kOfficeOnly = {type::v1::ROLE_OFFICE};
inline const Roles kFilers = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER};
inline const Roles kReaders = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER, type::v1::ROLE_OFFICE,
                               type::v1::ROLE_OBSERVER, type::v1::ROLE_AUDITOR};
inline const Roles kWitnesses = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER, type::v1::ROLE_OFFICE,
                                 type::v1::ROLE_OBSERVER};
inline const Roles kParticipants = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER, type::v1::ROLE_OFFICE};
inline const Roles kOfficeAndAuditor = {type::v1::ROLE_OFFICE, type::v1::ROLE_AUDITOR};
inline const Roles kSupervisors = {type::v1::ROLE_OFFICE, type::v1::ROLE_OBSERVER, type::v1::ROLE_AUDITOR};

// One RPC. `may` names the places from where these roles may call it; `ask` calls it about a row of the place `own`, and
// answers PERMISSION_DENIED also where a list leaves the row out.
struct Row {
  std::string method;
  Roles roles;
  std::string may;
  std::function<absl::Status(const Identity&)> ask;
};

// Somebody of the department that the sample data give to the role.
inline Identity Caller(type::v1::Role role, const std::string& region) {
  const bool files = role == type::v1::ROLE_LIAISON || role == type::v1::ROLE_CONVENER;
  const std::string department = files                             ? "emergency"
                                 : role == type::v1::ROLE_OBSERVER ? "union"
                                 : role == type::v1::ROLE_AUDITOR  ? "audit"
                                                                   : "hrss";
  Identity caller;
  caller.uri = absl::StrCat("spiffe://t/region/", region, "/department/", department, "/role/", RoleName(role));
  caller.region = region;
  caller.department = department;
  caller.role = role;
  return caller;
}

// Sample data of Gaoping (140581), as if they were of kOwn.
template <typename Message>
Message Moved(const Message& sample) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(sample, &text);
  Message moved;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(absl::StrReplaceAll(text, {{"140581", kOwn}}), &moved));
  return moved;
}

inline absl::Status Hidden() { return absl::PermissionDeniedError("the row is left out"); }

// Every RPC of the service has a row, and admits from these places and no other.
inline void ExpectTable(const google::protobuf::ServiceDescriptor& service, const std::vector<Row>& rows,
                        const Places& places = kPrefecture) {
  std::set<std::string> methods, tabled;
  for (int i = 0; i < service.method_count(); ++i) methods.insert(service.method(i)->name());
  for (const Row& row : rows) tabled.insert(row.method);
  EXPECT_EQ(tabled, methods);
  for (const Row& row : rows) {
    const std::set<std::string> may = absl::StrSplit(row.may, ' ', absl::SkipEmpty());
    for (const type::v1::Role role : row.roles) {
      for (const auto& [place, region] : places) {
        const absl::Status status = row.ask(Caller(role, region));
        EXPECT_EQ(!absl::IsPermissionDenied(status), may.count(place) > 0)
            << row.method << " by " << RoleName(role) << " of a region " << place << ": " << status;
        EXPECT_FALSE(absl::IsInvalidArgument(status)) << row.method << ": " << status;
      }
    }
  }
}

}  // namespace lianfang::region_table

#endif  // LIANFANG_COMMON_TESTING_REGION_TABLE_H_
