#include "services/portal/domain/contracts/catalogue.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "common/errors.h"
#include "google/api/field_behavior.pb.h"
#include "lianfang/type/v1/bounds.pb.h"
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

TEST(CatalogueTest, BytesThatAreNoMessageHaveNoJson) {
  const auto& type = *Contracts().Find(kGetPlan)->descriptor->input_type();
  const std::string whole = *Contracts().ToBytes(type, R"({"name":"plans/p"})");
  const std::string cut = whole.substr(0, whole.size() - 1);
  for (const std::string& wrong : {cut, std::string("\x0a\x02\xff\xfe"), std::string("\xff")}) {
    EXPECT_EQ(Contracts().ToJson(type, wrong).status().code(), absl::StatusCode::kInternal) << absl::CHexEscape(wrong);
  }
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

const Struct& At(const Struct& object, const std::vector<std::string>& path) {
  const Struct* inner = &object;
  for (const std::string& key : path) inner = &inner->fields().at(key).struct_value();
  return *inner;
}

TEST(OpenApiTest, SaysWhoseItIsAndHowToProveWhoOneIs) {
  const Struct document = Described();
  EXPECT_EQ(At(document, {"info"}).fields().at("version").string_value(), "v1");
  EXPECT_THAT(At(document, {"info"}).fields().at("description").string_value(), HasSubstr("requestId"));
  EXPECT_EQ(document.fields().at("servers").list_value().values(0).struct_value().fields().at("url").string_value(),
            "https://portal.example");
  EXPECT_EQ(document.fields().at("security").list_value().values_size(), 2) << "a certificate or a session";
  EXPECT_EQ(At(document, {"components", "securitySchemes", "session"}).fields().at("name").string_value(),
            "__Host-lianfang");
  EXPECT_TRUE(At(document, {"components", "schemas"}).fields().contains("connect.error"));
}

TEST(OpenApiTest, AMethodHasItsNameItsBodiesAndItsError) {
  const Struct document = Described();
  const Struct& post = At(document, {"paths", kGetPlan, "post"});
  EXPECT_EQ(post.fields().at("operationId").string_value(), "lianfang_submission_v1_PlanService_GetPlan");
  EXPECT_EQ(post.fields().at("tags").list_value().values(0).string_value(), "lianfang.submission.v1.PlanService");
  EXPECT_FALSE(post.fields().contains("security")) << "that of the whole document";
  EXPECT_TRUE(At(post, {"requestBody"}).fields().at("required").bool_value());
  const auto reference = [&post](std::vector<std::string> path) {
    for (const char* key : {"content", "application/json", "schema"}) path.emplace_back(key);
    return At(post, path).fields().at("$ref").string_value();
  };
  EXPECT_EQ(reference({"requestBody"}), "#/components/schemas/lianfang.submission.v1.GetPlanRequest");
  EXPECT_EQ(reference({"responses", "200"}), "#/components/schemas/lianfang.type.v1.Plan");
  EXPECT_EQ(reference({"responses", "default"}), "#/components/schemas/connect.error");
  EXPECT_TRUE(At(post, {"responses", "200"}).fields().contains("description"));
  EXPECT_TRUE(At(post, {"responses", "default"}).fields().contains("description"));
  const auto& parameters = post.fields().at("parameters").list_value();
  ASSERT_EQ(parameters.values_size(), 1);
  EXPECT_EQ(parameters.values(0).struct_value().fields().at("name").string_value(), "Connect-Timeout-Ms");
}

TEST(OpenApiTest, AContractThatSeveralServeAsksForTheService) {
  const Struct document = Described();
  const auto& parameters = At(document, {"paths", "/lianfang.duty.v1.DutyService/ListDuties", "post"})
                               .fields()
                               .at("parameters")
                               .list_value();
  ASSERT_EQ(parameters.values_size(), 2);
  const Struct& service = parameters.values(1).struct_value();
  EXPECT_EQ(service.fields().at("name").string_value(), "lianfang-service");
  EXPECT_EQ(service.fields().at("in").string_value(), "header");
  EXPECT_TRUE(service.fields().at("required").bool_value());
  EXPECT_TRUE(service.fields().contains("description"));
  std::vector<std::string> services;
  EXPECT_EQ(At(service, {"schema"}).fields().at("type").string_value(), "string");
  for (const Value& one : At(service, {"schema"}).fields().at("enum").list_value().values()) {
    services.push_back(one.string_value());
  }
  EXPECT_THAT(services, ::testing::ElementsAre("submission", "expert", "notification"));
}

TEST(OpenApiTest, AStreamIsEnvelopesOfItsMessage) {
  const Struct document = Described();
  const Struct& post = At(document, {"paths", "/lianfang.duty.v1.DutyService/WatchDuties", "post"});
  for (const auto& [part, message] : {std::pair{std::vector<std::string>{"requestBody"}, "WatchDutiesRequest"},
                                      {std::vector<std::string>{"responses", "200"}, "WatchDutiesResponse"}}) {
    const Struct& content = At(At(post, part), {"content"});
    ASSERT_EQ(content.fields().size(), 1u);
    const Struct& schema = At(content, {"application/connect+json", "schema"});
    EXPECT_EQ(schema.fields().at("type").string_value(), "string");
    EXPECT_EQ(schema.fields().at("format").string_value(), "binary");
    EXPECT_TRUE(schema.fields().contains("description"));
    EXPECT_EQ(At(schema, {"x-message"}).fields().at("$ref").string_value(),
              std::string("#/components/schemas/lianfang.duty.v1.") + message);
  }
}

TEST(OpenApiTest, StrangersNeedNothingAndWhatSignsSaysSo) {
  const Struct document = Described();
  const Struct& answer = At(document, {"paths", "/lianfang.expert.v1.ExpertService/AnswerInvitation", "post"});
  EXPECT_EQ(answer.fields().at("security").list_value().values_size(), 0);
  const auto description = [&document](const char* path) {
    return At(document, {"paths", path, "post"}).fields().at("description").string_value();
  };
  EXPECT_THAT(description("/lianfang.submission.v1.SubmissionService/SignReturn"), HasSubstr("last five minutes"));
  EXPECT_EQ(description(kGetPlan), "") << "this set has no comments";
}

// A contract by hand, with comments and a field of every type.
std::string SmallContract() {
  google::protobuf::FileDescriptorSet set;
  google::protobuf::Timestamp::descriptor()->file()->CopyTo(set.add_file());
  constexpr char kFile[] = R"pb(
    name: "small.proto"
    package: "lianfang.submission.v1"
    syntax: "proto3"
    dependency: "google/protobuf/timestamp.proto"
    enum_type {
      name: "Kind"
      value { name: "KIND_UNSPECIFIED" number: 0 }
      value { name: "KIND_ONE" number: 1 }
    }
    message_type {
      name: "Ask"
      field { name: "resource_name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
      field {
        name: "counts"
        number: 2
        type: TYPE_MESSAGE
        label: LABEL_REPEATED
        type_name: ".lianfang.submission.v1.Ask.CountsEntry"
      }
      field { name: "big" number: 3 type: TYPE_INT64 label: LABEL_REPEATED }
      field { name: "flags" number: 4 type: TYPE_BOOL label: LABEL_REPEATED }
      field { name: "kind" number: 5 type: TYPE_ENUM label: LABEL_OPTIONAL type_name: ".lianfang.submission.v1.Kind" }
      field { name: "data" number: 6 type: TYPE_BYTES label: LABEL_OPTIONAL }
      field { name: "share" number: 7 type: TYPE_DOUBLE label: LABEL_OPTIONAL }
      field { name: "part" number: 8 type: TYPE_FLOAT label: LABEL_OPTIONAL }
      field { name: "few" number: 9 type: TYPE_INT32 label: LABEL_OPTIONAL }
      field { name: "many" number: 10 type: TYPE_UINT32 label: LABEL_OPTIONAL }
      field { name: "most" number: 11 type: TYPE_UINT64 label: LABEL_OPTIONAL }
      field { name: "when" number: 12 type: TYPE_MESSAGE label: LABEL_OPTIONAL type_name: ".google.protobuf.Timestamp" }
      field {
        name: "inner"
        number: 13
        type: TYPE_MESSAGE
        label: LABEL_OPTIONAL
        type_name: ".lianfang.submission.v1.Inner"
      }
      nested_type {
        name: "CountsEntry"
        field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
        field {
          name: "value"
          number: 2
          type: TYPE_MESSAGE
          label: LABEL_OPTIONAL
          type_name: ".lianfang.submission.v1.OfMap"
        }
        options { map_entry: true }
      }
    }
    message_type { name: "Inner" }
    message_type {
      name: "OfMap"
      field { name: "ask" number: 1 type: TYPE_MESSAGE label: LABEL_OPTIONAL type_name: ".lianfang.submission.v1.Ask" }
    }
    message_type { name: "Unused" }
    service {
      name: "SmallService"
      method { name: "Do" input_type: ".lianfang.submission.v1.Ask" output_type: ".lianfang.submission.v1.Inner" }
    }
    source_code_info {
      location {
        path: [ 6, 0 ]
        span: [ 1, 1, 1 ]
        leading_comments: " Small.\n"
      }
      location {
        path: [ 6, 0, 2, 0 ]
        span: [ 2, 1, 1 ]
        leading_comments: " Does v1.0 of it. Errors\n  are none.\n"
      }
      location {
        path: [ 4, 0 ]
        span: [ 3, 1, 1 ]
        leading_comments: " Asks.\n"
      }
      location {
        path: [ 4, 0, 2, 0 ]
        span: [ 4, 1, 1 ]
        leading_comments: " Which.\n"
      }
    }
  )pb";
  google::protobuf::FileDescriptorProto& file = *set.add_file();
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kFile, &file));
  auto& ask = *file.mutable_message_type(0);
  ask.mutable_field(0)->mutable_options()->AddExtension(google::api::field_behavior, google::api::IMMUTABLE);
  ask.mutable_field(0)->mutable_options()->AddExtension(google::api::field_behavior, google::api::REQUIRED);
  ask.mutable_field(2)->mutable_options()->SetExtension(type::v1::max_items, 7);
  ask.mutable_field(8)->mutable_options()->AddExtension(google::api::field_behavior, google::api::REQUIRED);
  ask.mutable_field(9)->mutable_options()->AddExtension(google::api::field_behavior, google::api::OPTIONAL);
  file.mutable_service(0)->mutable_method(0)->mutable_options()->MutableExtension(type::v1::access)->set_portal(true);
  return set.SerializeAsString();
}

