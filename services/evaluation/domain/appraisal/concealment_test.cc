#include "services/evaluation/domain/appraisal/concealment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/evaluation/domain/testing/sample_plan.h"

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = Day(2022, 6, 2);
constexpr char kRecorder[] = "spiffe://t/region/140581/department/hrss/role/office/person/li";

Identity Office(const std::string& person) {
  Identity caller;
  caller.uri = "spiffe://t/region/140581/department/hrss/role/office/person/" + person;
  caller.region = "140581";
  caller.department = "hrss";
  caller.role = type::v1::ROLE_OFFICE;
  caller.person = person;
  return caller;
}

v1::Concealment Sample() {
  v1::Concealment concealment;
  concealment.set_region("140581");
  concealment.set_industry("coal-mining");
  concealment.set_employer("某煤业有限公司");
  concealment.set_credit_code("91350100M000100Y43");
  *concealment.mutable_accident_date() = ToDate(absl::CivilDay(2022, 2, 1));
  *concealment.mutable_proven_date() = ToDate(absl::CivilDay(2022, 5, 30));
  concealment.set_document_number("高应急调〔2022〕3号");
  concealment.set_description("事故当日未上报，经调查组查实");
  concealment.add_evidence("discrepancies/0a1b");
  return concealment;
}

v1::Concealment Recorded() {
  v1::Concealment concealment = Sample();
  concealment.set_name("plans/sample/concealments/x");
  Complete(SamplePlan(), kRecorder, kNow, {}, concealment);
  return concealment;
}

TEST(ConcealmentTest, EachFaultNamesItsField) {
  const struct {
    std::function<void(v1::Concealment&)> break_it;
    const char* fault;
  } cases[] = {
      {[](auto& c) { c.set_name("plans/sample/concealments/y"); }, "concealment.name: is given by the server"},
      {[](auto& c) { c.set_region("140500"); }, "concealment.region: must be a region of the plan"},
      {[](auto& c) { c.set_industry("none"); }, "concealment.industry: is no industry of the plan"},
      {[](auto& c) { c.clear_employer(); }, "concealment.employer: "},
      {[](auto& c) { c.set_credit_code("91350100M000100Y44"); }, "concealment.credit_code: is no credit code"},
      {[](auto& c) { c.clear_accident_date(); }, "concealment.accident_date: "},
      {[](auto& c) { *c.mutable_proven_date() = ToDate(absl::CivilDay(2022, 6, 3)); },
       "concealment.proven_date: must not lie in the future"},
      {[](auto& c) { *c.mutable_proven_date() = ToDate(absl::CivilDay(2022, 1, 31)); },
       "concealment.proven_date: must not be before the accident"},
      {[](auto& c) { c.clear_document_number(); }, "concealment.document_number: "},
      {[](auto& c) { c.clear_description(); }, "concealment.description: must be given"},
      {[](auto& c) { c.set_description(std::string(2001, 'x')); }, "must be at most 2000 characters"},
      {[](auto& c) { c.add_evidence("two\nlines"); }, "concealment.evidence[1]: "},
  };
  EXPECT_EQ(CheckConcealment(Sample(), SamplePlan(), kNow), absl::OkStatus());
  for (const auto& each : cases) {
    v1::Concealment concealment = Sample();
    each.break_it(concealment);
    const absl::Status status = CheckConcealment(concealment, SamplePlan(), kNow);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << each.fault;
    EXPECT_THAT(std::string(status.message()), HasSubstr(each.fault));
  }
}

TEST(ConcealmentTest, TheServerGivesTheDepartmentAndTheFirstStep) {
  const v1::Concealment concealment = Recorded();
  EXPECT_EQ(concealment.department(), "emergency");
  EXPECT_EQ(concealment.state(), v1::CONCEALMENT_STATE_RECORDED);
  EXPECT_EQ(concealment.events(0).actor(), kRecorder);
  EXPECT_EQ(concealment.etag(), "1");
}

