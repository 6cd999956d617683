#include "common/rpc/quotas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang {
namespace {

using testing::HasSubstr;
using type::v1::CALL_COST_EXPENSIVE;
using type::v1::CALL_COST_UNSPECIFIED;

Identity Person(const std::string& department) {
  return *ParseIdentity(absl::StrCat("spiffe://t/region/140581/department/", department, "/role/liaison"), "t");
}

Identity Service(const std::string& name) { return *ParseIdentity(absl::StrCat("spiffe://t/service/", name), "t"); }

// A bound of each kind that is met before any other.
QuotaLimits Small() {
  return {.calls_per_caller = 2,
          .streams = 5,
          .streams_per_caller = 2,
          .expensive = 2,
          .expensive_per_caller = 1,
          .bytes = 100,
          .bytes_per_caller = 60};
}

class QuotasTest : public testing::Test {
 protected:
  // Takes, keeps what was taken, and answers the reason of a refusal, or nothing.
  std::string Call(const Identity& caller, type::v1::CallCost cost = CALL_COST_UNSPECIFIED, size_t bytes = 0) {
    return Keep(quotas_.TakeCall(caller, cost, bytes));
  }
  std::string Stream(const Identity& caller, type::v1::CallCost cost = CALL_COST_UNSPECIFIED) {
    return Keep(quotas_.TakeStream(caller, cost, 0));
  }

  std::string Keep(absl::StatusOr<Quotas::Share> share) {
    last_ = share.status();
    if (!share.ok()) {
      EXPECT_EQ(last_.code(), absl::StatusCode::kResourceExhausted);
      EXPECT_GE(RetryInfoOf(last_)->retry_delay().seconds(), 1);
      return ErrorInfoOf(last_)->reason();
    }
    kept_.push_back(*std::move(share));
    return "";
  }

  Quotas quotas_{Small()};
  std::vector<Quotas::Share> kept_;
  absl::Status last_;
};

TEST_F(QuotasTest, ACallerHasSoManyCallsAndOthersTheirOwn) {
  EXPECT_EQ(Call(Person("health")), "");
  EXPECT_EQ(Call(Person("health")), "");
  EXPECT_EQ(Call(Person("health")), "TOO_MANY_CALLS");
  EXPECT_THAT(last_.message(), HasSubstr("one caller may have 2"));
  EXPECT_EQ(Call(Person("transport")), "");
  kept_.erase(kept_.begin());
  EXPECT_EQ(Call(Person("health")), "");
}

TEST_F(QuotasTest, StreamsAndCallsAreCountedApart) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Call(Person("health")), "");
    EXPECT_EQ(Stream(Person("health")), "");
  }
  EXPECT_EQ(Stream(Person("health")), "TOO_MANY_STREAMS");
  EXPECT_THAT(last_.message(), HasSubstr("one caller may have 2"));
}

TEST_F(QuotasTest, PersonsLeaveStreamsToServices) {
  EXPECT_EQ(Stream(Person("health")), "");
  EXPECT_EQ(Stream(Person("transport")), "");
  EXPECT_EQ(Stream(Person("housing")), "");
  EXPECT_EQ(Stream(Person("education")), "");
  EXPECT_EQ(Stream(Person("emergency")), "TOO_MANY_STREAMS");
  EXPECT_THAT(last_.message(), HasSubstr("all persons together may have 4"));
  EXPECT_EQ(Stream(Service("evaluation")), "");
  EXPECT_EQ(Stream(Service("notification")), "TOO_MANY_STREAMS");
  EXPECT_THAT(last_.message(), HasSubstr("all callers together may have 5"));
}

// What services have open takes nothing from what persons may have, as long as there is room at all.
TEST_F(QuotasTest, ServicesTakeTheirOwnStreamsFirst) {
  EXPECT_EQ(Stream(Service("evaluation")), "");
  for (const char* department : {"health", "transport", "housing", "education"})
    EXPECT_EQ(Stream(Person(department)), "");
}

TEST_F(QuotasTest, ExpensiveCallsAreFewAndOneForACaller) {
  EXPECT_EQ(Call(Person("health"), CALL_COST_EXPENSIVE), "");
  EXPECT_EQ(Call(Person("health"), CALL_COST_EXPENSIVE), "TOO_MANY_EXPENSIVE_CALLS");
  EXPECT_THAT(last_.message(), HasSubstr("one caller may have 1"));
  EXPECT_EQ(Call(Person("health")), "");
  EXPECT_EQ(Stream(Person("transport"), CALL_COST_EXPENSIVE), "");
  EXPECT_EQ(Call(Person("housing"), CALL_COST_EXPENSIVE), "TOO_MANY_EXPENSIVE_CALLS");
  EXPECT_THAT(last_.message(), HasSubstr("all callers together may have 2"));
  kept_.clear();
  EXPECT_EQ(Call(Person("housing"), CALL_COST_EXPENSIVE), "");
}

TEST_F(QuotasTest, BytesAreBoundedForACallerAndForAll) {
  EXPECT_EQ(Call(Person("health"), CALL_COST_UNSPECIFIED, 60), "");
  EXPECT_EQ(Call(Person("health"), CALL_COST_UNSPECIFIED, 1), "TOO_MANY_BYTES");
  EXPECT_EQ(Call(Person("transport"), CALL_COST_UNSPECIFIED, 40), "");
  EXPECT_EQ(Call(Person("housing"), CALL_COST_UNSPECIFIED, 1), "TOO_MANY_BYTES");
  EXPECT_THAT(last_.message(), HasSubstr("all callers together may have 100"));
}

TEST_F(QuotasTest, AStreamAddsBytesAndGivesThemBack) {
  auto stream = quotas_.TakeStream(Person("health"), CALL_COST_UNSPECIFIED, 0);
  ASSERT_TRUE(stream.ok());
  EXPECT_TRUE(stream->AddBytes(30).ok());
  EXPECT_TRUE(stream->AddBytes(30).ok());
  EXPECT_EQ(ErrorInfoOf(stream->AddBytes(1))->reason(), "TOO_MANY_BYTES");
  stream->RemoveBytes(30);
  EXPECT_TRUE(stream->AddBytes(20).ok());
  EXPECT_EQ(Call(Person("health"), CALL_COST_UNSPECIFIED, 11), "TOO_MANY_BYTES");
  stream->Release();
  EXPECT_EQ(Call(Person("health"), CALL_COST_UNSPECIFIED, 60), "");
}

// A share that was moved from, or released, gives nothing back twice; a caller who has nothing under way is forgotten.
TEST_F(QuotasTest, EverythingIsGivenBackOnce) {
  {
    auto first = quotas_.TakeCall(Person("health"), CALL_COST_EXPENSIVE, 10);
    ASSERT_TRUE(first.ok());
    Quotas::Share second = *std::move(first);
    Quotas::Share third;
    third = std::move(second);
    EXPECT_EQ(quotas_.callers(), 1u);
    third.Release();
    third.Release();
    EXPECT_EQ(quotas_.callers(), 0u);
  }
  EXPECT_EQ(quotas_.callers(), 0u);
  EXPECT_EQ(Call(Person("health")), "");
  EXPECT_EQ(Call(Person("health")), "");
  EXPECT_EQ(Call(Person("health")), "TOO_MANY_CALLS");
}

}  // namespace
}  // namespace lianfang
