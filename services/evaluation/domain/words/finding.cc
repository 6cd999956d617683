#include "services/evaluation/domain/words/finding.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/words/localized.h"
#include "words/instant_words.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::LocalizedText;
using ::lianfang::type::v1::Plan;

// So many regions or industries are named; of more, only how many.
constexpr size_t kPlacesNamed = 3;

// Words with places for $0 the figure, $1 the due instant, $2 the department's own words.
struct Words {
  const char* zh;
  const char* en;
};

Words WordsOf(FindingKind kind) {
  switch (kind) {
    case FindingKind::kNotRequested:
      return {"方案未要求报送该数据", "the plan does not ask for this data"};
    case FindingKind::kNotStated:
      return {"报送任务尚未下达", "no obligation has been stated yet"};
    case FindingKind::kNotDue:
      return {"未到报送期限（$1 前报送）", "not yet filed, due before $1"};
    case FindingKind::kOverdue:
      return {"逾期未报（应在 $1 前报送）", "overdue, was due before $1"};
    case FindingKind::kSentBack:
      return {"已退回，待重报", "sent back, to be filed again"};
    case FindingKind::kSentBackNotDue:
      return {"已退回，待重报（$1 前报送）", "sent back, to be filed again before $1"};
    case FindingKind::kSentBackOverdue:
      return {"已退回，逾期未重报（应在 $1 前报送）", "sent back and overdue, was due before $1"};
    case FindingKind::kWaived:
      return {"报送任务已豁免", "the obligation is waived"};
    case FindingKind::kFigureAbsent:
      return {"报送数据中没有“$0”", "the return does not carry “$0”"};
    case FindingKind::kFigureNotApplicable:
      return {"“$0”不适用：$2", "“$0” does not apply: $2"};
    case FindingKind::kNotSigned:
      return {"数据待召集人审签", "not signed by the convener yet"};
    case FindingKind::kNotAccepted:
      return {"数据尚未审核", "not accepted yet"};
    case FindingKind::kProvisionalByNature:
      return {"数据为阶段性数据，待最终核定", "provisional by nature, to be settled"};
    case FindingKind::kFinalNotDue:
      return {"数据为阶段性数据，终报应在 $1 前报送", "provisional by nature, final figures due before $1"};
    case FindingKind::kFinalOverdue:
      return {"数据为阶段性数据，终报逾期（应在 $1 前报送）",
              "provisional by nature, final figures overdue, were due before $1"};
    case FindingKind::kFinalWaived:
      return {"数据为阶段性数据，终报已豁免", "provisional by nature, the final figures are waived"};
    case FindingKind::kDividedByNothingIsZero:
      return {"分母为 0，无可相除，按 0 计", "the denominator is 0: nothing to divide by, counts as 0"};
    case FindingKind::kDividedByNothing:
      return {"分母为 0，无可相除，不适用", "the denominator is 0: nothing to divide by, does not apply"};
    case FindingKind::kBaseIsZero:
      return {"基数为 0，无百分比可算，也无从降低：仅实际值为 0 时达标",
              "the base is 0: there is no percentage and nothing below it, so only an actual value of 0 attains"};
    case FindingKind::kPreviousIsZero:
      return {"上期为 0：保持 0 即达标", "the period before was at 0: staying at 0 attains"};
  }
  return {"", ""};
}

// What makes two findings say the same but for the place.
auto Sentence(const Finding& finding) {
  return std::tie(finding.period, finding.kind, finding.figure, finding.words, finding.due_time);
}

// Where a finding was made, as far as that is to be named; empty texts when it is not.
LocalizedText PlaceOf(const Plan& plan, const Finding& finding, Naming naming) {
  LocalizedText place;
  if (naming.industries && !finding.industry.empty()) {
    const LocalizedText names = IndustryNames(plan, finding.industry);
    place.set_zh(names.zh());
    place.set_en(std::string(InEnglish(names)));
  }
  if (naming.regions && !finding.region.empty()) {
    const LocalizedText names = RegionNames(plan, finding.region);
    absl::StrAppend(place.mutable_zh(), place.zh().empty() ? "" : " ", names.zh());
    absl::StrAppend(place.mutable_en(), place.en().empty() ? "" : " ", InEnglish(names));
  }
  return place;
}

// Who is concerned, in front of the sentence: the period, and the places if they are to be named.
LocalizedText Subject(const Plan& plan, const Finding& finding, const std::vector<LocalizedText>& places) {
  LocalizedText subject = PeriodNames(plan, finding.period);
  if (subject.en().empty()) subject.set_en(subject.zh());
  if (places.empty()) return subject;
  if (places.size() > kPlacesNamed) {
    absl::StrAppend(subject.mutable_zh(), " ", places.size(), " 处");
    absl::StrAppend(subject.mutable_en(), " ", places.size(), " places");
    return subject;
  }
  const auto zh = [](std::string* out, const LocalizedText& place) { absl::StrAppend(out, place.zh()); };
  const auto en = [](std::string* out, const LocalizedText& place) { absl::StrAppend(out, place.en()); };
  absl::StrAppend(subject.mutable_zh(), " ", absl::StrJoin(places, "、", zh));
  absl::StrAppend(subject.mutable_en(), " ", absl::StrJoin(places, ", ", en));
  return subject;
}

LocalizedText Phrase(const Plan& plan, const absl::TimeZone& zone, const Finding& finding,
                     const std::vector<LocalizedText>& places) {
  const Words words = WordsOf(finding.kind);
  const LocalizedText figure = FigureNames(plan, finding.figure);
  const LocalizedText subject = Subject(plan, finding, places);
  const std::string due = DeadlineText(finding.due_time, zone);
  LocalizedText phrase;
  phrase.set_zh(absl::StrCat(subject.zh(), "：", absl::Substitute(words.zh, figure.zh(), due, finding.words)));
  phrase.set_en(absl::StrCat(subject.en(), ": ", absl::Substitute(words.en, InEnglish(figure), due, finding.words)));
  return phrase;
}

}  // namespace

LocalizedText ReasonText(const Plan& plan, const std::vector<Finding>& findings, Naming naming) {
  absl::TimeZone zone = absl::UTCTimeZone();
  absl::LoadTimeZone(plan.time_zone(), &zone);
  std::vector<std::string> zh, en;
  std::vector<bool> said(findings.size());
  for (size_t i = 0; i < findings.size(); ++i) {
    if (said[i]) continue;
    std::vector<LocalizedText> places;
    for (size_t j = i; j < findings.size(); ++j) {
      if (said[j] || Sentence(findings[i]) != Sentence(findings[j])) continue;
      said[j] = true;
      LocalizedText place = PlaceOf(plan, findings[j], naming);
      if (place.zh().empty() || (!places.empty() && places.back().zh() == place.zh())) continue;
      places.push_back(std::move(place));
    }
    LocalizedText phrase = Phrase(plan, zone, findings[i], places);
    zh.push_back(std::move(*phrase.mutable_zh()));
    en.push_back(std::move(*phrase.mutable_en()));
  }
  LocalizedText reason;
  reason.set_zh(absl::StrJoin(zh, "；"));
  reason.set_en(absl::StrJoin(en, "; "));
  return reason;
}

}  // namespace lianfang::evaluation
