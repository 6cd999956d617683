#include "cli/import/mapping.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/import/fault.h"
#include "cli/import/spelling.h"

namespace lianfang::cli {
namespace {

// One line, applied to the terms.
class Line {
 public:
  Line(int number, absl::string_view text, PlanTerms& terms) : number_(number), text_(text), terms_(terms) {}

  absl::Status Apply() {
    const absl::string_view text = Trimmed(text_);
    if (text.empty() || text.front() == '#') return absl::OkStatus();
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits(' ', 1));
    const absl::string_view word = parts.first;
    const absl::string_view rest = Trimmed(parts.second);
    if (rest.empty()) return Wrong();
    if (word == "ignore") {
      terms_.ignored_headings.insert(Spelling(rest));
      return absl::OkStatus();
    }
    if (word == "skip") {
      terms_.skipped_rows.insert(Spelling(rest));
      return absl::OkStatus();
    }
    // The last sign counts: headings may have one of their own, ids have none.
    const size_t sign = rest.rfind('=');
    if (sign == absl::string_view::npos) return Wrong();
    const std::string left(Trimmed(rest.substr(0, sign)));
    const std::string id(Trimmed(rest.substr(sign + 1)));
    if (left.empty() || id.empty()) return Wrong();
    if (word == "column") return AddColumn(left, id);
    if (word == "constant") {
      Terms* terms = TermsCalled(left);
      return terms == nullptr ? Wrong() : terms->SetConstant(id) ? absl::OkStatus() : NotInPlan(id);
    }
    Terms* terms = TermsCalled(word);
    if (terms == nullptr) return Wrong();
    return AddName(*terms, left, id);
  }

 private:
  Terms* TermsCalled(absl::string_view word) {
    if (word == "period") return &terms_.periods;
    if (word == "region") return &terms_.regions;
    if (word == "industry") return &terms_.industries;
    return nullptr;
  }

  absl::Status AddColumn(const std::string& heading, const std::string& id) {
    for (const absl::string_view field : kFieldIds) {
      if (id != field) continue;
      terms_.field_headings[Spelling(heading)] = id;
      return absl::OkStatus();
    }
    return AddName(terms_.figures, heading, id);
  }

  absl::Status AddName(Terms& terms, const std::string& name, const std::string& id) {
    if (!terms.Has(id)) return NotInPlan(id);
    terms.Rename(id, name);
    return absl::OkStatus();
  }

  absl::Status Wrong() const {
    return FileFault(absl::StrCat("对照文件第 ", number_, " 行看不懂：", text_),
                     absl::StrCat("line ", number_, " of the mapping is not understood: ", text_));
  }

  absl::Status NotInPlan(absl::string_view id) const {
    return FileFault(absl::StrCat("对照文件第 ", number_, " 行：方案中没有 ", id),
                     absl::StrCat("line ", number_, " of the mapping: the plan has no ", id));
  }

  static constexpr absl::string_view kFieldIds[] = {
      "obligation", "period", "region", "industry", "choice", "note", "correction_reason", "warning_confirmation"};

  const int number_;
  const absl::string_view text_;
  PlanTerms& terms_;
};

}  // namespace

absl::Status ApplyMapping(absl::string_view mapping, PlanTerms& terms) {
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(mapping, '\n')) {
    if (absl::Status applied = Line(++number, line, terms).Apply(); !applied.ok()) return applied;
  }
  return absl::OkStatus();
}

}  // namespace lianfang::cli
