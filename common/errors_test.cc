#include "common/errors.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/precondition.h"
#include "google/rpc/status.pb.h"

namespace lianfang {
namespace {

TEST(FieldViolationsTest, NamesEveryFault) {
  FieldViolations faults;
  faults.Add("plan.name", "is required");
  faults.Add("plan.regions[1].code", "must be six digits");
  const absl::Status status = faults.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto details = BadRequestOf(status);
  ASSERT_TRUE(details.has_value());
  ASSERT_EQ(details->field_violations_size(), 2);
  EXPECT_EQ(details->field_violations(1).field(), "plan.regions[1].code");
  EXPECT_EQ(details->field_violations(1).description(), "must be six digits");
}

TEST(FieldViolationsTest, NoFaultIsOk) { EXPECT_TRUE(FieldViolations().ToStatus().ok()); }

TEST(FieldViolationsTest, TakesOverAnotherStatusUnderAPrefix) {
  FieldViolations faults;
  faults.AddAll("items[3]", InvalidField("figure", "is unknown"));
  faults.AddAll("zone", absl::InvalidArgumentError("no such zone"));
  faults.AddAll("fine", absl::OkStatus());
  const auto details = BadRequestOf(faults.ToStatus());
  ASSERT_EQ(details->field_violations_size(), 2);
  EXPECT_EQ(details->field_violations(0).field(), "items[3].figure");
  EXPECT_EQ(details->field_violations(1).field(), "zone");
  EXPECT_EQ(details->field_violations(1).description(), "no such zone");
}

// Base64 of the status and percent-encoding of the message, as HTTP/2 carries them where bytes may not go as they are.
size_t TrailingBytes(const absl::Status& status) {
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(status.code()));
  wire.set_message(std::string(status.message()));
  status.ForEachPayload([&wire](absl::string_view type, const absl::Cord& payload) {
    auto* detail = wire.add_details();
    detail->set_type_url(std::string(type));
    detail->set_value(std::string(payload));
  });
  size_t encoded = 0;
  for (const char c : status.message()) encoded += c > 0 && c != '%' ? 1 : 3;
  return absl::Base64Escape(wire.SerializeAsString()).size() + encoded;
}

TEST(FieldViolationsTest, AnInputMadeOfFaultsComesBackBounded) {
  std::string long_text;
  while (long_text.size() < 10'000) long_text += "煤矿";
  for (const std::string& field : {std::string("figures"), long_text}) {
    FieldViolations faults;
    for (int i = 0; i < 5000; ++i) faults.Add(field, long_text);
    EXPECT_EQ(faults.size(), 5000);
    const absl::Status status = faults.ToStatus();
    EXPECT_NE(status.message().find("(and 4999 more)"), std::string::npos);
    EXPECT_LT(TrailingBytes(status), 7u << 10);
    const auto details = BadRequestOf(status);
    ASSERT_TRUE(details.has_value());  // cut between characters: what is not UTF-8 would not parse
    const int named = details->field_violations_size() - 1;
    EXPECT_GE(named, 4);
    EXPECT_EQ(details->field_violations(named).field(), "");
    EXPECT_EQ(details->field_violations(named).description(), absl::StrCat("and ", 5000 - named, " more"));
  }
}

TEST(FieldViolationsTest, OrdinaryFaultsAreNamedByTheDozen) {
  FieldViolations faults;
  for (int i = 0; i < 1000; ++i) faults.Add(absl::StrCat("plan.regions[", i, "].code"), "must be six digits");
  const auto details = BadRequestOf(faults.ToStatus());
  EXPECT_GT(details->field_violations_size(), 50);
  EXPECT_EQ(details->field_violations(49).field(), "plan.regions[49].code");
}

TEST(FieldViolationsTest, FaultsThatAnotherStatusDoesNotNameAreCounted) {
  FieldViolations inner;
  for (int i = 0; i < 1000; ++i) inner.Add(absl::StrCat("regions[", i, "].code"), "must be six digits");
  FieldViolations outer;
  outer.AddAll("plan", inner.ToStatus());
  outer.Add("reason", "is required");
  EXPECT_EQ(outer.size(), 1001);
  const auto details = BadRequestOf(outer.ToStatus());
  const int named = details->field_violations_size() - 1;
  EXPECT_EQ(details->field_violations(0).field(), "plan.regions[0].code");
  EXPECT_EQ(details->field_violations(named).description(), absl::StrCat("and ", 1001 - named, " more"));
}

TEST(PreconditionViolationsTest, AreBoundedAsWell) {
  PreconditionViolations open;
  std::string long_text;
  while (long_text.size() < 10'000) long_text += "煤矿";
  for (int i = 0; i < 5000; ++i) open.Add("large-change", "figures[0]", long_text);
  const absl::Status status = open.ToStatus("the figures raise warnings", "WARNINGS_NOT_CONFIRMED");
  EXPECT_LT(TrailingBytes(status), 7u << 10);
  const auto details = PreconditionFailureOf(status);
  const int named = details->violations_size() - 1;
  EXPECT_GE(named, 4);
  EXPECT_EQ(details->violations(named).type(), "");
  EXPECT_EQ(details->violations(named).description(), absl::StrCat("and ", 5000 - named, " more"));
}

TEST(RetryLaterTest, SaysHowMuchLater) {
  const absl::Status status = RetryLater("the queue is full", "SERVER_BUSY", absl::Milliseconds(1500));
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ErrorInfoOf(status)->reason(), "SERVER_BUSY");
  EXPECT_EQ(RetryInfoOf(status)->retry_delay().seconds(), 1);
  EXPECT_EQ(RetryInfoOf(status)->retry_delay().nanos(), 500'000'000);
}

TEST(ErrorWithReasonTest, CarriesReasonAndMetadata) {
  const absl::Status status = ErrorWithReason(absl::StatusCode::kAborted, "changed", "STALE_ETAG", {{"etag", "7"}});
  const auto info = ErrorInfoOf(status);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "STALE_ETAG");
  EXPECT_EQ(info->metadata().at("etag"), "7");
  EXPECT_FALSE(BadRequestOf(status).has_value());
}

TEST(LogTextTest, NamesReasonAndFieldsAndQuotesNothing) {
  FieldViolations faults;
  faults.Add("figures[2].number", "must be at most 100, was 4711");
  faults.Add("note", "is too long: 张三");
  EXPECT_EQ(LogTextOf(faults.ToStatus()), "figures[2].number note");
  EXPECT_EQ(LogTextOf(ErrorWithReason(absl::StatusCode::kAlreadyExists, "张三 is in the pool", "ALREADY_IN_POOL")),
            "ALREADY_IN_POOL");
  EXPECT_EQ(LogTextOf(absl::InvalidArgumentError("4711 is too much")), "");
  EXPECT_EQ(LogTextOf(absl::InternalError("the ledger's key is gone")), "the ledger's key is gone");
  EXPECT_EQ(LogTextOf(absl::OkStatus()), "");
}

}  // namespace
}  // namespace lianfang
