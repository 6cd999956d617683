#include "common/rpc/reflection.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "lianfang/submission/v1/plan_service.pb.h"

namespace lianfang {
namespace {

using google::protobuf::FileDescriptorProto;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;
using testing::Contains;
using testing::ElementsAre;

constexpr char kPlans[] = "lianfang.submission.v1.PlanService";

class ContractCatalogueTest : public testing::Test {
 protected:
  ServerReflectionResponse AboutSymbol(const std::string& name) const {
    ServerReflectionRequest question;
    question.set_file_containing_symbol(name);
    return catalogue_.Answer(question);
  }

  static std::vector<FileDescriptorProto> FilesOf(const ServerReflectionResponse& response) {
    std::vector<FileDescriptorProto> files;
    for (const std::string& bytes : response.file_descriptor_response().file_descriptor_proto()) {
      EXPECT_TRUE(files.emplace_back().ParseFromString(bytes));
    }
    return files;
  }

  // Linked in by this use.
  const google::protobuf::Descriptor& linked_ = *submission::v1::GetPlanRequest::descriptor();
  const ContractCatalogue catalogue_{{kPlans}};
};

TEST_F(ContractCatalogueTest, ListsTheServersServicesHealthAndReflection) {
  ServerReflectionRequest question;
  question.set_host("here");
  question.set_list_services("*");
  const ServerReflectionResponse response = catalogue_.Answer(question);
  std::vector<std::string> names;
  for (const auto& service : response.list_services_response().service()) names.push_back(service.name());
  EXPECT_THAT(names, ElementsAre("grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
                                 "grpc.reflection.v1alpha.ServerReflection", kPlans));
  EXPECT_EQ(response.valid_host(), "here");
  EXPECT_EQ(response.original_request().list_services(), "*");
}

// As a tool does: it asks for the file of each service that is listed, and builds it from the answer alone.
TEST_F(ContractCatalogueTest, EveryListedServiceCanBeBuiltFromItsAnswer) {
  ServerReflectionRequest list;
  list.set_list_services("");
  const ServerReflectionResponse listed = catalogue_.Answer(list);
  ASSERT_EQ(listed.list_services_response().service_size(), 4);
  for (const auto& service : listed.list_services_response().service()) {
    std::vector<FileDescriptorProto> files = FilesOf(AboutSymbol(service.name()));
    ASSERT_FALSE(files.empty()) << service.name();
    google::protobuf::SimpleDescriptorDatabase database;
    std::set<std::string> names;
    for (const FileDescriptorProto& file : files) {
      EXPECT_TRUE(names.insert(file.name()).second) << file.name() << " is there twice";
      database.Add(file);
    }
    const google::protobuf::DescriptorPool pool(&database);
    const auto* built = pool.FindServiceByName(service.name());
    ASSERT_NE(built, nullptr) << service.name();
    EXPECT_GT(built->method_count(), 0);
    EXPECT_EQ(built->file()->name(), files.front().name());
  }
}

TEST_F(ContractCatalogueTest, TheOlderVersionHasNamesOfItsOwn) {
  const auto files = FilesOf(AboutSymbol("grpc.reflection.v1alpha.ServerReflection"));
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].name(), "grpc/reflection/v1alpha/reflection.proto");
  EXPECT_EQ(files[0].package(), "grpc.reflection.v1alpha");
  EXPECT_EQ(files[0].service(0).method(0).input_type(), ".grpc.reflection.v1alpha.ServerReflectionRequest");
}

TEST_F(ContractCatalogueTest, FindsFilesByNameMethodAndExtension) {
  ServerReflectionRequest by_name;
  by_name.set_file_by_filename("lianfang/submission/v1/plan_service.proto");
  EXPECT_EQ(FilesOf(catalogue_.Answer(by_name)).front().name(), by_name.file_by_filename());
  EXPECT_EQ(FilesOf(AboutSymbol("lianfang.submission.v1.PlanService.GetPlan")).front().name(),
            by_name.file_by_filename());

  ServerReflectionRequest numbers;
  numbers.set_all_extension_numbers_of_type("google.protobuf.MethodOptions");
  const auto answered = catalogue_.Answer(numbers).all_extension_numbers_response();
  EXPECT_EQ(answered.base_type_name(), "google.protobuf.MethodOptions");
  EXPECT_THAT(answered.extension_number(), Contains(50581));  // access

  ServerReflectionRequest extension;
  extension.mutable_file_containing_extension()->set_containing_type("google.protobuf.MethodOptions");
  extension.mutable_file_containing_extension()->set_extension_number(50581);
  EXPECT_EQ(FilesOf(catalogue_.Answer(extension)).front().name(), "lianfang/type/v1/access.proto");
}

TEST_F(ContractCatalogueTest, WhatIsNotThereIsNotFound) {
  ServerReflectionRequest file, extension, unknown_type, numbers;
  file.set_file_by_filename("no/such.proto");
  extension.mutable_file_containing_extension()->set_containing_type("google.protobuf.MethodOptions");
  extension.mutable_file_containing_extension()->set_extension_number(1);
  unknown_type.mutable_file_containing_extension()->set_containing_type("no.such.Type");
  numbers.set_all_extension_numbers_of_type("no.such.Type");
  ServerReflectionRequest symbol;
  symbol.set_file_containing_symbol("no.such.Symbol");
  for (const auto& question : {file, extension, unknown_type, numbers, symbol}) {
    EXPECT_EQ(catalogue_.Answer(question).error_response().error_code(), grpc::StatusCode::NOT_FOUND)
        << question.ShortDebugString();
  }
  EXPECT_EQ(catalogue_.Answer({}).error_response().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace lianfang