// https://protobuf.dev/programming-guides/json: 64-bit integers are texts, bytes base64, enums names, maps objects.
TEST(OpenApiTest, EveryTypeHasTheSchemaOfItsJson) {
  const auto small = Catalogue::Read(SmallContract(), {"submission"});
  ASSERT_TRUE(small.ok()) << small.status();
  const std::string json = OpenApi(**small, "https://p");
  const char* const ask =
      R"("lianfang.submission.v1.Ask":{"type":"object","description":"Asks.","properties":{)"
      R"("resourceName":{"description":"Which.","allOf":[{"type":"string"}]},)"
      R"("counts":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/lianfang.submission.v1.OfMap"}},)"
      R"("big":{"type":"array","items":{"type":"string","format":"int64"},"maxItems":7},)"
      R"("flags":{"type":"array","items":{"type":"boolean"},"maxItems":1000},)"
      R"("kind":{"allOf":[{"type":"string","enum":["KIND_UNSPECIFIED","KIND_ONE"]}]},)"
      R"("data":{"allOf":[{"type":"string","contentEncoding":"base64"}]},)"
      R"("share":{"allOf":[{"type":"number"}]},"part":{"allOf":[{"type":"number"}]},)"
      R"("few":{"allOf":[{"type":"integer","format":"int32"}]},"many":{"allOf":[{"type":"integer","minimum":0}]},)"
      R"("most":{"allOf":[{"type":"string","format":"uint64"}]},)"
      R"("when":{"allOf":[{"type":"string","format":"date-time"}]},)"
      R"("inner":{"allOf":[{"$ref":"#/components/schemas/lianfang.submission.v1.Inner"}]}},)"
      R"("required":["resourceName","few"],"additionalProperties":false})";
  EXPECT_THAT(json, HasSubstr(ask));
  EXPECT_THAT(json, HasSubstr(R"("lianfang.submission.v1.Inner":{"type":"object","properties":{},)"
                              R"("additionalProperties":false})"));
  EXPECT_THAT(json, HasSubstr(R"("lianfang.submission.v1.OfMap":{)")) << "the messages in a map";
  EXPECT_THAT(json, ::testing::Not(HasSubstr("CountsEntry"))) << "the entry of a map is no message of its own";
  EXPECT_THAT(json, ::testing::Not(HasSubstr("Unused"))) << "nothing leads there";
}

