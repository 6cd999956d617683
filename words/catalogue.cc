#include "words/catalogue.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace lianfang {
namespace {

constexpr absl::string_view kValue = "{}";
constexpr absl::string_view kAnd = " (and ";

// The texts between the pieces, each as short as it can be; nullopt where the message is made of other pieces.
std::optional<std::vector<absl::string_view>> Match(const std::vector<absl::string_view>& pieces,
                                                    absl::string_view message) {
  const absl::string_view first = pieces.front();
  const absl::string_view last = pieces.back();
  if (message.size() < first.size() + last.size() || !absl::StartsWith(message, first) ||
      !absl::EndsWith(message, last)) {
    return std::nullopt;
  }
  absl::string_view rest = message.substr(first.size(), message.size() - first.size() - last.size());
  std::vector<absl::string_view> values;
  for (size_t i = 1; i + 1 < pieces.size(); ++i) {
    const size_t at = rest.find(pieces[i]);
    if (at == absl::string_view::npos) return std::nullopt;
    values.push_back(rest.substr(0, at));
    rest.remove_prefix(at + pieces[i].size());
  }
  values.push_back(rest);
  return values;
}

// Cuts ` (and 2 more)` off the end; 0 where there is none.
size_t CutMore(absl::string_view& message) {
  absl::string_view head = message;
  size_t more = 0;
  const size_t at = head.rfind(kAnd);
  if (at == absl::string_view::npos || !absl::ConsumeSuffix(&head, " more)")) return 0;
  const size_t number = at + kAnd.size();
  if (head.size() < number || !absl::SimpleAtoi(head.substr(number), &more)) return 0;
  message = message.substr(0, at);
  return more;
}

}  // namespace

Catalogue::Catalogue(const std::vector<absl::Span<const Message>>& tables) {
  for (const auto table : tables) {
    for (const Message& message : table) {
      if (!absl::StrContains(message.en, kValue)) {
        whole_.emplace(message.en, message.zh);
        continue;
      }
      Pattern pattern{absl::StrSplit(message.en, kValue), 0, message.zh};
      for (const absl::string_view piece : pattern.pieces) pattern.fixed += piece.size();
      patterns_.push_back(std::move(pattern));
    }
  }
  std::stable_sort(patterns_.begin(), patterns_.end(),
                   [](const Pattern& a, const Pattern& b) { return a.fixed > b.fixed; });
}

std::optional<std::string> Catalogue::Chinese(absl::string_view message) const {
  if (const size_t more = CutMore(message); more > 0) {
    const auto first = Chinese(message);
    return first.has_value() ? absl::StrCat(*first, "（另有 ", more, " 处）") : first;
  }
  const size_t colon = message.find(": ");
  if (colon == absl::string_view::npos) return ChineseOfOne(message);
  // A head of several words may be a part of the message (`line 3: …`), or the name of a file.
  const std::string head(message.substr(0, colon));
  const bool is_path = !absl::StrContains(head, ' ');
  if (!is_path) {
    if (auto whole = ChineseOfOne(message)) return whole;
  }
  const auto rest = Chinese(message.substr(colon + 2));
  if (rest.has_value()) return absl::StrCat(is_path ? head : ChineseOfOne(head).value_or(head), "：", *rest);
  return is_path ? ChineseOfOne(message) : std::nullopt;
}

std::optional<std::string> Catalogue::ChineseOfOne(absl::string_view message) const {
  if (const auto found = whole_.find(message); found != whole_.end()) return std::string(found->second);
  for (const Pattern& pattern : patterns_) {
    if (const auto values = Match(pattern.pieces, message)) return Fill(pattern.zh, *values);
  }
  return std::nullopt;
}

// A value is shorter than the message that it stands in, so this ends.
std::string Catalogue::Fill(absl::string_view zh, const std::vector<absl::string_view>& values) const {
  std::string text;
  while (!zh.empty()) {
    const bool is_value = zh.size() >= 3 && zh[0] == '{' && zh[2] == '}' && zh[1] >= '1' && zh[1] <= '9';
    const size_t index = is_value ? static_cast<size_t>(zh[1] - '1') : 0;
    if (is_value && index < values.size()) {
      text += Chinese(values[index]).value_or(std::string(values[index]));
      zh.remove_prefix(3);
    } else {
      text += zh.front();
      zh.remove_prefix(1);
    }
  }
  return text;
}

}  // namespace lianfang
