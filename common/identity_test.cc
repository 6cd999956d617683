#include "common/identity.h"

#include <gtest/gtest.h>

#include <string>

namespace lianfang {
namespace {

constexpr char kLiaison[] = "spiffe://lianfang.local/region/140581/department/emergency/role/liaison";

TEST(ParseIdentityTest, ReadsPeople) {
  const auto liaison = ParseIdentity(kLiaison, "lianfang.local");
  ASSERT_TRUE(liaison.ok());
  EXPECT_EQ(liaison->uri, kLiaison);
  EXPECT_EQ(liaison->region, "140581");
  EXPECT_EQ(liaison->department, "emergency");
  EXPECT_EQ(liaison->role, type::v1::ROLE_LIAISON);
  EXPECT_EQ(liaison->person, "");
}

TEST(ParseIdentityTest, ReadsWhoOfADepartmentItIs) {
  const std::string uri = std::string(kLiaison) + "/person/zhang-wei";
  const auto person = ParseIdentity(uri, "lianfang.local");
  ASSERT_TRUE(person.ok());
  EXPECT_EQ(person->uri, uri);
  EXPECT_EQ(person->department, "emergency");
  EXPECT_EQ(person->role, type::v1::ROLE_LIAISON);
  EXPECT_EQ(person->person, "zhang-wei");
  EXPECT_TRUE(ParseIdentity(std::string(kLiaison) + "/person/" + std::string(63, 'a'), "lianfang.local").ok());
}

TEST(ParseIdentityTest, ReadsServices) {
  const auto service = ParseIdentity("spiffe://lianfang.local/service/evaluation", "lianfang.local");
  ASSERT_TRUE(service.ok());
  EXPECT_EQ(service->role, type::v1::ROLE_SERVICE);
  EXPECT_EQ(service->service, "evaluation");
  EXPECT_EQ(service->person, "");
}

TEST(ParseIdentityTest, RefusesEverythingElse) {
  const std::string liaison = kLiaison;
  for (const std::string& uri :
       {std::string(),
        std::string("https://lianfang.local/service/evaluation"),
        std::string("spiffe://other.domain/service/evaluation"),
        std::string("spiffe://lianfang.local/service/"),
        std::string("spiffe://lianfang.local/service/a/b"),
        std::string("spiffe://lianfang.local/service/evaluation/person/zhang-wei"),
        std::string("spiffe://lianfang.local/region/140581/department/emergency/role/service"),
        std::string("spiffe://lianfang.local/region/140581/department/emergency/role/unspecified"),
        std::string("spiffe://lianfang.local/region/140581/department/emergency/role/boss"),
        std::string("spiffe://lianfang.local/region/140581/department/emergency/role/Liaison"),
        std::string("spiffe://lianfang.local/region/14/department/emergency/role/liaison"),
        std::string("spiffe://lianfang.local/region/140581/department//role/liaison"),
        liaison + "/x",
        liaison + "/person",
        liaison + "/person/",
        liaison + "/person/zhang-wei/",
        liaison + "/person/zhang-wei/x",
        liaison + "/people/zhang-wei",
        liaison + "/person/Zhang-Wei",
        liaison + "/person/zhang_wei",
        liaison + "/person/\xe5\xbc\xa0\xe4\xbc\x9f",
        liaison + "/person/" + std::string(64, 'a')}) {
    EXPECT_EQ(ParseIdentity(uri, "lianfang.local").status().code(), absl::StatusCode::kUnauthenticated) << uri;
  }
}

}  // namespace
}  // namespace lianfang