TEST(OpenApiTest, CommentsOfTheContractAreItsWords) {
  const auto small = Catalogue::Read(SmallContract(), {"submission"});
  ASSERT_TRUE(small.ok()) << small.status();
  const std::string json = OpenApi(**small, "https://p");
  EXPECT_THAT(json, HasSubstr(R"("tags":[{"name":"lianfang.submission.v1.SmallService","description":"Small."}])"));
  EXPECT_THAT(json, HasSubstr(R"("summary":"Does v1.0 of it.","description":"Does v1.0 of it. Errors are none.")"));
  const auto dropped = Catalogue::Read(SmallContract(), {"submission"}, Catalogue::Comments::kDropped);
  ASSERT_TRUE(dropped.ok()) << dropped.status();
  EXPECT_THAT(OpenApi(**dropped, "https://p"), ::testing::Not(HasSubstr("Small.\"")));
}

TEST(CatalogueTest, OnlyContractsOfThisSuiteArePassedOn) {
  for (const char* package : {"other.submission.v1", "lianfang.submission", "lianfang.submission.v1.more"}) {
    google::protobuf::FileDescriptorSet set;
    set.ParseFromString(SmallContract());
    auto& file = *set.mutable_file(1);
    std::string text;
    google::protobuf::TextFormat::PrintToString(file, &text);
    text = absl::StrReplaceAll(text, {{"lianfang.submission.v1", package}});
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &file));
    const auto catalogue = Catalogue::Read(set.SerializeAsString(), {"submission"});
    ASSERT_TRUE(catalogue.ok()) << catalogue.status();
    EXPECT_TRUE((*catalogue)->methods().empty()) << package;
  }
}

TEST(CatalogueTest, AFileWithoutItsImportsIsRefusedByItsName) {
  google::protobuf::FileDescriptorSet set;
  set.ParseFromString(SmallContract());
  set.mutable_file()->DeleteSubrange(0, 1);
  const absl::Status refused = Catalogue::Read(set.SerializeAsString(), {"submission"}).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("small.proto"));
}

TEST(CatalogueTest, KnowsWhichServicesItWasMadeFor) {
  EXPECT_THAT(Contracts().upstreams(), ::testing::ElementsAre("submission", "expert", "notification"));
}

TEST(AsksFreshLoginTest, ByTheVerbThatTheNameBeginsWith) {
  for (const char* name : {"PublishPlan", "AmendPlan", "SignReturn", "RevealRecord", "BatchSignReturns"}) {
    EXPECT_TRUE(AsksFreshLogin(name)) << name;
  }
  for (const char* name : {"GetPublishedPlan", "BatchGetPlans", "ListSignatures", "", "Batch"}) {
    EXPECT_FALSE(AsksFreshLogin(name)) << name;
  }
}

}  // namespace
}  // namespace lianfang::portal
