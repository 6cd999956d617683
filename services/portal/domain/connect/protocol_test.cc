#include "services/portal/domain/connect/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"

namespace lianfang::portal {
namespace {

// As common/rpc/status.h has it, without gRPC.
google::rpc::Status RpcStatus(const absl::Status& status) {
  google::rpc::Status message;
  message.set_code(static_cast<int>(status.code()));
  message.set_message(std::string(status.message()));
  status.ForEachPayload([&message](absl::string_view type, const absl::Cord& payload) {
    message.add_details()->set_type_url(std::string(type));
    message.mutable_details()->rbegin()->set_value(std::string(payload));
  });
  return message;
}

using ::testing::HasSubstr;

TEST(FormOfTest, KnowsFourContentTypesAndNoOther) {
  ASSERT_TRUE(FormOf("application/json").has_value());
  EXPECT_FALSE(FormOf("application/json")->stream);
  EXPECT_TRUE(FormOf("Application/JSON; charset=UTF-8").has_value());
  EXPECT_EQ(FormOf("application/proto")->codec, Codec::kProto);
  EXPECT_TRUE(FormOf("application/connect+json")->stream);
  EXPECT_TRUE(FormOf("application/connect+proto")->stream);
  for (const char* other :
       {"", "text/plain", "text/plain;application/json", "application/x-www-form-urlencoded", "multipart/form-data",
        "application/json;charset=gbk", "application/grpc", "application/jsonx"}) {
    EXPECT_FALSE(FormOf(other).has_value()) << other;
  }
}

absl::StatusOr<CallForm> Read(const std::string& name, const std::string& value) {
  return ReadForm({.method = "POST", .target = "/", .fields = {{name, value}}}, CallForm{});
}

TEST(ReadFormTest, TakesATimeoutOfOneToTenDigits) {
  EXPECT_EQ(Read("connect-timeout-ms", "1500")->timeout, absl::Milliseconds(1500));
  EXPECT_EQ(Read("connect-timeout-ms", "0")->timeout, absl::ZeroDuration());
  EXPECT_EQ(Read("connect-timeout-ms", "9999999999")->timeout, absl::Milliseconds(9999999999));
  EXPECT_EQ(Read("accept", "*/*")->timeout, absl::InfiniteDuration());
  for (const char* wrong : {"", "-1", "1.5", "12345678901", "1s", " 1", "0x10"}) {
    EXPECT_EQ(Read("connect-timeout-ms", wrong).status().code(), absl::StatusCode::kInvalidArgument) << wrong;
  }
}

TEST(ReadFormTest, RefusesAnotherVersionAndCompression) {
  EXPECT_TRUE(Read("connect-protocol-version", "1").ok());
  EXPECT_EQ(Read("connect-protocol-version", "2").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(Read("content-encoding", "identity").ok());
  EXPECT_EQ(Read("content-encoding", "gzip").status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(Read("connect-content-encoding", "br").status().code(), absl::StatusCode::kUnimplemented);
}

// The table of the protocol's page, by hand.
TEST(CodesTest, HaveTheProtocolsNamesAndHttpStatuses) {
  const std::tuple<absl::StatusCode, const char*, int> rows[] = {
      {absl::StatusCode::kCancelled, "canceled", 499},
      {absl::StatusCode::kUnknown, "unknown", 500},
      {absl::StatusCode::kInvalidArgument, "invalid_argument", 400},
      {absl::StatusCode::kDeadlineExceeded, "deadline_exceeded", 504},
      {absl::StatusCode::kNotFound, "not_found", 404},
      {absl::StatusCode::kAlreadyExists, "already_exists", 409},
      {absl::StatusCode::kPermissionDenied, "permission_denied", 403},
      {absl::StatusCode::kResourceExhausted, "resource_exhausted", 429},
      {absl::StatusCode::kFailedPrecondition, "failed_precondition", 400},
      {absl::StatusCode::kAborted, "aborted", 409},
      {absl::StatusCode::kOutOfRange, "out_of_range", 400},
      {absl::StatusCode::kUnimplemented, "unimplemented", 501},
      {absl::StatusCode::kInternal, "internal", 500},
      {absl::StatusCode::kUnavailable, "unavailable", 503},
      {absl::StatusCode::kDataLoss, "data_loss", 500},
      {absl::StatusCode::kUnauthenticated, "unauthenticated", 401}};
  for (const auto& [code, name, http] : rows) {
    EXPECT_EQ(CodeName(code), name);
    EXPECT_EQ(HttpStatusOf(code), http) << name;
  }
}

TEST(ErrorJsonTest, CarriesDetailsAsBytesAndForReaders) {
  const absl::Status status =
      ErrorWithReason(absl::StatusCode::kNotFound, "no such \"plan\"", "NO_SUCH_PLAN", {{"name", "plans/p"}});
  const std::string json = ErrorJson(RpcStatus(status));
  EXPECT_THAT(json, HasSubstr(R"("code":"not_found","message":"no such \"plan\"")"));
  EXPECT_THAT(json, HasSubstr(R"("type":"google.rpc.ErrorInfo")"));
  EXPECT_THAT(json, HasSubstr(R"("reason":"NO_SUCH_PLAN")"));
  const size_t value = json.find(R"("value":")") + 9;
  EXPECT_EQ(json.substr(value, json.find('"', value) - value).find('='), std::string::npos) << "base64 without padding";
}

TEST(EnvelopeTest, GoesThereAndBack) {
  EXPECT_EQ(Envelope("{}"), std::string("\0\0\0\0\2{}", 7));
  EXPECT_EQ(*OnlyMessage(Envelope("hello")), "hello");
  EXPECT_EQ(*OnlyMessage(Envelope("")), "");
  EXPECT_EQ(EndEnvelope(nullptr), std::string("\2\0\0\0\2{}", 7));
}

TEST(EnvelopeTest, ABodyThatIsNotJustOneIsRefused) {
  const std::string one = Envelope("hello");
  for (const std::string& wrong : {std::string(), std::string("\0\0\0", 3), one.substr(0, one.size() - 1), one + "x",
                                   one + one, std::string("\0\xff\xff\xff\xff", 5), Envelope("hello", kEndFlag)}) {
    EXPECT_EQ(OnlyMessage(wrong).status().code(), absl::StatusCode::kInvalidArgument) << wrong.size();
  }
  EXPECT_EQ(OnlyMessage(Envelope("hello", kCompressedFlag)).status().code(), absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace lianfang::portal
