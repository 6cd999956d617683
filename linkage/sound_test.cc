#include "linkage/sound.h"

#include <gtest/gtest.h>

namespace lianfang::linkage {
namespace {

TEST(Pinyin, ReadsCharactersWithoutTones) {
  EXPECT_EQ(Pinyin("张伟"), "zhang wei");
  EXPECT_EQ(Pinyin("张伟"), Pinyin("章炜"));
  EXPECT_EQ(Pinyin("吕"), "lu");
}

TEST(Pinyin, KeepsWhatIsNoCharacter) { EXPECT_EQ(Pinyin("米山3号矿"), "mi shan 3 hao kuang"); }

TEST(MergedPinyin, MakesOneOfSoundsThatManyMerge) {
  EXPECT_EQ(MergedPinyin("zhang sheng"), MergedPinyin("zan sen"));
  EXPECT_NE(MergedPinyin("li"), MergedPinyin("ni"));
}

TEST(SoundCode, StaysTheSameUnderUsualMisspellings) {
  EXPECT_EQ(SoundCode("smith"), SoundCode("smyth"));
  EXPECT_EQ(SoundCode("catherine"), SoundCode("katharyn"));
  EXPECT_NE(SoundCode("smith"), SoundCode("jones"));
}

}  // namespace
}  // namespace lianfang::linkage
