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

TEST(FormOfTest, SaysCodecAndWhetherItIsAStream) {
  const std::tuple<const char*, Codec, bool> rows[] = {{"application/json", Codec::kJson, false},
                                                       {"application/proto", Codec::kProto, false},
                                                       {"application/connect+json", Codec::kJson, true},
                                                       {"application/connect+proto", Codec::kProto, true}};
  for (const auto& [type, codec, stream] : rows) {
    const auto form = FormOf(type);
    ASSERT_TRUE(form.has_value()) << type;
    EXPECT_EQ(form->codec, codec) << type;
    EXPECT_EQ(form->stream, stream) << type;
    EXPECT_EQ(form->timeout, absl::InfiniteDuration()) << type;
    EXPECT_EQ(ContentTypeOf(*form), type);
  }
}

// A charset is of text: the binary forms have none.
TEST(FormOfTest, OnlyJsonHasACharset) {
  EXPECT_TRUE(FormOf("application/json; charset=\"utf-8\"").has_value());
  EXPECT_TRUE(FormOf(" application/connect+json ;charset=utf-8").has_value());
  for (const char* other :
       {"application/proto; charset=utf-8", "application/connect+proto; charset=utf-8",
        "application/json; charset=utf-8; boundary=x", "application/json; boundary=x", "application/json;"}) {
    EXPECT_FALSE(FormOf(other).has_value()) << other;
  }
}

TEST(ReadFormTest, KeepsTheFormOfTheContentType) {
  const HttpHead head{.method = "POST", .target = "/", .fields = {{"connect-timeout-ms", "20"}}};
  const auto form = ReadForm(head, CallForm{Codec::kProto, true});
  ASSERT_TRUE(form.ok());
  EXPECT_EQ(form->codec, Codec::kProto);
  EXPECT_TRUE(form->stream);
  EXPECT_EQ(form->timeout, absl::Milliseconds(20));
}

TEST(ReadFormTest, NamesTheFieldAtFaultAndTheCompression) {
  const auto field = [](const std::string& name, const std::string& value) {
    const auto details = BadRequestOf(Read(name, value).status());
    return details.has_value() ? details->field_violations(0).field() : "";
  };
  EXPECT_EQ(field("connect-timeout-ms", "soon"), "connect-timeout-ms");
  EXPECT_EQ(field("connect-protocol-version", "11"), "connect-protocol-version");
  EXPECT_EQ(field("connect-protocol-version", ""), "connect-protocol-version");
  EXPECT_TRUE(Read("connect-content-encoding", "identity").ok());
  EXPECT_THAT(std::string(Read("content-encoding", "gzip").status().message()), HasSubstr("(gzip)"));
  const std::string said(Read("content-encoding", std::string(10'000, 'z')).status().message());
  EXPECT_LT(said.size(), 200u) << "what the caller sends is not sent back at length";
}

// google.rpc.Code has 17 numbers; the protocol names 16 of them, as OK is no error.
TEST(CodesTest, WhatIsNoErrorOfTheProtocolIsUnknown) {
  for (const int code : {0, 17, 99, -1}) {
    EXPECT_EQ(CodeName(static_cast<absl::StatusCode>(code)), "unknown") << code;
    EXPECT_EQ(HttpStatusOf(static_cast<absl::StatusCode>(code)), 500) << code;
  }
}

TEST(ErrorJsonTest, LeavesOutWhatThereIsNot) {
  google::rpc::Status status;
  status.set_code(5);
  EXPECT_EQ(ErrorJson(status), R"({"code":"not_found"})");
  status.set_message("gone");
  EXPECT_EQ(ErrorJson(status), R"({"code":"not_found","message":"gone"})");
}

// Base64 by RFC 4648, section 10, whose examples end with two, one and no characters of padding.
TEST(ErrorJsonTest, DetailsThatNobodyKnowsHaveTypeAndBytesAlone) {
  google::rpc::Status status;
  status.set_code(9);
  for (const char* bytes : {"f", "fo", "foo", ""}) {
    auto& detail = *status.add_details();
    detail.set_type_url(*bytes == '\0' ? "bare.Name" : "type.googleapis.com/some.Other");
    detail.set_value(bytes);
  }
  EXPECT_EQ(
      ErrorJson(status),
      R"({"code":"failed_precondition","details":[{"type":"some.Other","value":"Zg"},)"
      R"({"type":"some.Other","value":"Zm8"},{"type":"some.Other","value":"Zm9v"},{"type":"bare.Name","value":""}]})");
}

TEST(ErrorJsonTest, EveryKindOfDetailThatWeSendIsReadable) {
  EXPECT_THAT(ErrorJson(RpcStatus(InvalidField("plan.name", "must be given"))),
              HasSubstr(R"("debug":{"fieldViolations":[{"field":"plan.name","description":"must be given"}]})"));
  google::rpc::Status status;
  auto& text = *status.add_details();
  text.set_type_url(std::string(kLocalizedMessageType));
  text.set_value(
      "\x0a\x02zh\x12\x03"
      "abc");  // locale = "zh", message = "abc"
  auto& retry = *status.add_details();
  retry.set_type_url(std::string(kRetryInfoType));
  retry.set_value(std::string("\x0a\x02\x08\x07", 4));  // retry_delay of 7 seconds
  auto& broken = *status.add_details();
  broken.set_type_url(std::string(kErrorInfoType));
  broken.set_value("\xff");
  const std::string json = ErrorJson(status);
  EXPECT_THAT(json, HasSubstr(R"("debug":{"locale":"zh","message":"abc"})"));
  EXPECT_THAT(json, HasSubstr(R"("debug":{"retryDelay":"7s"})"));
  EXPECT_THAT(json, HasSubstr(R"({"type":"google.rpc.ErrorInfo","value":"/w"})")) << "what cannot be read is not shown";
}

TEST(ErrorReplyTest, IsJsonThatNobodyKeeps) {
  const HttpReply reply = ErrorReply(RpcStatus(absl::PermissionDeniedError("no")));
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(reply.content(), R"({"code":"permission_denied","message":"no"})");
  EXPECT_THAT(reply.fields, ::testing::UnorderedElementsAre(::testing::Pair("content-type", "application/json"),
                                                            ::testing::Pair("cache-control", "no-store")));
}

// Four bytes of length, the highest first.
TEST(EnvelopeTest, TheLengthHasFourBytes) {
  const std::string message(0x01020304, 'm');
  const std::string envelope = Envelope(message, kEndFlag);
  EXPECT_EQ(envelope.substr(0, 5), std::string("\x02\x01\x02\x03\x04", 5));
  const auto back = OnlyMessage(Envelope(message));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->size(), message.size());
}

TEST(EnvelopeTest, AStreamEndsWithItsError) {
  const google::rpc::Status error = RpcStatus(absl::UnavailableError("away"));
  const std::string envelope = EndEnvelope(&error);
  EXPECT_EQ(envelope[0], '\2');
  EXPECT_EQ(envelope.substr(5), R"({"error":{"code":"unavailable","message":"away"}})");
}

TEST(EnvelopeTest, CompressionIsToldWhateverElseIsFlagged) {
  EXPECT_EQ(OnlyMessage(Envelope("hello", kCompressedFlag | kEndFlag)).status().code(),
            absl::StatusCode::kUnimplemented);
  for (const unsigned char flags : {2, 4, 128}) {
    EXPECT_EQ(OnlyMessage(Envelope("hello", flags)).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace lianfang::portal
