#include "common/ledger/key_file.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace lianfang {
namespace {

constexpr absl::string_view kBegin = "-----BEGIN ";
constexpr absl::string_view kEnd = "-----END PUBLIC KEY-----";
constexpr absl::string_view kRetired = "retired";
constexpr absl::string_view kInUse = "in use";

// The lines above a key.
struct Heading {
  std::string key_id;
  std::optional<bool> retired;
  KeyTerm term{};
};

absl::Status Fault(absl::string_view line, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("\"", line, "\": ", why));
}

// `plans/yunnan-2022 1-40`; the last sequence may be left out.
absl::Status ReadRange(absl::string_view line, absl::string_view value, KeyTerm& term) {
  const std::vector<absl::string_view> parts = absl::StrSplit(value, ' ', absl::SkipEmpty());
  const std::vector<absl::string_view> ends =
      parts.size() == 2 ? absl::StrSplit(parts[1], '-') : std::vector<absl::string_view>{};
  SequenceRange range;
  const bool read = ends.size() == 2 && absl::SimpleAtoi(ends[0], &range.first) &&
                    (ends[1].empty() || absl::SimpleAtoi(ends[1], &range.last));
  if (!read || range.first < 1 || range.last < range.first) return Fault(line, "is no range such as `plans/x 1-40`");
  std::vector<SequenceRange>& ranges = term.ranges[std::string(parts[0])];
  if (!ranges.empty() && range.first <= ranges.back().last) return Fault(line, "begins before the range above it ends");
  ranges.push_back(range);
  return absl::OkStatus();
}

absl::Status ReadLine(absl::string_view line, Heading& heading) {
  absl::string_view value = line;
  if (absl::ConsumePrefix(&value, "Range:")) return ReadRange(line, value, heading.term);
  if (absl::ConsumePrefix(&value, "State:")) {
    value = absl::StripAsciiWhitespace(value);
    if (value != kRetired && value != kInUse) return Fault(line, "is neither `retired` nor `in use`");
    heading.retired = value == kRetired;
    return absl::OkStatus();
  }
  return Fault(line, "is not known: a file of a later version, or a slip");
}

// What stands above a key that has a `Key` line; nothing where it has none.
absl::StatusOr<std::optional<Heading>> ReadHeading(absl::string_view text) {
  std::optional<Heading> heading;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    absl::string_view id = line;
    if (absl::ConsumePrefix(&id, "Key:")) {
      if (heading.has_value()) return Fault(line, "comes before the key of the line `Key` above it");
      heading.emplace().key_id = std::string(absl::StripAsciiWhitespace(id));
    } else if (heading.has_value() && !line.empty() && line[0] != '#') {
      if (absl::Status status = ReadLine(line, *heading); !status.ok()) return status;
    }
  }
  if (!heading.has_value()) return heading;
  if (!heading->retired.has_value()) return Fault(heading->key_id, "the key has no line `State`");
  heading->term.retired = *heading->retired;
  for (const auto& [ledger, ranges] : heading->term.ranges) {
    const bool open = ranges.back().last == SequenceRange::kNoEnd;
    if (heading->term.retired && open) return Fault(heading->key_id, "a retired key has ranges with an end");
  }
  return heading;
}

// Adds the key at the beginning of `text`, with what stands above it.
absl::Status ReadKey(absl::string_view text, KeyRing& keys) {
  const auto heading = ReadHeading(text.substr(0, text.find(kBegin)));
  if (!heading.ok()) return heading.status();
  auto key = PublicKey::FromPem(text);
  if (!key.ok()) return key.status();
  if (!heading->has_value()) {
    keys.Add(*std::move(key));
    return absl::OkStatus();
  }
  if ((*heading)->key_id != key->id()) {
    return Fault((*heading)->key_id, absl::StrCat("stands above the key ", key->id()));
  }
  if (keys.HasTerm(key->id()) && *keys.members().at(key->id()).term != (*heading)->term) {
    return Fault(key->id(), "the key is there twice, with different ranges");
  }
  keys.Add(*std::move(key), (*heading)->term);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<KeyRing> ParseKeyFile(absl::string_view text) {
  KeyRing keys;
  text = absl::StripTrailingAsciiWhitespace(text);
  do {
    const size_t end = text.find(kEnd);
    const size_t size = end == absl::string_view::npos ? text.size() : end + kEnd.size();
    if (absl::Status status = ReadKey(text.substr(0, size), keys); !status.ok()) return status;
    text.remove_prefix(size);
  } while (!text.empty());
  return keys;
}

std::string FormatKey(const PublicKey& key, const KeyTerm& term) {
  std::string text = absl::StrCat("Key: ", key.id(), "\nState: ", term.retired ? kRetired : kInUse, "\n");
  for (const auto& [ledger, ranges] : term.ranges) {
    for (const SequenceRange& range : ranges) {
      absl::StrAppend(&text, "Range: ", ledger, " ", range.first, "-");
      if (range.last != SequenceRange::kNoEnd) absl::StrAppend(&text, range.last);
      text.push_back('\n');
    }
  }
  return absl::StrCat(text, key.ToPem());
}

}  // namespace lianfang
