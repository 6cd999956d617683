// Messages of programs in Chinese. Programs make their messages in English, where they know what is wrong; a catalogue
// has the Chinese for each, with `{}` in the English where a value stands:
//
//   constexpr Message kMessages[] = {
//       {"must have at most {} characters, was {}", "最多 {1} 个字，现有 {2} 个字"},
//   };
//   const Catalogue catalogue({kMessages});
//   catalogue.Chinese("must have at most 20 characters, was 31");        // 最多 20 个字，现有 31 个字
//
// tests/checks/chinese finds messages in the sources that no catalogue has.
#ifndef LIANFANG_WORDS_CATALOGUE_H_
#define LIANFANG_WORDS_CATALOGUE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace lianfang {

struct Message {
  absl::string_view en;  // `{}` stands for any text, at most nine times
  absl::string_view zh;  // `{1}` to `{9}` stand for those texts, in the order of the English
};

// Immutable and thread-safe.
class Catalogue {
 public:
  // The messages outlive the catalogue. Of two with the same English the first counts.
  explicit Catalogue(const std::vector<absl::Span<const Message>>& tables);

  // The Chinese of a message as it was made, its values kept, or themselves translated where they are messages of the
  // catalogue. Nullopt where no entry fits. Where several fit, the one with the most fixed characters counts. What stands
  // around a message in lists of faults is kept apart from it: a path or file before it (`figures[0].number: …`), and
  // `… (and 2 more)` behind it.
  std::optional<std::string> Chinese(absl::string_view message) const;

 private:
  struct Pattern {
    std::vector<absl::string_view> pieces;  // fixed text around the values
    size_t fixed;                           // its characters
    absl::string_view zh;
  };

  std::optional<std::string> ChineseOfOne(absl::string_view message) const;
  std::string Fill(absl::string_view zh, const std::vector<absl::string_view>& values) const;

  absl::flat_hash_map<absl::string_view, absl::string_view> whole_;  // without values
  std::vector<Pattern> patterns_;                                    // with, most fixed characters first
};

}  // namespace lianfang

#endif  // LIANFANG_WORDS_CATALOGUE_H_
