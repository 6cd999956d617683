// Handlers of premium rates, on the fake store.
#include "services/fund/premium_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/errors.h"
#include "common/workbook/testing/cells.h"
#include "services/fund/domain/values/money.h"
#include "services/fund/export/rates_workbook.h"
#include "services/fund/testing/world.h"

namespace lianfang::fund {
namespace {

using testing::World;

constexpr char kList[] = "plans/sample/rateLists/2026";

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : std::string(status.message());
}

// A shipped table, as if it were of the sample plan.
v1::RateTable Shipped(const std::string& name) {
  std::ifstream file("deploy/rates/" + name + ".textproto");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return testing::FromText<v1::RateTable>(absl::StrReplaceAll(text, {{"plans/gaoping-2021-2025", "plans/sample"}}));
}

absl::StatusOr<v1::RateTable> Put(World& world, const Call& call, const v1::RateTable& table) {
  v1::PutRateTableRequest request;
  *request.mutable_rate_table() = table;
  request.set_request_id(NewUuid());
  return world.premiums.PutRateTable(call, request);
}

v1::ImportEmployersRequest Import(int from, int count, const std::string& list = kList,
                                  const std::string& table = "example-a") {
  v1::ImportEmployersRequest request;
  request.set_name(list);
  request.set_rate_table("plans/sample/rateTables/" + table);
  request.set_request_id(NewUuid());
  for (int i = from; i < from + count; ++i) {
    v1::EmployerFigures& figures = *request.add_employers();
    figures.set_credit_code(testing::CreditCode(i));
    figures.set_display_name("企业");
    figures.set_industry_class(4);
    *figures.mutable_premiums() = MoneyOf(100000);
    *figures.mutable_benefits() = MoneyOf(i * 60000);
  }
  return request;
}

template <typename Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  request.set_request_id(NewUuid());
  return request;
}

TEST(PremiumServiceTest, ATableThatLostAClassProposesNothingForIt) {
  World world;
  const auto first = Put(world, world.office, Shipped("example-a"));
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(world.premiums.ImportEmployers(world.insurance, Import(0, 1)).ok());
  v1::RateTable table = Shipped("example-a");
  auto& classes = *table.mutable_classes();
  for (int i = classes.size() - 1; i >= 0; --i) {
    if (classes[i].industry_class() == 4) classes.DeleteSubrange(i, 1);
  }
  for (v1::RateBand& band : *table.mutable_bands()) {
    auto& of = *band.mutable_classes();
    of.erase(std::remove(of.begin(), of.end(), 4), of.end());
  }
  v1::PutRateTableRequest put;
  *put.mutable_rate_table() = table;
  put.set_etag(first->etag());
  put.set_request_id(NewUuid());
  const auto again = world.premiums.PutRateTable(world.office, put);
  ASSERT_TRUE(again.ok()) << again.status();
  const auto proposed = world.premiums.ProposeRates(world.insurance, Named<v1::ProposeRatesRequest>(kList));
  EXPECT_EQ(proposed.status().code(), absl::StatusCode::kInvalidArgument) << "its rate would be nothing";
}

TEST(PremiumServiceTest, FromTheFiguresToThePublishedList) {
  World world;
  ASSERT_TRUE(Put(world, world.office, Shipped("example-a")).ok());
  const auto imported = world.premiums.ImportEmployers(world.insurance, Import(0, 3));
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->employer_count(), 3);
  const auto proposed = world.premiums.ProposeRates(world.insurance, Named<v1::ProposeRatesRequest>(kList));
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(proposed->lowered_count(), 2) << "0, 60 and 120 %: 50, 80 and 120 of 100";
  auto correct = Named<v1::CorrectRateRequest>(std::string(kList) + "/rates/" + testing::CreditCode(1));
  correct.set_percent(100);
  correct.set_reason("漏报待遇");
  const auto corrected = world.premiums.CorrectRate(world.insurance, correct);
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_EQ(corrected->proposed_percent(), 80);
  EXPECT_EQ(ReasonOf(world.premiums.PublishRates(world.insurance, Named<v1::PublishRatesRequest>(kList)).status()),
            "FOUR_EYES");
  ASSERT_TRUE(world.premiums.PublishRates(world.office, Named<v1::PublishRatesRequest>(kList)).ok());
  EXPECT_EQ(ReasonOf(world.premiums.ImportEmployers(world.insurance, Import(9, 1)).status()), "STATE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(world.premiums.ProposeRates(world.insurance, Named<v1::ProposeRatesRequest>(kList)).status()),
            "STATE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(Put(world, world.office, Shipped("example-a")).status()), "TABLE_IN_USE");
  v1::ListRatesRequest list;
  list.set_parent(kList);
  list.set_corrected_only(true);
  EXPECT_EQ(world.premiums.ListRates(world.auditor, list)->rates_size(), 1);
}

