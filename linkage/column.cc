#include "linkage/column.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "common/code_points.h"
#include "linkage/similarity.h"
#include "linkage/sound.h"

namespace lianfang::linkage {
namespace {

constexpr size_t kPageBytes = 64 * 1024;

bool HasSound(FieldKind kind) {
  return kind == FieldKind::kGivenName || kind == FieldKind::kFamilyName || kind == FieldKind::kFullName ||
         kind == FieldKind::kText || kind == FieldKind::kOrganization;
}

bool IsName(FieldKind kind) {
  return kind == FieldKind::kGivenName || kind == FieldKind::kFamilyName || kind == FieldKind::kFullName;
}

uint64_t LettersOf(absl::string_view text) {
  uint64_t letters = 0;
  ForEachCodePoint(text, [&letters](char32_t c) { letters |= uint64_t{1} << (c % 64); });
  return letters;
}

uint64_t WordsOf(absl::string_view text) {
  uint64_t words = 0;
  uint64_t hash = 0;
  for (const char c : text) {
    if (c == ' ') words |= uint64_t{1} << (hash % 64);
    hash = c == ' ' ? 0 : hash * 31 + static_cast<unsigned char>(c);
  }
  return words | uint64_t{1} << (hash % 64);
}

}  // namespace

uint32_t Column::Add(absl::string_view raw, const ColumnStyle& style) {
  const std::string text = Normalized(field_.kind, raw, style);
  if (text.empty()) return 0;
  if (const auto found = numbers_.find(text); found != numbers_.end()) {
    Value& value = values_[found->second];
    ++value.count;
    ++sound_counts_[value.sound];
    return found->second;
  }
  const auto number = static_cast<uint32_t>(values_.size());
  Value value;
  value.text = Keep(text);
  value.count = 1;
  value.letters = LettersOf(text);
  value.words = WordsOf(text);
  if (HasSound(field_.kind)) {
    if (HasHan(text)) value.pinyin = Keep(Pinyin(text));
    value.sound = SoundOf(value);
  }
  if (field_.kind == FieldKind::kBirthDate && !DayNumber(text, value.number)) value.number = INT32_MIN;
  if (field_.kind == FieldKind::kYear && !absl::SimpleAtoi(text, &value.number)) value.number = INT32_MIN;
  ++sound_counts_[value.sound];
  numbers_.emplace(value.text, number);
  values_.push_back(value);
  return number;
}

absl::string_view Column::Keep(absl::string_view text) {
  if (pages_.empty() || pages_.back().size() + text.size() > pages_.back().capacity()) {
    pages_.emplace_back();
    pages_.back().reserve(std::max(kPageBytes, text.size()));
  }
  std::string& page = pages_.back();
  page.append(text.data(), text.size());
  return absl::string_view(page).substr(page.size() - text.size());
}

uint32_t Column::SoundOf(const Value& value) {
  std::string key;
  if (!value.pinyin.empty()) {
    key = MergedPinyin(value.pinyin);
  } else if (IsName(field_.kind)) {
    key = SoundCode(value.text);
  } else {
    key = std::string(value.text);  // other Latin texts: the same but for spaces
    key.erase(std::remove(key.begin(), key.end(), ' '), key.end());
  }
  if (const auto found = sounds_.find(key); found != sounds_.end()) return found->second;
  const auto sound = static_cast<uint32_t>(sound_keys_.size());
  sound_keys_.push_back(Keep(key));
  sound_counts_.push_back(0);
  sounds_.emplace(sound_keys_.back(), sound);
  return sound;
}

}  // namespace lianfang::linkage
