#include "linkage/sound.h"

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "common/code_points.h"

namespace lianfang::linkage {
namespace {

bool IsHan(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x3134F) || c == 0x3007;
}

// The syllables of characters met so far. ICU's transliterator takes microseconds for each; names repeat a few thousand.
class Syllables {
 public:
  std::string Of(char32_t c) {
    absl::MutexLock lock(&mutex_);
    auto found = known_.find(c);
    if (found != known_.end()) return found->second;
    std::string syllable = Transliterated(c);
    known_.emplace(c, syllable);
    return syllable;
  }

 private:
  std::string Transliterated(char32_t c) {
    if (!rules_) {
      UErrorCode error = U_ZERO_ERROR;
      rules_.reset(icu::Transliterator::createInstance("Han-Latin; NFD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower",
                                                       UTRANS_FORWARD, error));
    }
    icu::UnicodeString text(static_cast<UChar32>(c));
    if (rules_) rules_->transliterate(text);
    std::string syllable;
    text.toUTF8String(syllable);
    return std::string(absl::StripAsciiWhitespace(syllable));
  }

  absl::Mutex mutex_;
  std::unique_ptr<icu::Transliterator> rules_;
  absl::flat_hash_map<char32_t, std::string> known_;
};

Syllables& SharedSyllables() {
  static auto* const syllables = new Syllables;
  return *syllables;
}

// The letter that stands for all letters of its sound; 0 for vowels and what is no letter.
char SoundOf(char c) {
  switch (c) {
    case 'b':
    case 'p':
    case 'f':
    case 'v':
    case 'w':
      return 'b';
    case 'c':
    case 'g':
    case 'j':
    case 'k':
    case 'q':
    case 's':
    case 'x':
    case 'z':
      return 'k';
    case 'd':
    case 't':
      return 'd';
    case 'l':
    case 'r':
      return c;
    case 'm':
    case 'n':
      return 'm';
    default:
      return 0;
  }
}

void AppendTokenCode(absl::string_view token, std::string& code) {
  char last = 0;
  for (size_t i = 0; i < token.size(); ++i) {
    const char sound = SoundOf(token[i]);
    if (i == 0) {
      code.push_back(sound != 0 ? sound : (token[i] >= 'a' && token[i] <= 'z' ? 'a' : token[i]));
    } else if (sound != 0 && sound != last) {
      code.push_back(sound);
    }
    last = sound;
  }
}

}  // namespace

bool HasHan(absl::string_view text) {
  bool found = false;
  ForEachCodePoint(text, [&found](char32_t c) { found = found || IsHan(c); });
  return found;
}

std::string Pinyin(absl::string_view text) {
  std::string pinyin;
  bool apart = false;  // the symbol before was a syllable
  ForEachCodePoint(text, [&](char32_t c) {
    const bool han = IsHan(c);
    if (!pinyin.empty() && (han || apart) && pinyin.back() != ' ' && c != ' ') pinyin.push_back(' ');
    if (han) {
      pinyin.append(SharedSyllables().Of(c));
    } else {
      AppendCodePoint(c, pinyin);
    }
    apart = han;
  });
  return pinyin;
}

std::string MergedPinyin(absl::string_view pinyin) {
  std::string merged;
  for (absl::string_view syllable : absl::StrSplit(pinyin, ' ', absl::SkipEmpty())) {
    if (!merged.empty()) merged.push_back(' ');
    if (syllable.size() > 2 && syllable[1] == 'h' && absl::StrContains("zcs", syllable.substr(0, 1))) {
      merged.push_back(syllable[0]);
      syllable.remove_prefix(2);
    }
    absl::ConsumeSuffix(&syllable, absl::EndsWith(syllable, "ng") ? "g" : "");
    merged.append(syllable.data(), syllable.size());
  }
  return merged;
}

std::string SoundCode(absl::string_view latin) {
  std::string code;
  for (const absl::string_view token : absl::StrSplit(latin, ' ', absl::SkipEmpty())) {
    if (!code.empty()) code.push_back(' ');
    AppendTokenCode(token, code);
  }
  return code;
}

}  // namespace lianfang::linkage
