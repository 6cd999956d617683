#include "services/portal/domain/contracts/catalogue.h"

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "common/errors.h"
#include "services/portal/domain/openapi/openapi.h"
#include "services/portal/testing/contract_set.h"

namespace lianfang::portal {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using ::testing::HasSubstr;

const Catalogue& Contracts() {
  static const auto& catalogue = **new auto(Catalogue::Read(ContractSet(), {"submission", "expert", "notification"}));
  return *catalogue;
}

constexpr char kGetPlan[] = "/lianfang.submission.v1.PlanService/GetPlan";

TEST(CatalogueTest, PassesOnWhatTheContractOpensAndNothingElse) {
  ASSERT_NE(Contracts().Find(kGetPlan), nullptr);
  EXPECT_EQ(Contracts().Find(kGetPlan)->upstream, "submission");
  EXPECT_EQ(Contracts().Find("/lianfang.duty.v1.DutyService/WatchDuties")->upstream, "") << "several serve it";
  EXPECT_TRUE(Contracts().Find("/lianfang.duty.v1.DutyService/WatchDuties")->server_stream());
  for (const char* path :
       {"/lianfang.submission.v1.SubmissionService/BatchSubmitReturns",  // a stream from the caller
        "/lianfang.submission.v1.LedgerService/RecordFact",              // between services
        "/lianfang.portal.v1.PortalService/CreateLoginLink",             // the portal's own
        "/lianfang.submission.v1.PlanService/getplan", "/lianfang.submission.v1.PlanService/GetPlan/",
        "/grpc.health.v1.Health/Check", "lianfang.submission.v1.PlanService/GetPlan", ""}) {
    EXPECT_EQ(Contracts().Find(path), nullptr) << path;
  }
}

// type/v1/access.proto: 0 is 65536 bytes.
TEST(CatalogueTest, ARequestHasTheLengthThatItsContractGives) {
  Method method;
  EXPECT_EQ(method.longest_request(), 65536u);
  method.access.set_max_request_bytes(10);
  EXPECT_EQ(method.longest_request(), 10u);
}

// A list that cannot grow unseen: every other RPC of the portal's own name is for itself.
TEST(CatalogueTest, StrangersMayAnswerAnInvitationAndNothingElse) {
  std::set<std::string> strangers;
  for (const auto& [path, method] : Contracts().methods()) {
    if (method.for_strangers) {
      strangers.insert(path);
    } else {
      EXPECT_TRUE(method.access.portal()) << path;
      EXPECT_NE(method.access.audience(), type::v1::AUDIENCE_UNSPECIFIED) << path;
    }
  }
  EXPECT_EQ(strangers, std::set<std::string>{"/lianfang.expert.v1.ExpertService/AnswerInvitation"});
}

TEST(CatalogueTest, AServiceThatIsNotRunHasNoMethods) {
  const auto alone = Catalogue::Read(ContractSet(), {"submission"});
  EXPECT_NE((*alone)->Find(kGetPlan), nullptr);
  EXPECT_EQ((*alone)->Find("/lianfang.expert.v1.ExpertService/GetExpert"), nullptr);
}

TEST(CatalogueTest, WhatPublishesSignsOrRevealsAsksForAFreshLogin) {
  for (const auto& [path, method] : Contracts().methods()) {
    const bool asks = path.find("/Publish") != std::string::npos || path.find("/Amend") != std::string::npos ||
                      path.find("/Sign") != std::string::npos || path.find("/Reveal") != std::string::npos ||
                      path.find("/BatchPublish") != std::string::npos;
    EXPECT_EQ(method.asks_fresh_login, asks) << path;
  }
  EXPECT_TRUE(Contracts().Find("/lianfang.submission.v1.PlanService/PublishPlan")->asks_fresh_login);
  EXPECT_TRUE(Contracts().Find("/lianfang.submission.v1.SubmissionService/SignReturn")->asks_fresh_login);
  EXPECT_TRUE(Contracts().Find("/lianfang.expert.v1.ExpertService/RevealExpert")->asks_fresh_login);
  EXPECT_TRUE(AsksFreshLogin("BatchPublishRecords")) << "many at once are no less";
}

TEST(CatalogueTest, JsonBecomesBytesAndBytesJson) {
  const auto& type = *Contracts().Find(kGetPlan)->descriptor->input_type();
  const auto bytes = Contracts().ToBytes(type, R"({"name":"plans/p","edition":2})");
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  submission::v1::GetPlanRequest request;
  ASSERT_TRUE(request.ParseFromString(*bytes));
  EXPECT_EQ(request.name(), "plans/p");
  EXPECT_EQ(*Contracts().ToJson(type, *bytes), R"({"name":"plans/p","edition":2})");
}

TEST(CatalogueTest, WhatIsNotTheJsonIsRefusedWithWhy) {
  const auto& type = *Contracts().Find(kGetPlan)->descriptor->input_type();
  const std::string deep = std::string(2000, '[') + std::string(2000, ']');
  for (const std::string& wrong :
       {std::string("{"), std::string("[]"), std::string("null,"), std::string(R"({"nmae":"x"})"),
        std::string(R"({"edition":"many"})"), std::string(R"({"name":"\ud800"})"), deep}) {
    const absl::Status status = Contracts().ToBytes(type, wrong).status();
    ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << wrong.substr(0, 40);
    EXPECT_EQ(ErrorInfoOf(status)->reason(), "NOT_THE_JSON");
  }
  EXPECT_THAT(std::string(Contracts().ToBytes(type, R"({"nmae":"x"})").status().message()), HasSubstr("nmae"));
}

TEST(CatalogueTest, WhatIsNoDescriptorSetIsRefused) { EXPECT_FALSE(Catalogue::Read("nonsense", {"submission"}).ok()); }

// --- OpenAPI ---

// Every reference in a JSON value.
void CollectReferences(const Value& value, std::set<std::string>& references) {
  for (const auto& element : value.list_value().values()) CollectReferences(element, references);
  for (const auto& [key, inner] : value.struct_value().fields()) {
    if (key == "$ref") references.insert(inner.string_value());
    CollectReferences(inner, references);
  }
}

Struct Described() {
  Struct document;
  EXPECT_TRUE(
      google::protobuf::util::JsonStringToMessage(OpenApi(Contracts(), "https://portal.example"), &document).ok());
  return document;
}

TEST(OpenApiTest, HasEveryMethodAndNoOther) {
  const Struct document = Described();
  EXPECT_EQ(document.fields().at("openapi").string_value(), "3.1.0");
  std::set<std::string> paths, methods;
  for (const auto& [path, item] : document.fields().at("paths").struct_value().fields()) {
    paths.insert(path);
    EXPECT_TRUE(item.struct_value().fields().contains("post")) << path;
  }
  for (const auto& [path, method] : Contracts().methods()) methods.insert(path);
  EXPECT_EQ(paths, methods);
}

TEST(OpenApiTest, EveryServiceIsATagOnce) {
  const Struct document = Described();
  std::multiset<std::string> tags;
  for (const Value& tag : document.fields().at("tags").list_value().values()) {
    tags.insert(tag.struct_value().fields().at("name").string_value());
  }
  std::set<std::string> services;
  for (const auto& [path, method] : Contracts().methods()) services.insert(method.descriptor->service()->full_name());
  EXPECT_THAT(tags, ::testing::ElementsAreArray(services));
}

TEST(OpenApiTest, EveryReferenceLeadsToASchema) {
  const Struct document = Described();
  Value whole;
  *whole.mutable_struct_value() = document;
  std::set<std::string> references;
  CollectReferences(whole, references);
  EXPECT_GT(references.size(), 50u);
  const auto& schemas =
      document.fields().at("components").struct_value().fields().at("schemas").struct_value().fields();
  EXPECT_FALSE(schemas.contains("google.protobuf.Timestamp")) << "it is a text in JSON";
  for (const std::string& reference : references) {
    EXPECT_TRUE(schemas.contains(reference.substr(std::string("#/components/schemas/").size()))) << reference;
  }
}

TEST(OpenApiTest, ASchemaSaysWhatIsRequiredAndHowMuchThereMayBe) {
  const Struct document = Described();
  const auto& schemas =
      document.fields().at("components").struct_value().fields().at("schemas").struct_value().fields();
  const auto& request = schemas.at("lianfang.submission.v1.GetPlanRequest").struct_value().fields();
  EXPECT_EQ(request.at("required").list_value().values(0).string_value(), "name");
  const auto& duties =
      schemas.at("lianfang.duty.v1.ListDutiesRequest").struct_value().fields().at("properties").struct_value().fields();
  EXPECT_EQ(duties.at("states").struct_value().fields().at("maxItems").number_value(), 1000);
  EXPECT_TRUE(duties.contains("asOf")) << "names as JSON has them";
}

}  // namespace
}  // namespace lianfang::portal
