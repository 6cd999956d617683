#include "duties/duty_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang::duties {
namespace {

using duty::v1::Duty;
using duty::v1::ListDutiesRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPlan[] = "plans/p";

Duty Of(const std::string& title, const std::string& department = "emergency") {
  Duty duty;
  duty.set_plan(kPlan);
  duty.set_department(department);
  duty.mutable_title()->set_zh(title);
  return duty;
}

class DutyPagesTest : public ::testing::Test {
 protected:
  DutyPagesTest() { request_.set_parent("plans/-"); }

  absl::StatusOr<DutyPage> Page(int size, const std::string& token = "") {
    return PageOfDuties(
        request_, {.token = token, .size = size, .as_of = absl::UnixEpoch(), .shelves = shelves_.size()},
        [this](size_t shelf, const std::string& after, int limit) -> absl::StatusOr<std::vector<DutyRow>> {
          std::vector<DutyRow> rows;
          const auto& kept = shelves_[shelf];
          for (auto at = kept.upper_bound(after); at != kept.end(); ++at) {
            if (static_cast<int>(rows.size()) == limit) break;
            rows.push_back({at->first, [this, duties = at->second] {
                              ++derived_;
                              return absl::StatusOr<std::vector<Duty>>(duties);
                            }});
          }
          ++reads_;
          return rows;
        });
  }

  // The titles of all pages, and how many pages there were.
  std::vector<std::string> All(int size) {
    std::vector<std::string> titles;
    std::string token;
    pages_ = 0;
    do {
      const auto page = Page(size, token);
      EXPECT_TRUE(page.ok()) << page.status();
      for (const Duty& duty : page->duties) titles.push_back(duty.title().zh());
      EXPECT_LE(page->duties.size(), static_cast<size_t>(size));
      token = page->next;
      ++pages_;
    } while (!token.empty());
    return titles;
  }

  ListDutiesRequest request_;
  std::vector<std::map<std::string, std::vector<Duty>>> shelves_ = {{}};
  int reads_ = 0, derived_ = 0, pages_ = 0;
};

TEST_F(DutyPagesTest, APageMayEndWithinARowAndTheNextGoesOnThere) {
  shelves_[0] = {{"a", {Of("a1"), Of("a2"), Of("a3")}}, {"b", {Of("b1")}}};
  for (int size = 1; size <= 5; ++size) EXPECT_THAT(All(size), ElementsAre("a1", "a2", "a3", "b1")) << size;
  EXPECT_EQ(pages_, 1);
  All(2);
  EXPECT_EQ(pages_, 2);
}

TEST_F(DutyPagesTest, ShelvesFollowOneAnother) {
  shelves_ = {{{"x", {Of("task")}}}, {}, {{"a", {Of("order")}}}};
  for (int size = 1; size <= 3; ++size) EXPECT_THAT(All(size), ElementsAre("task", "order")) << size;
}

TEST_F(DutyPagesTest, OnlyWhatIsAskedForIsThere) {
  shelves_[0] = {{"a", {Of("a1"), Of("a2", "housing")}}};
  request_.set_department("housing");
  EXPECT_THAT(All(10), ElementsAre("a2"));
  request_.clear_department();
  request_.set_parent("plans/other");
  EXPECT_THAT(All(10), IsEmpty());
}

// Two thousand rows that owe nothing: the caller gets an empty page and a token, and no call reads for ever.
TEST_F(DutyPagesTest, APageReadsSoManyRowsAndNoMore) {
  for (int i = 10000; i < 12500; ++i) shelves_[0][absl::StrCat(i)] = {};
  shelves_[0]["9"] = {Of("last")};
  const auto first = Page(10);
  EXPECT_THAT(first->duties, IsEmpty());
  EXPECT_EQ(reads_, 20);
  EXPECT_EQ(derived_, 2000);
  const auto second = Page(10, first->next);
  EXPECT_EQ(second->duties.size(), 1u);
  EXPECT_EQ(second->next, "");
}

TEST_F(DutyPagesTest, WhatIsNoTokenIsRefused) {
  for (const char* token : {"x", "0|1", "1|0|a", "-1|0|a", "0|x|a"}) {
    const auto page = Page(10, token);
    EXPECT_EQ(BadRequestOf(page.status())->field_violations(0).field(), "page_token") << token;
  }
}

}  // namespace
}  // namespace lianfang::duties
