#include "linkage/blocking.h"

#include <algorithm>
#include <functional>
#include <thread>
#include <utility>

#include "absl/strings/string_view.h"

namespace lianfang::linkage {
namespace {

// Records that share a key are all compared up to this many.
constexpr size_t kLargestBlock = 100;
// Records between two checkpoints.
constexpr size_t kRecordsAtOnce = 4096;

uint64_t Mixed(uint64_t a, uint64_t b) {
  uint64_t x = a * 0x9E3779B97F4A7C15 ^ (b + 0x7F4A7C15F39CC060);
  x = (x ^ (x >> 31)) * 0xBF58476D1CE4E5B9;
  return x ^ (x >> 29);
}

// FNV-1a: the same on every machine.
uint64_t HashOf(absl::string_view text) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return hash == 0 ? 1 : hash;
}

// What a record has, as one number; 0 where it has nothing.
struct Feature {
  int group;  // of its field: features of one group are not combined
  std::function<uint64_t(size_t record)> of;
};

}  // namespace

class BlocksBuilder {
 public:
  BlocksBuilder(const Table& table, const StopFlag& stopped, Blocks& blocks)
      : table_(table), stopped_(stopped), blocks_(blocks) {
    blocks.records_ = table.size();
    if (table.tables() == 2) blocks.first_other_ = static_cast<uint32_t>(table.rows(0));
  }

  void Build(int threads) {
    std::vector<std::pair<const Feature*, const Feature*>> keys;
    for (size_t field = 0; field < table_.fields(); ++field) AddFeatures(field);
    AddBothNames();
    for (const Feature& single : singles_) keys.emplace_back(&single, nullptr);
    for (size_t i = 0; i < parts_.size(); ++i) {
      for (size_t j = i + 1; j < parts_.size(); ++j) {
        if (parts_[i].group != parts_[j].group) keys.emplace_back(&parts_[i], &parts_[j]);
      }
    }
    blocks_.passes_.resize(keys.size());
    std::vector<std::thread> workers;
    for (int thread = 0; thread < threads; ++thread) {
      workers.emplace_back([this, thread, threads, &keys] {
        for (size_t k = static_cast<size_t>(thread); k < keys.size(); k += static_cast<size_t>(threads)) {
          FillPass(keys[k].first, keys[k].second, blocks_.passes_[k]);
        }
      });
    }
    for (std::thread& worker : workers) worker.join();
  }

 private:
  uint64_t Text(size_t record, size_t field) const {
    const uint32_t number = table_.value_number(record, field);
    return number == 0 ? 0 : Mixed(number, 1);
  }

  uint64_t Sound(size_t record, size_t field) const {
    const uint32_t sound = table_.value(record, field).sound;
    return sound == 0 ? 0 : Mixed(sound, 2);
  }

  uint64_t Substring(size_t record, size_t field, size_t from, size_t size) const {
    const absl::string_view text = table_.value(record, field).text;
    return text.size() < from + size ? 0 : HashOf(text.substr(from, size));
  }

  void AddFeatures(size_t field) {
    const int group = static_cast<int>(field);
    const FieldKind kind = table_.column(field).field().kind;
    const auto text = [this, field](size_t record) { return Text(record, field); };
    const auto part = [this, field](size_t from, size_t size) {
      return [this, field, from, size](size_t record) { return Substring(record, field, from, size); };
    };
    switch (kind) {
      case FieldKind::kIdentifier:
      case FieldKind::kPhone:
        singles_.push_back({group, text});
        singles_.push_back({group, [this, field](size_t record) {
                              const size_t size = table_.value(record, field).text.size();
                              return size < 6 ? 0 : Substring(record, field, 0, size - size / 3);
                            }});
        singles_.push_back({group, [this, field](size_t record) {
                              const size_t size = table_.value(record, field).text.size();
                              return size < 6 ? 0 : Substring(record, field, size / 3, size - size / 3);
                            }});
        return;
      case FieldKind::kBirthDate:
        singles_.push_back({group, text});
        parts_.push_back({group, text});
        parts_.push_back({group, part(0, 6)});
        parts_.push_back({group, part(4, 4)});
        parts_.push_back({group, [this, field](size_t record) {
                            const uint64_t year = Substring(record, field, 0, 4);
                            const uint64_t day = Substring(record, field, 6, 2);
                            return year == 0 || day == 0 ? 0 : Mixed(year, day);
                          }});
        return;
      case FieldKind::kGivenName:
      case FieldKind::kFamilyName:
      case FieldKind::kFullName: {
        const auto sound = [this, field](size_t record) { return Sound(record, field); };
        singles_.push_back({group, text});
        parts_.push_back({group, sound});
        parts_.push_back({group, [this, field](size_t record) { return Beginning(record, field); }});
        return;
      }
      case FieldKind::kText:
      case FieldKind::kOrganization:
        singles_.push_back({group, [this, field](size_t record) { return Sound(record, field); }});
        parts_.push_back({group, text});
        return;
      case FieldKind::kNumber:
      case FieldKind::kYear:
        singles_.push_back({group, text});
        parts_.push_back({group, text});
        return;
      case FieldKind::kCategory:
        return;
    }
  }

