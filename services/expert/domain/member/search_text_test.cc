#include "services/expert/domain/member/search_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

using ::testing::ElementsAre;

TEST(SearchTextTest, WordsAreFoundByPairsOfCharacters) {
  const auto grams = SearchGrams(SearchText(testing::Nomination(1)));
  for (const std::string& gram : WordGrams("粉尘防治")) EXPECT_THAT(grams, ::testing::Contains(gram));
  EXPECT_THAT(grams, ::testing::Contains("粉"));
  EXPECT_THAT(QueryWords(" 粉尘\u3000Dust  噪声 "), ElementsAre("粉尘", "dust", "噪声"));
  EXPECT_THAT(WordGrams("粉尘防"), ElementsAre("粉尘", "尘防"));
  EXPECT_THAT(WordGrams("粉"), ElementsAre("粉"));
  EXPECT_THAT(SearchGrams("粉\n尘"), ElementsAre("尘", "粉")) << "no pair across lines";
}

}  // namespace
}  // namespace lianfang::expert
