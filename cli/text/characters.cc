#include "cli/text/characters.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/code_points.h"

namespace lianfang::cli {
namespace {

type::v1::LocalizedText TextOf(absl::string_view zh, absl::string_view en) {
  type::v1::LocalizedText text;
  text.set_zh(std::string(zh));
  text.set_en(std::string(en));
  return text;
}

constexpr char32_t kGb18030Space = 0xE5E5;
constexpr char32_t kFirstRadical = 0x2E80;
constexpr char32_t kLastRadical = 0x2FDF;

// Of U+2E80 to U+2EF3, which Unicode's normal forms leave alone: its EquivalentUnifiedIdeograph property. 0: none.
constexpr char32_t kRadicals[] = {
    // clang-format off
    0, 0x5382, 0x4E5B, 0x4E5A, 0x4E59, 0x4EBB, 0x5182, 0x20628,  // U+2E80
    0x5200, 0x5202, 0x535C, 0x353E, 0x5C0F, 0x5C0F, 0x5140, 0x5C23,  // U+2E88
    0x5C22, 0x21BC2, 0x5DF3, 0x5E7A, 0x5F51, 0x2B739, 0x5FC4, 0x5FC3,  // U+2E90
    0x624C, 0x6535, 0, 0x65E1, 0x65E5, 0x6708, 0x6B7A, 0x6BCD,  // U+2E98
    0x6C11, 0x6C35, 0x6C3A, 0x706C, 0x722B, 0x722B, 0x4E2C, 0x725B,  // U+2EA0
    0x72AD, 0x738B, 0x24D14, 0x76EE, 0x793A, 0x793B, 0x25AD7, 0x7CF9,  // U+2EA8
    0x7E9F, 0x7F53, 0x7F52, 0x34C1, 0x5197, 0x2626B, 0x7F8A, 0x2634C,  // U+2EB0
    0x2634B, 0x8002, 0x8080, 0x807F, 0x8089, 0x26951, 0x8279, 0x8279,  // U+2EB8
    0x8279, 0x864E, 0x8864, 0x8980, 0x897F, 0x89C1, 0x89D2, 0x278B2,  // U+2EC0
    0x8BA0, 0x8D1D, 0x27FB7, 0x8F66, 0x8FB6, 0x8FB6, 0x8FB6, 0x9091,  // U+2EC8
    0x9485, 0x9577, 0x9578, 0x957F, 0x95E8, 0x28E0F, 0x961D, 0x96E8,  // U+2ED0
    0x9752, 0x97E6, 0x9875, 0x98CE, 0x98DE, 0x98DF, 0x2967F, 0x98E0,  // U+2ED8
    0x9963, 0x29810, 0x9A6C, 0x9AA8, 0x9B3C, 0x9C7C, 0x9E1F, 0x5364,  // U+2EE0
    0x9EA6, 0x9EC4, 0x9EFE, 0x6589, 0x9F50, 0x6B6F, 0x9F7F, 0x7ADC,  // U+2EE8
    0x9F99, 0x9F9C, 0x4E80, 0x9F9F,  // U+2EF0
    // clang-format on
};

// Private-use codes that older editions of GB18030 gave characters, and what the edition of 2022 gives them.
struct Reassigned {
  char32_t before;
  char32_t now;
};
constexpr Reassigned kReassigned[] = {
    {0xE78D, 0xFE10},  {0xE78E, 0xFE12},  {0xE78F, 0xFE11}, {0xE790, 0xFE13}, {0xE791, 0xFE14},  {0xE792, 0xFE15},
    {0xE793, 0xFE16},  {0xE794, 0xFE17},  {0xE795, 0xFE18}, {0xE796, 0xFE19}, {0xE816, 0x20087}, {0xE817, 0x20089},
    {0xE818, 0x200CC}, {0xE81E, 0x9FB4},  {0xE826, 0x9FB5}, {0xE82B, 0x9FB6}, {0xE82C, 0x9FB7},  {0xE831, 0x215D7},
    {0xE832, 0x9FB8},  {0xE83B, 0x2298F}, {0xE843, 0x9FB9}, {0xE854, 0x9FBA}, {0xE855, 0x241FE}, {0xE864, 0x9FBB}};

// Dashes by which a table says that there is nothing, U+002D and U+FF0D included; U+4E00 (一) is a number.
constexpr char32_t kDashes[] = {0x2D,   0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043, 0x2212, 0x2500, 0x2501,
                                0x2796, 0x2E3A, 0x2E3B, 0x30FC, 0xFE31, 0xFE32, 0xFE58, 0xFE63, 0xFF0D, 0xFF70};
constexpr char32_t kMinuses[] = {0x2D, 0x2010, 0x2011, 0x2212, 0xFE63, 0xFF0D};

struct Name {
  char32_t c;
  const char* zh;
};
constexpr Name kNames[] = {
    {0x09, "制表符"},
    {0x0A, "换行符"},
    {0x0D, "回车符"},
    {0x4F, "字母 O，不是数字 0"},
    {0x6F, "字母 o，不是数字 0"},
    {0x49, "字母 I，不是数字 1"},
    {0x6C, "字母 l，不是数字 1"},
    {0xA0, "不换行空格"},
    {0xAD, "软连字符"},
    {0x39F, "希腊字母，不是数字 0"},
    {0x3BF, "希腊字母，不是数字 0"},
    {0x41E, "西里尔字母，不是数字 0"},
    {0x43E, "西里尔字母，不是数字 0"},
    {0x200B, "零宽空格"},
    {0x200C, "零宽不连字"},
    {0x200D, "零宽连字"},
    {0x200E, "从左到右标记"},
    {0x200F, "从右到左标记"},
    {0x2010, "连字符"},
    {0x2011, "不换行连字符"},
    {0x2012, "数字宽横线"},
    {0x2013, "短横线"},
    {0x2014, "破折号"},
    {0x2015, "横线"},
    {0x202A, "从左到右嵌入"},
    {0x202B, "从右到左嵌入"},
    {0x202C, "方向格式结束"},
    {0x202D, "强制从左到右"},
    {0x202E, "强制从右到左"},
    {0x2060, "词连接符"},
    {0x2066, "从左到右隔离"},
    {0x2067, "从右到左隔离"},
    {0x2068, "首字定向隔离"},
    {0x2069, "方向隔离结束"},
    {0x2212, "减号"},
    {0x2500, "制表横线"},
    {0x3000, "全角空格"},
    {0x30FC, "日文长音符"},
    {0x4E00, "汉字“一”"},
    {0xE5E5, "GB18030 的全角空格"},
    {0xFEFF, "零宽不换行空格（字节序标记）"},
    {0xFF0D, "全角减号"},
    {0xFFFC, "对象占位符"},
    {0xFFFD, "替换符（乱码）"},
};

template <typename Items>
bool Contains(const Items& items, char32_t c) {
  return std::find(std::begin(items), std::end(items), c) != std::end(items);
}

bool IsNoncharacter(char32_t c) { return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF); }

// What kind of character it is, for those without a name of their own.
const char* KindOf(char32_t c) {
  if (IsNoncharacter(c)) return "非字符";
  if (IsInvisible(c)) return "不可见字符";
  if (IsSpace(c)) return "空格";
  if (c >= kFirstRadical && c <= kLastRadical) return "部首字符";
  switch (u_charType(static_cast<UChar32>(c))) {
    case U_CONTROL_CHAR:
      return "控制字符";
    case U_PRIVATE_USE_CHAR:
      return "自造字";
    case U_DECIMAL_DIGIT_NUMBER:
      return "其他文字的数字";
    default:
      return nullptr;
  }
}

std::string EnglishName(char32_t c) {
  char name[128];
  UErrorCode error = U_ZERO_ERROR;
  u_charName(static_cast<UChar32>(c), U_EXTENDED_CHAR_NAME, name, sizeof name, &error);
  return U_FAILURE(error) ? "" : name;
}

// Characters of Chinese tables: Han, Latin letters and digits in either width, punctuation and symbols as GB2312 has
// them. Radicals are Han to Unicode, and not to those who search for the word.
bool IsUsual(char32_t c) {
  if (c == '\n' || (c >= 0x20 && c < 0x7F) || (c >= 0xFF01 && c <= 0xFF5E)) return true;
  if (c >= kFirstRadical && c <= kLastRadical) return false;
  if (IsInvisible(c) || IsSpace(c) || IsNoncharacter(c)) return false;
  UErrorCode error = U_ZERO_ERROR;
  if (uscript_getScript(static_cast<UChar32>(c), &error) == USCRIPT_HAN) return true;
  constexpr uint32_t kPunctuation = U_GC_P_MASK | U_GC_SM_MASK | U_GC_SC_MASK | U_GC_SO_MASK | U_GC_NO_MASK;
  return (U_MASK(u_charType(static_cast<UChar32>(c))) & kPunctuation) != 0 && c != 0xFFFC && c != 0xFFFD &&
         !Contains(kDashes, c);
}

}  // namespace