TEST(PremiumServiceTest, AListIsAWorkbookWithTheDerivationInWords) {
  World world;
  ASSERT_TRUE(Put(world, world.office, Shipped("example-a")).ok());
  auto import = Import(0, 3);
  import.mutable_employers(2)->set_industry_class(8);
  ASSERT_TRUE(world.premiums.ImportEmployers(world.insurance, import).ok());
  ASSERT_TRUE(world.premiums.ProposeRates(world.insurance, Named<v1::ProposeRatesRequest>(kList)).ok());
  v1::ExportRatesRequest request;
  request.set_name(kList);
  const auto exported = world.premiums.ExportRates(world.auditor, request);
  ASSERT_TRUE(exported.ok()) << exported.status();
  EXPECT_EQ(exported->filename(), "费率名册-sample-2026.xlsx");
  WorkbookFacts facts = ReadFacts(exported->content());
  EXPECT_THAT(facts.Sheets(), ::testing::ElementsAre("名册", "费率", "费率表"));
  const auto row = facts.Row("费率", facts.RowOf("费率", testing::CreditCode(1)));
  ASSERT_EQ(row.size(), 11U);
  EXPECT_EQ(row[8], "80%");
  EXPECT_EQ(row[10],
            "第4类，基准费率0.9%；支缴率600.00÷1000.00＝60.00%，未新发工伤；高于50%、不超过80%，80%；费率0.72%");
  EXPECT_THAT(facts.Row("费率表", 3), ::testing::Contains("不超过50%"));
  request.set_industry_class(8);
  const auto part = world.premiums.ExportRates(world.auditor, request);
  ASSERT_TRUE(part.ok()) << part.status();
  facts = ReadFacts(part->content());
  EXPECT_EQ(facts.RowOf("费率", testing::CreditCode(1)), 0);
  EXPECT_GT(facts.RowOf("费率", testing::CreditCode(2)), 0);
  request.set_industry_class(9);
  EXPECT_EQ(BadRequestOf(world.premiums.ExportRates(world.auditor, request).status())->field_violations(0).field(),
            "industry_class");
  request.set_industry_class(0);
  EXPECT_EQ(world.premiums.ExportRates(world.emergency, request).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST(PremiumServiceTest, ALongListIsReadByPages) {
  World world;
  ASSERT_TRUE(Put(world, world.office, Shipped("example-a")).ok());
  constexpr int kMany = 2001;
  for (int from = 0; from < kMany; from += 500) {
    ASSERT_TRUE(world.premiums.ImportEmployers(world.insurance, Import(from, std::min(500, kMany - from))).ok());
  }
  v1::ExportRatesRequest request;
  request.set_name(kList);
  const auto exported = world.premiums.ExportRates(world.auditor, request);
  ASSERT_TRUE(exported.ok()) << exported.status();
  const WorkbookFacts facts = ReadFacts(exported->content());
  for (const int i : {0, 999, 1000, 1001, 1999, 2000}) {
    EXPECT_EQ(facts.RowOf("费率", testing::CreditCode(i)), 3 + i) << "after title and headings, each once";
  }
}

TEST(PremiumServiceTest, ALongListIsProposedAndOpenedAgainByPages) {
  World world;
  ASSERT_TRUE(Put(world, world.office, Shipped("example-a")).ok());
  constexpr int kMany = 2001;
  const auto import = [&](const std::string& list) {
    for (int from = 0; from < kMany; from += 500) {
      auto part = Import(from, std::min(500, kMany - from), list);
      ASSERT_TRUE(world.premiums.ImportEmployers(world.insurance, part).ok());
    }
  };
  import(kList);
  const auto proposed = world.premiums.ProposeRates(world.insurance, Named<v1::ProposeRatesRequest>(kList));
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(proposed->employer_count(), kMany) << "each once";
  EXPECT_EQ(proposed->lowered_count(), 2);
  EXPECT_EQ(proposed->raised_count(), kMany - 2) << "all from the third on: more than 100 %";
  ASSERT_TRUE(world.premiums.PublishRates(world.office, Named<v1::PublishRatesRequest>(kList)).ok());
  const std::string next = "plans/sample/rateLists/2027";
  import(next);
  ASSERT_TRUE(world.premiums.ProposeRates(world.insurance, Named<v1::ProposeRatesRequest>(next)).ok());
  v1::GetRateRequest get;
  get.set_name(next + "/rates/" + testing::CreditCode(kMany - 1));
  EXPECT_EQ(world.premiums.GetRate(world.auditor, get)->previous_percent(), 150)
      << "of the list before, on the last page, too";
  auto reopen = Named<v1::ReopenRateListRequest>(next);
  reopen.set_reason("补报");
  ASSERT_TRUE(world.premiums.ReopenRateList(world.insurance, reopen).ok());
  EXPECT_EQ(world.premiums.GetRate(world.auditor, get)->percent(), 0);
  EXPECT_EQ(world.premiums.GetRate(world.auditor, get)->derivation().zh(), "");
  EXPECT_LE(world.store.most_rates(), 1000) << "no more than a page is in memory";
}

TEST(RatesWorkbookTest, AsksForNoMoreThanAPageAtOnce) {
  const type::v1::Plan plan = testing::SamplePlan();
  const RatesWorkbook workbook{.plan = plan, .list = {}, .table = {}};
  std::vector<std::string> asked;
  const auto written = WriteRates(workbook, [&](const std::string& after, int limit) {
    asked.push_back(after);
    EXPECT_EQ(limit, 1000);
    std::vector<v1::EmployerRate> page(asked.size() < 3 ? 1000 : 0);
    for (size_t i = 0; i < page.size(); ++i) {
      page[i].mutable_figures()->set_credit_code(absl::StrCat(asked.size() * 1000 + i));
    }
    return page;
  });
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_THAT(asked, ::testing::ElementsAre("", "1999", "2999"));
}

TEST(PremiumServiceTest, TheWorkbookOfAnEmptyTableSaysSo) {
  World world;
  ASSERT_TRUE(Put(world, world.office, Shipped("shanxi")).ok());
  ASSERT_TRUE(world.premiums.ImportEmployers(world.insurance, Import(0, 1, kList, "shanxi")).ok());
  v1::ExportRatesRequest request;
  request.set_name(kList);
  const auto exported = world.premiums.ExportRates(world.insurance, request);
  ASSERT_TRUE(exported.ok()) << exported.status();
  const WorkbookFacts facts = ReadFacts(exported->content());
  EXPECT_GT(facts.RowOf("名册", "说明"), 0);
}

TEST(PremiumServiceTest, TheNextListBeginsAtThePublishedOne) {
  World world;
  ASSERT_TRUE(Put(world, world.office, Shipped("example-a")).ok());
  ASSERT_TRUE(world.premiums.ImportEmployers(world.insurance, Import(0, 2)).ok());
  ASSERT_TRUE(world.premiums.ProposeRates(world.insurance, Named<v1::ProposeRatesRequest>(kList)).ok());
  ASSERT_TRUE(world.premiums.PublishRates(world.office, Named<v1::PublishRatesRequest>(kList)).ok());
  const std::string next = "plans/sample/rateLists/2027";
  ASSERT_TRUE(world.premiums.ImportEmployers(world.insurance, Import(0, 2, next)).ok());
  ASSERT_TRUE(world.premiums.ProposeRates(world.insurance, Named<v1::ProposeRatesRequest>(next)).ok());
  v1::GetRateRequest get;
  get.set_name(next + "/rates/" + testing::CreditCode(0));
  EXPECT_EQ(world.premiums.GetRate(world.auditor, get)->previous_percent(), 50);
}

TEST(PremiumServiceTest, AnEmployerIsOnAListOnceUnlessItIsReplaced) {
  World world;
  ASSERT_TRUE(Put(world, world.office, Shipped("example-a")).ok());
  ASSERT_TRUE(world.premiums.ImportEmployers(world.insurance, Import(0, 3)).ok());
  auto again = Import(2, 2);
  EXPECT_EQ(ReasonOf(world.premiums.ImportEmployers(world.insurance, again).status()), "EMPLOYER_ON_LIST");
  again.set_request_id(NewUuid());
  again.set_replace(true);
  EXPECT_EQ(world.premiums.ImportEmployers(world.insurance, again)->employer_count(), 4);
  auto twice = Import(7, 1);
  *twice.add_employers() = twice.employers(0);
  EXPECT_EQ(BadRequestOf(world.premiums.ImportEmployers(world.insurance, twice).status())->field_violations(0).field(),
            "employers[1].credit_code");
}

TEST(PremiumServiceTest, AnEmptyTableProposesNothingAndSaysSo) {
  World world;
  ASSERT_TRUE(Put(world, world.office, Shipped("shanxi")).ok());
  ASSERT_TRUE(world.premiums.ImportEmployers(world.insurance, Import(0, 1, kList, "shanxi")).ok());
  EXPECT_EQ(ReasonOf(world.premiums.ProposeRates(world.insurance, Named<v1::ProposeRatesRequest>(kList)).status()),
            "RATE_TABLE_EMPTY");
}

TEST(PremiumServiceTest, FiguresAreForTheOfficeTheReviewerAndTheSupervisorsAlone) {
  World world;
  ASSERT_TRUE(Put(world, world.office, Shipped("example-a")).ok());
  EXPECT_EQ(world.premiums.ImportEmployers(world.emergency, Import(0, 1)).status().code(),
            absl::StatusCode::kPermissionDenied);
  ASSERT_TRUE(world.premiums.ImportEmployers(world.insurance, Import(0, 1)).ok());
  v1::ListRatesRequest list;
  list.set_parent(kList);
  EXPECT_TRUE(world.premiums.ListRates(world.insurance, list).ok());
  EXPECT_TRUE(world.premiums.ListRates(world.auditor, list).ok());
  EXPECT_EQ(world.premiums.ListRates(world.emergency, list).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(world.premiums.ListRates(world.stranger, list).status().code(), absl::StatusCode::kPermissionDenied);
  v1::ListRateListsRequest lists;
  lists.set_parent("plans/sample");
  EXPECT_EQ(world.premiums.ListRateLists(world.emergency, lists)->rate_lists_size(), 0);
  EXPECT_EQ(world.premiums.ListRateLists(world.insurance, lists)->rate_lists_size(), 1);
}

TEST(PremiumServiceTest, AListOpenedAgainTakesFigures) {
  World world;
  ASSERT_TRUE(Put(world, world.office, Shipped("example-a")).ok());
  ASSERT_TRUE(world.premiums.ImportEmployers(world.insurance, Import(0, 1)).ok());
  auto reopen = Named<v1::ReopenRateListRequest>(kList);
  reopen.set_reason("补报");
  EXPECT_EQ(ReasonOf(world.premiums.ReopenRateList(world.insurance, reopen).status()), "STATE_NOT_ALLOWED");
  ASSERT_TRUE(world.premiums.ProposeRates(world.insurance, Named<v1::ProposeRatesRequest>(kList)).ok());
  EXPECT_EQ(ReasonOf(world.premiums.ImportEmployers(world.insurance, Import(1, 1)).status()), "STATE_NOT_ALLOWED");
  reopen.set_request_id(NewUuid());
  ASSERT_TRUE(world.premiums.ReopenRateList(world.insurance, reopen).ok());
  EXPECT_TRUE(world.premiums.ImportEmployers(world.insurance, Import(1, 1)).ok());
}

}  // namespace
}  // namespace lianfang::fund