TEST(ConcealmentTest, OneAccidentIsRecordedOnce) {
  v1::Concealment known = Recorded();
  EXPECT_EQ(CheckIsNew(Sample(), {known}).code(), absl::StatusCode::kAlreadyExists);
  v1::Concealment by_name = Sample();
  by_name.clear_credit_code();
  EXPECT_EQ(CheckIsNew(by_name, {known}).code(), absl::StatusCode::kAlreadyExists) << "whose code is not known";
  v1::Concealment another_day = Sample();
  *another_day.mutable_accident_date() = ToDate(absl::CivilDay(2022, 2, 2));
  EXPECT_EQ(CheckIsNew(another_day, {known}), absl::OkStatus());
  known.set_state(v1::CONCEALMENT_STATE_REJECTED);
  EXPECT_EQ(CheckIsNew(Sample(), {known}), absl::OkStatus());
}

TEST(ConcealmentTest, OneAccidentIsOneInEverySpellingRegionAndIndustry) {
  v1::Concealment known = Recorded();
  known.clear_credit_code();
  known.set_employer("高平市米山煤业有限公司");
  const auto is_new = [&](const std::function<void(v1::Concealment&)>& change) {
    v1::Concealment other = known;
    change(other);
    return CheckIsNew(other, {known}).ok();
  };
  for (const char* spelling : {"高平市 米山煤业有限责任公司", "高平市米山煤业有限公司 ", "高平市米山煤业",
                               "米山煤业有限公司", "山西省高平市米山煤业有限公司"}) {
    EXPECT_FALSE(is_new([&](auto& c) { c.set_employer(spelling); })) << spelling;
  }
  EXPECT_TRUE(is_new([](auto& c) { c.set_employer("高平市望云煤业有限公司"); }));
  EXPECT_TRUE(is_new([](auto& c) { c.set_employer("煤业"); })) << "says too little";
  EXPECT_FALSE(is_new([](auto& c) { c.set_region("140500"); }));
  EXPECT_FALSE(is_new([](auto& c) { c.set_region("140525"); }));
  EXPECT_FALSE(is_new([](auto& c) { c.set_industry("construction"); }));
  v1::Concealment first = Recorded();
  v1::Concealment second = Sample();
  second.set_employer("另一名称");
  second.set_region("140500");
  EXPECT_FALSE(CheckIsNew(second, {first}).ok()) << "one credit code";
}

TEST(ConcealmentTest, TwoAccidentsOfOneDayAreToldApartByWhoeverRecordsTheSecond) {
  const v1::Concealment known = Recorded();
  EXPECT_EQ(ErrorInfoOf(CheckIsNew(Sample(), {known}))->reason(), "CONCEALMENT_EXISTS");
  EXPECT_EQ(CheckIsNew(Sample(), {known}, {known.name()}), absl::OkStatus());
  v1::Concealment third = Recorded();
  third.set_name("plans/sample/concealments/y");
  EXPECT_FALSE(CheckIsNew(Sample(), {known, third}, {known.name()}).ok()) << "each is named";
}

TEST(ConcealmentTest, AnotherPersonDecidesOnce) {
  v1::Concealment concealment = Recorded();
  v1::DecideConcealmentRequest request;
  request.set_reason("材料齐全");
  EXPECT_EQ(CheckDecision(concealment, request, Office("wang")).code(), absl::StatusCode::kInvalidArgument);
  request.set_decision(v1::CONCEALMENT_DECISION_CONFIRM);
  EXPECT_EQ(ErrorInfoOf(CheckDecision(concealment, request, Office("li")))->reason(), "FOUR_EYES");
  EXPECT_EQ(ErrorInfoOf(CheckDecision(concealment, request, Office("")))->reason(), "FOUR_EYES") << "nobody by name";
  EXPECT_EQ(CheckDecision(concealment, request, Office("wang")), absl::OkStatus());
  Advance(v1::CONCEALMENT_STATE_CONFIRMED, Office("wang").uri, "材料齐全", kNow, concealment);
  EXPECT_EQ(ErrorInfoOf(CheckDecision(concealment, request, Office("zhao")))->reason(), "STATE_NOT_ALLOWED");
}

