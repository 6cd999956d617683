#include "words/catalogue.h"

#include <gtest/gtest.h>

namespace lianfang {
namespace {

constexpr Message kMessages[] = {
    {"is required", "必填"},           {"must be {} to {}, was {}", "须在 {1} 至 {2} 之间，现为 {3}"},
    {"must be {}", "须为 {1}"},        {"{} must be a number", "{1}须为数字"},
    {"line {}: {}", "第 {1} 行：{2}"},
};

TEST(CatalogueTest, KeepsTheValuesInTheOrderOfTheChinese) {
  const Catalogue catalogue({kMessages});
  EXPECT_EQ(catalogue.Chinese("must be 0 to 9, was 12"), "须在 0 至 9 之间，现为 12");
  EXPECT_EQ(catalogue.Chinese("must be odd"), "须为 odd");
  EXPECT_EQ(catalogue.Chinese("is required"), "必填");
}

TEST(CatalogueTest, TranslatesAMessageWithinAMessage) {
  const Catalogue catalogue({kMessages});
  EXPECT_EQ(catalogue.Chinese("line 3: is required"), "第 3 行：必填");
}

TEST(CatalogueTest, KeepsAPathBeforeAMessageAndTheNumberOfOthersApartFromIt) {
  const Catalogue catalogue({kMessages});
  EXPECT_EQ(catalogue.Chinese("figures[0].number: deaths must be a number (and 12 more)"),
            "figures[0].number：deaths须为数字（另有 12 处）");
  EXPECT_EQ(catalogue.Chinese("a.csv: line 3: is required"), "a.csv：第 3 行：必填");
  EXPECT_EQ(catalogue.Chinese("my file.csv: line 3: is required"), "my file.csv：第 3 行：必填");
  EXPECT_EQ(catalogue.Chinese("a.csv: something else"), std::nullopt);
  EXPECT_EQ(catalogue.Chinese("is required (and some more)"), std::nullopt);
  EXPECT_EQ(catalogue.Chinese("is required (and more)"), std::nullopt);
}

TEST(CatalogueTest, HasNothingForWhatItDoesNotKnow) {
  const Catalogue catalogue({kMessages});
  EXPECT_EQ(catalogue.Chinese("is require"), std::nullopt);
  EXPECT_EQ(catalogue.Chinese(""), std::nullopt);
  EXPECT_EQ(Catalogue({}).Chinese("anything"), std::nullopt);
}

TEST(CatalogueTest, ValuesMayLookLikePlaces) {
  const Catalogue catalogue({kMessages});
  EXPECT_EQ(catalogue.Chinese("must be {1}"), "须为 {1}");
}

}  // namespace
}  // namespace lianfang
