#include "common/rpc/request_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "common/id.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang {
namespace {

using submission::v1::ListObligationsRequest;
using submission::v1::SubmitReturnRequest;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  const auto details = BadRequestOf(status);
  if (details.has_value()) {
    for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

SubmitReturnRequest Good() {
  SubmitReturnRequest request;
  request.set_obligation("plans/p/obligations/o");
  auto* figure = request.add_figures();
  figure->set_figure("accidents");
  figure->set_number(0);
  request.set_request_id(NewUuid());
  return request;
}

TEST(CheckRequestTest, AcceptsAGoodRequest) { EXPECT_TRUE(CheckRequest(Good()).ok()); }

TEST(CheckRequestTest, NamesEveryMissingFieldAtAnyDepth) {
  SubmitReturnRequest request;
  request.add_figures()->mutable_not_applicable();
  EXPECT_THAT(FieldsOf(CheckRequest(request)),
              ElementsAre("obligation", "figures[0].figure", "figures[0].not_applicable.reason", "request_id"));
}

TEST(CheckRequestTest, RefusesNulAndControlCharacters) {
  SubmitReturnRequest request = Good();
  request.set_note(std::string("a\0b", 3));
  request.mutable_figures(0)->set_figure("acc\x01");
  EXPECT_THAT(FieldsOf(CheckRequest(request)), ElementsAre("figures[0].figure", "note"));
}

// A workbook with one of them cannot be opened, so that what was filed could never be shown to anybody.
TEST(CheckRequestTest, RefusesNoncharactersAndNamesThem) {
  const std::vector<std::pair<std::string, std::string>> refused = {{"无\uFFFF", "U+FFFF"}, {"\uFFFE", "U+FFFE"},
                                                                    {"a\uFDD0", "U+FDD0"},  {"\U0001FFFF", "U+1FFFF"},
                                                                    {"\x7f", "U+007F"},     {"\x0b", "U+000B"}};
  for (const auto& [text, name] : refused) {
    SubmitReturnRequest request = Good();
    request.mutable_figures(0)->mutable_not_applicable()->set_reason(text);
    const absl::Status status = CheckRequest(request);
    EXPECT_THAT(FieldsOf(status), ElementsAre("figures[0].not_applicable.reason")) << name;
    EXPECT_THAT(status.message(), testing::HasSubstr(name));
  }
  SubmitReturnRequest request = Good();
  request.set_note("一行\n\t两行\r\n𠮷 \uFFFD");
  EXPECT_TRUE(CheckRequest(request).ok());
}

TEST(CheckRequestTest, RequestIdMustBeAUuid) {
  SubmitReturnRequest request = Good();
  request.set_request_id("42");
  EXPECT_THAT(FieldsOf(CheckRequest(request)), ElementsAre("request_id"));
}

TEST(CheckRequestTest, BoundsPageSizesAndTimestamps) {
  ListObligationsRequest request;
  request.set_parent("plans/-");
  request.set_page_size(1000);
  EXPECT_THAT(FieldsOf(CheckRequest(request)), IsEmpty());
  request.set_page_size(1001);
  request.mutable_as_of()->set_nanos(1'000'000'000);
  EXPECT_THAT(FieldsOf(CheckRequest(request)), ElementsAre("page_size", "as_of"));
  request.set_page_size(-1);
  request.clear_as_of();
  EXPECT_THAT(FieldsOf(CheckRequest(request)), ElementsAre("page_size"));
}

using google::protobuf::Message;

void AddUnknown(Message& message, int number) {
  message.GetReflection()->MutableUnknownFields(&message)->AddVarint(number, 1);
}

TEST(CheckRequestTest, AMutationHasNoUnknownFieldAtAnyDepth) {
  SubmitReturnRequest request = Good();
  AddUnknown(*request.mutable_figures(0), 99);
  const absl::Status status = CheckRequest(request);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(FieldsOf(status), ElementsAre("figures[0].99"));

  request = Good();
  request.mutable_figures(0)->mutable_not_applicable()->set_reason("none here");
  AddUnknown(*request.mutable_figures(0)->mutable_not_applicable(), 7);
  AddUnknown(request, 2000);
  AddUnknown(request, 2001);
  EXPECT_THAT(FieldsOf(CheckRequest(request)), ElementsAre("2000", "figures[0].not_applicable.7"));
}

TEST(CheckRequestTest, ATimestampOfAMutationHasNoUnknownFieldEither) {
  submission::v1::ExtendObligationRequest request;
  request.set_name("plans/p/obligations/o");
  request.set_reason("flood");
  request.set_request_id(NewUuid());
  AddUnknown(*request.mutable_due_time(), 3);
  EXPECT_THAT(FieldsOf(CheckRequest(request)), ElementsAre("due_time.3"));
}

TEST(CheckRequestTest, AFieldOfAnotherWireTypeIsUnknown) {
  SubmitReturnRequest request;
  ASSERT_TRUE(request.ParseFromString(Good().SerializeAsString() + std::string("\x10\x07", 2)));  // field 2, a number
  EXPECT_THAT(FieldsOf(CheckRequest(request)), ElementsAre("2"));
}

TEST(CheckRequestTest, AnItemOfAStreamIsAMutation) {
  submission::v1::BatchSubmitReturnsRequest item;
  *item.mutable_submission() = Good();
  EXPECT_TRUE(CheckRequest(item).ok());
  AddUnknown(*item.mutable_submission()->mutable_figures(0), 99);
  EXPECT_THAT(FieldsOf(CheckRequest(item)), ElementsAre("submission.figures[0].99"));
}

TEST(CheckRequestTest, AReadPassesOverUnknownFields) {
  ListObligationsRequest request;
  request.set_parent("plans/-");
  AddUnknown(request, 99);
  AddUnknown(*request.mutable_as_of(), 99);
  EXPECT_TRUE(CheckRequest(request).ok());
}

// Wire bytes of a request whose nested figure id is not UTF-8. A generated setter would let it pass and the parser
// refuse the whole.
TEST(ExplainUnparsableTest, NamesTheFieldThatIsNotUtf8) {
  SubmitReturnRequest request = Good();
  request.mutable_figures(0)->set_figure("accident?");
  std::string bytes = request.SerializeAsString();
  bytes[bytes.find("accident?") + 8] = '\xff';
  SubmitReturnRequest parsed;
  ASSERT_FALSE(parsed.ParseFromString(bytes));
  EXPECT_THAT(FieldsOf(ExplainUnparsable(*SubmitReturnRequest::descriptor(), bytes)), ElementsAre("figures.figure"));
}

TEST(ExplainUnparsableTest, SaysSoWhereTheBytesAreNoMessage) {
  const absl::Status status = ExplainUnparsable(*SubmitReturnRequest::descriptor(), "\x0a\xff\xff\xff\xff\x0f");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(FieldsOf(status), IsEmpty());
}

}  // namespace
}  // namespace lianfang