  // The beginning of a name: three letters, or the family name in Chinese.
  uint64_t Beginning(size_t record, size_t field) const {
    const Value& value = table_.value(record, field);
    const absl::string_view text = value.pinyin.empty() ? value.text : value.pinyin;
    if (text.empty()) return 0;
    const size_t syllable =
        value.pinyin.empty() ? std::min<size_t>(3, text.size()) : std::min(text.find(' '), text.size());
    return HashOf(text.substr(0, syllable));
  }

  // Given and family name together, in either order.
  void AddBothNames() {
    int given = -1;
    int family = -1;
    for (size_t field = 0; field < table_.fields(); ++field) {
      const FieldKind kind = table_.column(field).field().kind;
      if (kind == FieldKind::kGivenName && given < 0) given = static_cast<int>(field);
      if (kind == FieldKind::kFamilyName && family < 0) family = static_cast<int>(field);
    }
    if (given < 0 || family < 0) return;
    singles_.push_back({given, [this, given, family](size_t record) -> uint64_t {
                          const absl::string_view a = SoundKey(record, static_cast<size_t>(given));
                          const absl::string_view b = SoundKey(record, static_cast<size_t>(family));
                          if (a.empty() || b.empty()) return 0;
                          const uint64_t x = HashOf(a);
                          const uint64_t y = HashOf(b);
                          return Mixed(std::min(x, y), std::max(x, y));
                        }});
  }

  absl::string_view SoundKey(size_t record, size_t field) const {
    return table_.column(field).SoundKey(table_.value(record, field).sound);
  }

  void FillPass(const Feature* first, const Feature* second, Blocks::Pass& pass) const {
    const size_t size = table_.size();
    std::vector<std::pair<uint64_t, uint32_t>> keys;
    keys.reserve(size);
    for (size_t record = 0; record < size; ++record) {
      if (record % kRecordsAtOnce == 0 && HasStopped(stopped_)) break;
      uint64_t key = first->of(record);
      if (key != 0 && second != nullptr) {
        const uint64_t other = second->of(record);
        key = other == 0 ? 0 : Mixed(key, other);
      }
      if (key != 0) keys.emplace_back(key, static_cast<uint32_t>(record));
    }
    std::sort(keys.begin(), keys.end());
    pass.block_of.assign(size, Blocks::kNoBlock);
    for (size_t from = 0; from < keys.size();) {
      size_t to = from;
      while (to < keys.size() && keys[to].first == keys[from].first) ++to;
      if (IsUseful(keys, from, to)) {
        const auto block = static_cast<uint32_t>(pass.starts.size());
        pass.starts.push_back(static_cast<uint32_t>(pass.members.size()));
        for (size_t i = from; i < to; ++i) {
          pass.block_of[keys[i].second] = block;
          pass.members.push_back(keys[i].second);
        }
      }
      from = to;
    }
    pass.starts.push_back(static_cast<uint32_t>(pass.members.size()));
    pass.members.shrink_to_fit();
  }

  bool IsUseful(const std::vector<std::pair<uint64_t, uint32_t>>& keys, size_t from, size_t to) const {
    if (to - from < 2 || to - from > kLargestBlock) return false;
    // Records are in order of their sides.
    return blocks_.first_other_ == 0 ||
           (keys[from].second < blocks_.first_other_ && keys[to - 1].second >= blocks_.first_other_);
  }

  const Table& table_;
  const StopFlag& stopped_;
  Blocks& blocks_;
  std::vector<Feature> singles_;
  std::vector<Feature> parts_;
};

Blocks::Blocks(const Table& table, int threads, const StopFlag& stopped) {
  BlocksBuilder(table, stopped, *this).Build(threads);
}

}  // namespace lianfang::linkage