TEST(ConcealmentTest, WhoConfirmedDoesNotRevoke) {
  v1::Concealment concealment = Recorded();
  v1::RevokeConcealmentRequest request;
  request.set_reason("复议决定撤销");
  EXPECT_EQ(ErrorInfoOf(CheckRevocation(concealment, request, Office("wang")))->reason(), "STATE_NOT_ALLOWED");
  Advance(v1::CONCEALMENT_STATE_CONFIRMED, Office("wang").uri, "", kNow, concealment);
  EXPECT_EQ(ErrorInfoOf(CheckRevocation(concealment, request, Office("wang")))->reason(), "FOUR_EYES");
  EXPECT_EQ(CheckRevocation(concealment, request, Office("li")), absl::OkStatus());
  request.clear_reason();
  EXPECT_EQ(CheckRevocation(concealment, request, Office("li")).code(), absl::StatusCode::kInvalidArgument);
}

TEST(ConcealmentTest, ItCountsWhileItIsConfirmed) {
  v1::Concealment concealment = Recorded();
  Advance(v1::CONCEALMENT_STATE_CONFIRMED, "w", "", kNow + absl::Hours(1), concealment);
  Advance(v1::CONCEALMENT_STATE_REVOKED, "l", "", kNow + absl::Hours(2), concealment);
  EXPECT_FALSE(IsConfirmedAt(concealment, kNow));
  EXPECT_TRUE(IsConfirmedAt(concealment, kNow + absl::Hours(1)));
  EXPECT_FALSE(IsConfirmedAt(concealment, kNow + absl::Hours(2)));
}

// The names of those that count of concealments of one mine and day, confirmed an hour after each other in this order.
std::vector<std::string> Counting(const std::vector<v1::Concealment>& concealments, absl::Time time) {
  std::vector<const v1::Concealment*> all;
  for (const v1::Concealment& one : concealments) all.push_back(&one);
  std::vector<std::string> names;
  for (const v1::Concealment* one : ThatCountAt(all, time)) names.push_back(one->name());
  return names;
}

TEST(ConcealmentTest, OfSeveralThatAreOneAccidentTheFirstConfirmedCounts) {
  std::vector<v1::Concealment> all;
  for (const char* name : {"c", "a", "b"}) {
    v1::Concealment& one = all.emplace_back(Recorded());
    one.set_name(name);
    one.clear_credit_code();
    Advance(v1::CONCEALMENT_STATE_CONFIRMED, "w", "", kNow + absl::Hours(all.size()), one);
  }
  all[0].set_employer("高平市米山煤业有限公司");
  all[1].set_employer("米山煤业有限责任公司");
  all[2].set_employer("高平市望云煤业有限公司");
  EXPECT_THAT(Counting(all, kNow), IsEmpty());
  EXPECT_THAT(Counting(all, kNow + absl::Hours(9)), ElementsAre("c", "b"));
  std::swap(all[0], all[1]);
  EXPECT_THAT(Counting(all, kNow + absl::Hours(9)), ElementsAre("c", "b")) << "in whatever order they are stored";
  Advance(v1::CONCEALMENT_STATE_REVOKED, "l", "", kNow + absl::Hours(10), all[1]);
  EXPECT_THAT(Counting(all, kNow + absl::Hours(9)), ElementsAre("c", "b")) << "as it stood then";
  EXPECT_THAT(Counting(all, kNow + absl::Hours(10)), ElementsAre("a", "b")) << "the other one takes its place";
}

TEST(ConcealmentTest, TwoAccidentsThatWereToldApartBothCount) {
  std::vector<v1::Concealment> all = {Recorded(), Sample()};
  Complete(SamplePlan(), kRecorder, kNow, {all[0].name()}, all[1]);
  all[1].set_name("plans/sample/concealments/y");
  for (v1::Concealment& one : all) Advance(v1::CONCEALMENT_STATE_CONFIRMED, "w", "", kNow, one);
  EXPECT_THAT(Counting(all, kNow), SizeIs(2));
  all[1].clear_different_from();
  EXPECT_THAT(Counting(all, kNow), SizeIs(1));
}

}  // namespace
}  // namespace lianfang::evaluation
