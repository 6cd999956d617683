#include "services/evaluation/domain/verdict/summary.h"

#include <gtest/gtest.h>

namespace lianfang::evaluation {
namespace {

using Statuses = std::vector<v1::ResultStatus>;

constexpr auto kAttained = v1::RESULT_STATUS_ATTAINED;
constexpr auto kNotAttained = v1::RESULT_STATUS_NOT_ATTAINED;
constexpr auto kProvisional = v1::RESULT_STATUS_PROVISIONAL_ATTAINED;
constexpr auto kProvisionalNot = v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED;
constexpr auto kPending = v1::RESULT_STATUS_PENDING;
constexpr auto kMissing = v1::RESULT_STATUS_MISSING;
constexpr auto kNotApplicable = v1::RESULT_STATUS_NOT_APPLICABLE;

struct Case {
  Statuses parts;
  v1::ResultStatus whole;
};

TEST(SummaryTest, IsAConjunction) {
  const Case cases[] = {
      {{}, kNotApplicable},
      {{kNotApplicable, kNotApplicable}, kNotApplicable},
      {{kAttained, kNotApplicable}, kAttained},
      {{kAttained, kAttained}, kAttained},
      {{kAttained, kNotAttained}, kNotAttained},
      {{kAttained, kProvisional}, kProvisional},
      {{kProvisional, kPending}, kPending},
      {{kAttained, kPending}, kPending},
      {{kPending, kMissing}, kMissing},
      {{kMissing, kProvisionalNot}, kProvisionalNot},  // decided, whatever the missing one will say
      {{kMissing, kNotAttained}, kNotAttained},
      {{kProvisionalNot, kNotAttained}, kNotAttained},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Summarize(c.parts).status(), c.whole);
    EXPECT_EQ(Summarize(Statuses(c.parts.rbegin(), c.parts.rend())).status(), c.whole);
  }
}

TEST(SummaryTest, CountsStatusesInTheirOrder) {
  const v1::Summary summary = Summarize({kMissing, kAttained, kMissing});
  ASSERT_EQ(summary.counts_size(), 2);
  EXPECT_EQ(summary.counts(0).status(), kAttained);
  EXPECT_EQ(summary.counts(0).count(), 1);
  EXPECT_EQ(summary.counts(1).status(), kMissing);
  EXPECT_EQ(summary.counts(1).count(), 2);
}

TEST(SummaryTest, SummarizingSummariesIsSummarizingAll) {
  const Statuses all = {kAttained, kNotAttained, kProvisional, kProvisionalNot, kPending, kMissing, kNotApplicable};
  for (const auto a : all) {
    for (const auto b : all) {
      for (const auto c : all) {
        const v1::ResultStatus left = Summarize({Summarize({a, b}).status(), c}).status();
        ASSERT_EQ(left, Summarize({a, b, c}).status()) << a << " " << b << " " << c;
        ASSERT_EQ(left, Summarize({a, Summarize({b, c}).status()}).status()) << a << " " << b << " " << c;
      }
    }
  }
}

}  // namespace
}  // namespace lianfang::evaluation