bool IsSpace(char32_t c) { return c == kGb18030Space || u_isUWhiteSpace(static_cast<UChar32>(c)); }

bool IsInvisible(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && !ReversesText(c);
}

bool ReversesText(char32_t c) { return c == 0x202B || c == 0x202D || c == 0x202E || c == 0x2067; }

bool IsDash(char32_t c) { return Contains(kDashes, c); }

bool IsMinus(char32_t c) { return Contains(kMinuses, c); }

char32_t NarrowCharacter(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

char32_t UnifiedCharacter(char32_t c) {
  if (c < kFirstRadical) return c;
  if (c < kFirstRadical + std::size(kRadicals)) {
    const char32_t unified = kRadicals[c - kFirstRadical];
    return unified == 0 ? c : unified;
  }
  if (c <= kLastRadical || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F)) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(error);
    icu::UnicodeString unified;
    if (U_SUCCESS(error) && nfkc->getDecomposition(static_cast<UChar32>(c), unified) && unified.countChar32() == 1) {
      return static_cast<char32_t>(unified.char32At(0));
    }
    return c;
  }
  for (const Reassigned& reassigned : kReassigned) {
    if (c == reassigned.before) return reassigned.now;
  }
  return c;
}

type::v1::LocalizedText CharacterName(char32_t c) {
  const std::string code = absl::StrFormat("U+%04X", static_cast<uint32_t>(c));
  const std::string english = absl::AsciiStrToLower(EnglishName(c));
  for (const Name& name : kNames) {
    if (name.c == c) return TextOf(absl::StrCat(code, " ", name.zh), absl::StrCat(code, " ", english));
  }
  const char* kind = KindOf(c);
  return TextOf(absl::StrCat(code, " ", kind == nullptr ? english : kind), absl::StrCat(code, " ", english));
}

std::optional<type::v1::LocalizedText> UnusualCharacters(absl::string_view text) {
  std::vector<char32_t> unusual;
  ForEachCodePoint(text, [&unusual](char32_t c) {
    if (!IsUsual(c) && !Contains(unusual, c)) unusual.push_back(c);
  });
  if (unusual.empty()) return std::nullopt;
  type::v1::LocalizedText names;
  for (const char32_t c : unusual) {
    const type::v1::LocalizedText name = CharacterName(c);
    names = TextOf(absl::StrCat(names.zh(), names.zh().empty() ? "" : "、", name.zh()),
                   absl::StrCat(names.en(), names.en().empty() ? "" : ", ", name.en()));
  }
  return names;
}

}  // namespace lianfang::cli
