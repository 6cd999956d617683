// The values of one field of all records, each distinct one held once.
#ifndef LIANFANG_LINKAGE_COLUMN_H_
#define LIANFANG_LINKAGE_COLUMN_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "linkage/field.h"
#include "linkage/normalize.h"

namespace lianfang::linkage {

// A distinct value. Texts are normalized.
struct Value {
  absl::string_view text;
  absl::string_view pinyin;  // of texts with Chinese characters; empty otherwise
  uint32_t sound = 0;        // equal for values that sound alike; 0 where the kind has no sound
  int32_t number = 0;        // of a date: its day; of a year: itself
  uint32_t count = 0;        // records with it
  // A bit for each symbol, and each word, by its remainder: what two texts do not share is seen before they are compared.
  uint64_t letters = 0;
  uint64_t words = 0;
};

// Grows by Add. Values are numbered from 1; 0 is a missing one.
class Column {
 public:
  explicit Column(Field field) : field_(std::move(field)), values_(1) {}
  Column(Column&&) = default;

  const Field& field() const { return field_; }
  // The number of the value, which is normalized first.
  uint32_t Add(absl::string_view raw, const ColumnStyle& style);
  const Value& value(uint32_t number) const { return values_[number]; }
  size_t size() const { return values_.size(); }
  // Records with a value of this sound.
  uint32_t SoundCount(uint32_t sound) const { return sound_counts_[sound]; }
  // The text by which values are blocked that sound alike.
  absl::string_view SoundKey(uint32_t sound) const { return sound_keys_[sound]; }

 private:
  absl::string_view Keep(absl::string_view text);
  uint32_t SoundOf(const Value& value);

  Field field_;
  std::vector<Value> values_;
  absl::flat_hash_map<absl::string_view, uint32_t> numbers_;
  absl::flat_hash_map<absl::string_view, uint32_t> sounds_;
  std::vector<absl::string_view> sound_keys_{""};
  std::vector<uint32_t> sound_counts_{0};
  std::deque<std::string> pages_;  // what the string_views point into
};

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_COLUMN_H_
