// How a name sounds. 张, 章 and 彰 are one sound; an input method offers all three for `zhang`.
//
//   Pinyin("张伟") == "zhang wei"
//   SoundCode("smyth") == SoundCode("smith")
#ifndef LIANFANG_LINKAGE_SOUND_H_
#define LIANFANG_LINKAGE_SOUND_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::linkage {

// Whether a Chinese character is among the symbols.
bool HasHan(absl::string_view text);

// One syllable without tone for every Chinese character, as ICU's Han-Latin reads it; other symbols stay. Syllables are
// separated by one space.
std::string Pinyin(absl::string_view text);

// A text of syllables with the sounds that many speakers merge made one: zh and z, ch and c, sh and s, -ng and -n.
std::string MergedPinyin(absl::string_view pinyin);

// A code that stays the same under usual misspellings of Latin names: vowels after the first letter dropped, letters of
// one sound made one, no letter twice. Tokens keep their order.
std::string SoundCode(absl::string_view latin);

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_SOUND_H_
