#include "common/rpc/request_bounds.h"

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/type.pb.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang {
namespace {

using submission::v1::ListObligationsRequest;
using submission::v1::PublishPlanRequest;
using submission::v1::SubmitReturnRequest;
using testing::HasSubstr;

const google::protobuf::MethodDescriptor& Method(const google::protobuf::Descriptor* request, const char* name) {
  return *request->file()->FindServiceByName(name)->method(0);
}

// `count` times the bytes `12 00`: empty messages of field 2.
std::string EmptyFigures(int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += std::string("\x12\0", 2);
  return bytes;
}

// Where the fault is; empty when there is none.
std::string FieldOf(const absl::Status& status) {
  const auto details = BadRequestOf(status);
  return details.has_value() ? details->field_violations(0).field() : "";
}

TEST(CheckLengthTest, IsSixtyFourKibibytesUnlessTheContractSaysOtherwise) {
  const auto& submit = Method(SubmitReturnRequest::descriptor(), "SubmissionService");
  EXPECT_TRUE(CheckLength(submit, 65'536).ok());
  const absl::Status status = CheckLength(submit, 65'537);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "the request has 65537 bytes; SubmitReturn takes at most 65536");
  EXPECT_EQ(ErrorInfoOf(status)->reason(), "REQUEST_TOO_LONG");
  const auto& publish = Method(PublishPlanRequest::descriptor(), "PlanService");
  EXPECT_EQ(LongestRequest(publish), size_t{2} << 20);
  EXPECT_TRUE(CheckLength(publish, size_t{2} << 20).ok());
  EXPECT_FALSE(CheckLength(publish, (size_t{2} << 20) + 1).ok());
}

TEST(CheckElementsTest, TakesAThousandUnlessTheContractSaysOtherwise) {
  EXPECT_TRUE(CheckElements(*SubmitReturnRequest::descriptor(), EmptyFigures(1000)).ok());
  const absl::Status status = CheckElements(*SubmitReturnRequest::descriptor(), EmptyFigures(1001));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FieldOf(status), "figures");
  EXPECT_THAT(status.message(), HasSubstr("at most 1000 elements"));

  PublishPlanRequest plan;
  for (int i = 0; i < 10'000; ++i) plan.mutable_plan()->add_regions();
  EXPECT_TRUE(CheckElements(*plan.descriptor(), plan.SerializeAsString()).ok());
  plan.mutable_plan()->add_regions();
  EXPECT_EQ(FieldOf(CheckElements(*plan.descriptor(), plan.SerializeAsString())), "plan.regions");
}

TEST(CheckElementsTest, NamesTheMessageThatHasTooMany) {
  PublishPlanRequest request;
  for (int i = 0; i < 3; ++i) request.mutable_plan()->add_data_requests();
  for (int i = 0; i < 1000; ++i) {
    request.mutable_plan()->mutable_data_requests(0)->add_figures("a");
    request.mutable_plan()->mutable_data_requests(1)->add_figures("a");
  }
  EXPECT_TRUE(CheckElements(*request.descriptor(), request.SerializeAsString()).ok());
  request.mutable_plan()->mutable_data_requests(1)->add_figures("");
  EXPECT_EQ(FieldOf(CheckElements(*request.descriptor(), request.SerializeAsString())),
            "plan.data_requests[1].figures");
}

TEST(CheckElementsTest, CountsPackedNumbersAndSingleOnes) {
  ListObligationsRequest request;
  for (int i = 0; i < 1000; ++i)
    request.add_states(static_cast<submission::v1::ObligationState>(300));  // two bytes each
  EXPECT_TRUE(CheckElements(*request.descriptor(), request.SerializeAsString()).ok());
  const std::string another = std::string("\x40\x01", 2);  // field 8, not packed
  EXPECT_EQ(FieldOf(CheckElements(*request.descriptor(), request.SerializeAsString() + another)), "states");
  request.add_states(static_cast<submission::v1::ObligationState>(300));
  EXPECT_EQ(FieldOf(CheckElements(*request.descriptor(), request.SerializeAsString())), "states");
}

// A parser joins both plans to one of 1,200 notes.
TEST(CheckElementsTest, AMessageGivenTwiceIsRefused) {
  PublishPlanRequest half;
  for (int i = 0; i < 600; ++i) half.mutable_plan()->add_notes();
  const std::string bytes = half.SerializeAsString();
  EXPECT_TRUE(CheckElements(*half.descriptor(), bytes).ok());
  const absl::Status status = CheckElements(*half.descriptor(), bytes + bytes);
  EXPECT_EQ(FieldOf(status), "plan");
  EXPECT_THAT(status.message(), HasSubstr("must be given once"));
}

TEST(CheckElementsTest, BoundsAllElementsTogether) {
  PublishPlanRequest request;
  for (int i = 0; i < 1000; ++i) {
    auto* asked = request.mutable_plan()->add_data_requests();
    for (int j = 0; j < 1000; ++j) asked->add_industries("");
  }
  const absl::Status status = CheckElements(*request.descriptor(), request.SerializeAsString());
  EXPECT_THAT(FieldOf(status), HasSubstr("plan.data_requests"));
  EXPECT_THAT(status.message(), HasSubstr("1000000 elements"));
}

// No request of the suite nests without end; google.protobuf.Value does.
TEST(CheckElementsTest, BoundsNesting) {
  google::protobuf::Value value;
  google::protobuf::Value* inner = &value;
  for (int i = 0; i < 16; ++i) inner = inner->mutable_list_value()->add_values();  // two messages each
  EXPECT_TRUE(CheckElements(*value.descriptor(), value.SerializeAsString()).ok());
  inner->mutable_list_value();
  EXPECT_THAT(CheckElements(*value.descriptor(), value.SerializeAsString()).message(),
              HasSubstr("nested more than 32 deep"));
}

TEST(CheckElementsTest, BytesThatAreNoMessageAreRefused) {
  const auto& figures = *SubmitReturnRequest::descriptor();
  for (const std::string& bytes :
       {std::string("\x12"), std::string("\x12\x05\x08"), std::string("\x00", 1),
        std::string("\x12\xff\xff\xff\xff\x0f"), std::string("\x42\xff\xff\xff\xff\x07"), std::string("\x0c")}) {
    EXPECT_FALSE(SubmitReturnRequest().ParseFromString(bytes)) << absl::BytesToHexString(bytes);
    const absl::Status status = CheckElements(figures, bytes);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << absl::BytesToHexString(bytes);
    EXPECT_THAT(status.message(), HasSubstr("not a well-formed"));
  }
}

// Unknown fields, groups among them, and known ones of another wire type are for the checks after parsing.
TEST(CheckElementsTest, PassesOverWhatItDoesNotKnow) {
  const std::string unknown = std::string("\x98\x06\x01", 3);         // field 99, a number
  const std::string group = std::string("\x9b\x06\x08\x01\x9c\x06");  // field 99, a group
  const std::string number = std::string("\x10\x07", 2);              // field 2, not a message
  for (const std::string& bytes : {unknown, group, number}) {
    EXPECT_TRUE(SubmitReturnRequest().ParseFromString(bytes));
    EXPECT_TRUE(CheckElements(*SubmitReturnRequest::descriptor(), bytes).ok()) << absl::BytesToHexString(bytes);
  }
}

}  // namespace
}  // namespace lianfang
