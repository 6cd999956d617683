#include "services/exchange/domain/reconciliation/return_rules.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "common/division.h"
#include "common/time.h"
#include "duties/words.h"
#include "services/exchange/domain/reading/figures.h"
#include "services/exchange/domain/reconciliation/figure_fields.h"
#include "services/exchange/domain/reconciliation/injury_deaths.h"
#include "services/exchange/domain/reconciliation/record_rows.h"
#include "services/exchange/domain/reconciliation/rule_book.h"
#include "services/exchange/domain/record/facts.h"

namespace lianfang::exchange {
namespace {

using duties::Words;

// Records named as evidence; of more, how many there are is told.
constexpr int kMostEvidence = 100;

int64_t DeathsIn(const v1::Record& record) { return int64_t{record.accident().deaths()} + record.accident().missing(); }

type::v1::LocalizedText NameOf(const type::v1::Plan& plan, const std::string& figure) {
  for (const type::v1::Figure& one : plan.figures()) {
    if (one.id() != figure || one.names().zh().empty()) continue;
    return Words(one.names().zh(), one.names().en().empty() ? one.names().zh() : one.names().en());
  }
  return Words(figure, figure);
}

// An accident with more deaths than when the return of its row was filed.
struct LaterDeath {
  const v1::Record* now;
  const v1::Record* then;  // the version that stood when the return was filed
};

// A figure of a return that differs, and the records behind what they add up to.
struct Difference {
  const v1::FigureDefinition* definition;
  int64_t filed;
  v1::ProposedFigure counted;
};

class ReturnFinder {
 public:
  explicit ReturnFinder(const ReconciliationView& view)
      : view_(view), today_(absl::ToCivilDay(view.now, view.zone)), rows_(view.records, view.zone) {}

  std::set<std::string> AccidentsToLookUp() {
    std::set<std::string> names;
    for (const FiledReturn& filed : *view_.returns) {
      if (HasStopped(view_)) break;
      for (const v1::Record* accident : AccidentsWithHiddenDeaths(filed)) names.insert(accident->name());
    }
    return names;
  }

  std::vector<v1::Discrepancy> Find() {
    const auto death_days = DaysOf(view_.plan, RuleDefinitions()[kLaterDeath]);
    const auto total_days = DaysOf(view_.plan, RuleDefinitions()[kReturnTotals]);
    if (death_days.has_value()) injury_deaths_ = InjuryDeathsOf(view_);
    for (const FiledReturn& filed : *view_.returns) {
      if (HasStopped(view_)) break;
      const auto scope = ScopeOf(filed);
      if (!scope.has_value()) continue;
      const std::vector<LaterDeath> deaths = death_days.has_value() ? LaterDeaths(filed) : std::vector<LaterDeath>();
      for (const LaterDeath& death : deaths) {
        const auto day = FactsOf(*death.now, view_.zone).day;
        if (day.has_value() && today_ - *day > *death_days) ReportDeath(filed, death);
      }
      for (const InjuryDeath* death : HiddenInjuryDeaths(filed, *scope)) {
        if (today_ - death->day > *death_days) ReportInjuryDeath(filed, *death);
      }
      if (total_days.has_value() && today_ - scope->last > *total_days) CompareTotals(filed, *scope, deaths);
    }
    return std::move(found_);
  }

 private:
  // What the return is of; nothing where the plan has no such period.
  std::optional<FigureScope> ScopeOf(const FiledReturn& filed) const {
    for (const type::v1::Period& period : view_.plan.periods()) {
      const auto first = DayOf(period.start_date());
      const auto last = DayOf(period.end_date());
      if (period.id() != filed.period || !first.has_value() || !last.has_value()) continue;
      return FigureScope{*first, *last, filed.region, filed.industry, view_.zone};
    }
    return std::nullopt;
  }

  // The records that may add to a figure of the return.
  std::vector<const v1::Record*> RecordsFor(const FiledReturn& filed, const v1::FigureDefinition& definition,
                                            const FigureScope& scope) const {
    const std::string industry = definition.any_industry() ? "" : filed.industry;
    return rows_.Of(filed.owner, definition.kind(), industry, scope.first, scope.last);
  }

  // What the return states of the figure; nothing where it does not, or where the records may not be held against it.
  std::optional<int64_t> Stated(const FiledReturn& filed, const v1::FigureDefinition& definition) const {
    const auto stated = filed.numbers.find(definition.figure());
    if (stated == filed.numbers.end()) return std::nullopt;
    if (!GiveFigure(view_.agreements, definition, filed.owner, filed.region, filed.industry)) return std::nullopt;
    return stated->second;
  }

  // Accidents of the row with deaths, where the return states fewer deaths than they add up to.
  std::vector<const v1::Record*> AccidentsWithHiddenDeaths(const FiledReturn& filed) const {
    const auto scope = ScopeOf(filed);
    if (!scope.has_value()) return {};
    for (const v1::FigureDefinition& definition : *view_.definitions) {
      if (definition.measure() != v1::FIGURE_MEASURE_DEATHS) continue;
      const auto stated = Stated(filed, definition);
      if (!stated.has_value()) continue;
      FigureCount all(definition, *scope);
      std::vector<const v1::Record*> fatal;
      for (const v1::Record* record : RecordsFor(filed, definition, *scope)) {
        const int64_t before = all.number();
        all.Offer(*record);
        if (all.number() > before) fatal.push_back(record);
      }
      return all.number() > *stated ? fatal : std::vector<const v1::Record*>();
    }
    return {};
  }

  std::vector<LaterDeath> LaterDeaths(const FiledReturn& filed) const {
    std::vector<LaterDeath> deaths;
    for (const v1::Record* accident : AccidentsWithHiddenDeaths(filed)) {
      const auto history = view_.histories->find(accident->name());
      if (history == view_.histories->end()) continue;
      const v1::Record* then = nullptr;
      for (const v1::Record& version : history->second) {
        if (version.withdrawn() || version.version() >= accident->version()) continue;
        if (then == nullptr || FromTimestamp(version.publish_time()) <= filed.filed) then = &version;
      }
      const bool stood_at_filing = FromTimestamp(accident->publish_time()) <= filed.filed;
      if (then != nullptr && !stood_at_filing && DeathsIn(*then) < DeathsIn(*accident))
        deaths.push_back({accident, then});
    }
    return deaths;
  }

  bool IsOfRow(const InjuryDeath& death, const FiledReturn& filed, const FigureScope& scope) const {
    const v1::Record& placing = death.Placing();
    const std::string department =
        death.accident == nullptr ? DepartmentFor(filed.industry) : death.accident->owner().department();
    const bool own_region = death.accident == nullptr || death.accident->owner().region() == filed.owner.region();
    return !filed.industry.empty() && placing.industry() == filed.industry && department == filed.owner.department() &&
           own_region && DivisionCovers(filed.region, placing.region()) && scope.first <= death.day &&
           death.day <= scope.last;
  }

  std::string DepartmentFor(const std::string& industry) const {
    for (const type::v1::Industry& one : view_.plan.industries())
      if (one.id() == industry) return one.responsible_department();
    return "";
  }

  // Deaths of the row that only work-injury cases know of, where the return states fewer deaths than accidents and these add up to.
  std::vector<const InjuryDeath*> HiddenInjuryDeaths(const FiledReturn& filed, const FigureScope& scope) const {
    std::vector<const InjuryDeath*> deaths;
    for (const InjuryDeath& death : injury_deaths_)
      if (IsOfRow(death, filed, scope)) deaths.push_back(&death);
    if (deaths.empty()) return deaths;
    for (const v1::FigureDefinition& definition : *view_.definitions) {
      if (definition.measure() != v1::FIGURE_MEASURE_DEATHS || definition.any_industry()) continue;
      const auto stated = Stated(filed, definition);
      if (!stated.has_value()) continue;
      FigureCount count(definition, scope);
      for (const v1::Record* record : RecordsFor(filed, definition, scope)) count.Offer(*record);
      if (*stated < count.number() + static_cast<int64_t>(deaths.size())) return deaths;
    }
    return {};
  }

  v1::Discrepancy& Report(Rule rule, const std::string& subject, const FiledReturn& filed) {
    v1::Discrepancy discrepancy = NewDiscrepancy(view_.plan, rule, subject);
    *discrepancy.mutable_owner() = filed.owner;
    discrepancy.set_region(filed.region);
    discrepancy.set_industry(filed.industry);
    discrepancy.set_period(filed.period);
    found_.push_back(std::move(discrepancy));
    return found_.back();
  }

  static void AddReturnEvidence(const FiledReturn& filed, type::v1::LocalizedText text, v1::Discrepancy& discrepancy) {
    v1::DiscrepancyEvidence& evidence = *discrepancy.add_evidence();
    evidence.set_filed_return(filed.revision);
    *evidence.mutable_text() = std::move(text);
    *evidence.mutable_owner() = filed.owner;
  }

  void ReportDeath(const FiledReturn& filed, const LaterDeath& death) {
    v1::Discrepancy& found = Report(kLaterDeath, death.now->name(), filed);
    const std::string day = absl::FormatCivilTime(*FactsOf(*death.now, view_.zone).day);
    const int64_t now = DeathsIn(*death.now);
    const int64_t then = DeathsIn(*death.then);
    AddRecordEvidence(
        VersionNameOf(*death.now), *death.now, {"occurrence_time", "deaths", "missing"},
        Words(absl::StrCat(day, " 的事故，最新版本记录死亡（含失踪）", now, " 人"),
              absl::StrCat("accident of ", day, "; deaths (missing included) in the newest version: ", now)),
        found);
    AddRecordEvidence(VersionNameOf(*death.then), *death.then, {"deaths", "missing"},
                      Words(absl::StrCat("报送时的版本记录 ", then, " 人"),
                            absl::StrCat("in the version that stood when the return was filed: ", then)),
                      found);
    AddDeathFigures(filed, found);
  }

  void ReportInjuryDeath(const FiledReturn& filed, const InjuryDeath& death) {
    v1::Discrepancy& found = Report(kLaterDeath, death.injury->name(), filed);
    const std::string day = absl::FormatCivilTime(death.day);
    AddRecordEvidence(VersionNameOf(*death.injury), *death.injury, {"from_accident", "injury_date", "death_date"},
                      Words(absl::StrCat("工伤记录：", day, " 生产安全事故受伤人员已死亡"),
                            absl::StrCat("work-injury case: died of the safety accident of ", day)),
                      found);
    if (death.accident != nullptr) {
      AddRecordEvidence(death.link->left(), *death.accident, {"occurrence_time", "casualties.outcome"},
                        Words("事故记录仍按受伤计，没有计入死亡", "the accident counts the casualty among the injured"),
                        found);
      *found.add_links() = *death.link;
    }
    AddDeathFigures(filed, found);
  }

  // The figures that count deaths, and what the return states of them.
  void AddDeathFigures(const FiledReturn& filed, v1::Discrepancy& found) const {
    for (const v1::FigureDefinition& definition : *view_.definitions) {
      const bool counts_deaths =
          definition.measure() == v1::FIGURE_MEASURE_DEATHS || definition.measure() == v1::FIGURE_MEASURE_CASUALTIES;
      if (!counts_deaths) continue;
      v1::DiscrepancyFigure& figure = *found.add_figures();
      figure.set_figure(definition.figure());
      figure.set_any_industry(definition.any_industry());
      const auto stated = filed.numbers.find(definition.figure());
      if (definition.measure() != v1::FIGURE_MEASURE_DEATHS || stated == filed.numbers.end()) continue;
      AddReturnEvidence(filed,
                        Words(absl::StrCat("报送数据的死亡人数为 ", stated->second, "，没有体现"),
                              absl::StrCat("the return states ", stated->second, " deaths and does not show it")),
                        found);
    }
  }

  void CompareTotals(const FiledReturn& filed, const FigureScope& scope, const std::vector<LaterDeath>& deaths) {
    std::map<std::string, const v1::Record*> as_filed;  // what the other rule reports counts as it stood
    for (const LaterDeath& death : deaths) as_filed[death.now->name()] = death.then;
    std::vector<Difference> differences;
    for (const v1::FigureDefinition& definition : *view_.definitions) {
      const auto stated = Stated(filed, definition);
      if (!stated.has_value()) continue;
      FigureCount count(definition, scope);
      for (const v1::Record* record : RecordsFor(filed, definition, scope)) {
        const auto earlier = as_filed.find(record->name());
        count.Offer(earlier == as_filed.end() ? *record : *earlier->second);
      }
      if (count.number() != *stated) differences.push_back({&definition, *stated, count.Figure()});
    }
    if (!differences.empty()) ReportTotals(filed, differences);
  }

  void ReportTotals(const FiledReturn& filed, const std::vector<Difference>& differences) {
    v1::Discrepancy& found = Report(kReturnTotals, ReturnNameOf(filed), filed);
    std::vector<std::string> zh, en;
    for (const Difference& one : differences) {
      v1::DiscrepancyFigure& figure = *found.add_figures();
      figure.set_figure(one.definition->figure());
      figure.set_any_industry(one.definition->any_industry());
      figure.mutable_difference()->set_filed(one.filed);
      figure.mutable_difference()->set_counted(one.counted.value().number());
      const type::v1::LocalizedText name = NameOf(view_.plan, one.definition->figure());
      zh.push_back(absl::StrCat(name.zh(), " 报送 ", one.filed, "、记录 ", one.counted.value().number()));
      en.push_back(absl::StrCat(name.en(), ": filed ", one.filed, ", recorded ", one.counted.value().number()));
    }
    AddReturnEvidence(filed, Words(absl::StrJoin(zh, "；"), absl::StrJoin(en, "; ")), found);
    AddRecordsBehind(filed, differences, found);
  }

  // The records that make the differences: those published or changed since the return was filed, where they account for a figure's difference
  // exactly; all that add to the figure otherwise.
  void AddRecordsBehind(const FiledReturn& filed, const std::vector<Difference>& differences, v1::Discrepancy& found) {
    std::map<std::string, std::vector<std::pair<const Difference*, int64_t>>> behind;  // by version
    for (const Difference& one : differences) {
      int64_t since = 0;
      for (const v1::FigureSource& source : one.counted.sources())
        if (IsSince(filed, source.record())) since += source.number();
      const bool account_for_it = since > 0 && since == one.counted.value().number() - one.filed;
      for (const v1::FigureSource& source : one.counted.sources()) {
        if (account_for_it && !IsSince(filed, source.record())) continue;
        behind[source.record()].emplace_back(&one, source.number());
      }
    }
    if (behind.size() > kMostEvidence) found.set_evidence_count(static_cast<int>(behind.size()));
    int added = 0;
    for (const auto& [version, parts] : behind) {
      if (added++ == kMostEvidence) break;
      const v1::Record* const record = FindAny(version);
      if (record == nullptr) continue;
      AddRecordEvidence(version, *record, FieldsBehind(parts), RecordText(filed, version, parts), found);
    }
  }

  // What the text tells of a record that adds to these figures.
  static std::vector<std::string> FieldsBehind(const std::vector<std::pair<const Difference*, int64_t>>& parts) {
    std::set<std::string> fields;
    for (const auto& [difference, number] : parts) {
      for (std::string& field : FieldsCounted(*difference->definition)) fields.insert(std::move(field));
    }
    return {fields.begin(), fields.end()};
  }

  type::v1::LocalizedText RecordText(const FiledReturn& filed, const std::string& version,
                                     const std::vector<std::pair<const Difference*, int64_t>>& parts) const {
    std::vector<std::string> zh, en;
    for (const auto& [difference, number] : parts) {
      const type::v1::LocalizedText name = NameOf(view_.plan, difference->definition->figure());
      zh.push_back(absl::StrCat(name.zh(), " ", number));
      en.push_back(absl::StrCat(name.en(), " ", number));
    }
    const v1::Record* const record = Find(version);
    const auto day = record == nullptr ? std::nullopt : FactsOf(*record, view_.zone).day;
    const std::string date = day.has_value() ? absl::FormatCivilTime(*day) : "";
    const bool since = IsSince(filed, version);
    return Words(absl::StrCat(date.empty() ? "" : absl::StrCat(date, " "), "计入 ", absl::StrJoin(zh, "、"),
                              since ? "（报送后发布或更改）" : ""),
                 absl::StrCat(date.empty() ? "" : absl::StrCat("of ", date, "; "), "adds ", absl::StrJoin(en, ", "),
                              since ? "; published or changed after the filing" : ""));
  }

  bool IsSince(const FiledReturn& filed, const std::string& version) const {
    const v1::Record* const record = Find(version);
    return record != nullptr && FromTimestamp(record->publish_time()) > filed.filed;
  }

  // A record that was counted, by its version; null for an earlier version.
  const v1::Record* Find(const std::string& version) const {
    if (by_version_.empty()) {
      for (const v1::Record& record : view_.records) by_version_[VersionNameOf(record)] = &record;
    }
    const auto found = by_version_.find(version);
    return found == by_version_.end() ? nullptr : found->second;
  }

  // A record that was counted, or an earlier version that was in its place.
  const v1::Record* FindAny(const std::string& version) const {
    if (const v1::Record* const record = Find(version); record != nullptr) return record;
    const auto history = view_.histories->find(version.substr(0, version.find("/versions/")));
    if (history == view_.histories->end()) return nullptr;
    for (const v1::Record& one : history->second)
      if (VersionNameOf(one) == version) return &one;
    return nullptr;
  }

  const ReconciliationView& view_;
  const absl::CivilDay today_;
  const RecordRows rows_;
  mutable std::map<std::string, const v1::Record*> by_version_;  // filled when it is first needed
  std::vector<InjuryDeath> injury_deaths_;
  std::vector<v1::Discrepancy> found_;
};

bool HasReturns(const ReconciliationView& view) { return view.returns != nullptr && view.definitions != nullptr; }

}  // namespace

std::set<std::string> AccidentsWithHistory(const ReconciliationView& view) {
  return HasReturns(view) ? ReturnFinder(view).AccidentsToLookUp() : std::set<std::string>();
}

std::vector<v1::Discrepancy> FindReturnDiscrepancies(const ReconciliationView& view) {
  if (!HasReturns(view) || view.histories == nullptr) return {};
  return ReturnFinder(view).Find();
}

bool CanReturnBeJudged(const v1::Discrepancy& discrepancy, const ReconciliationView& view) {
  if (!HasReturns(view)) return false;
  const auto filed = std::find_if(discrepancy.evidence().begin(), discrepancy.evidence().end(),
                                  [](const auto& one) { return !one.filed_return().empty(); });
  if (filed == discrepancy.evidence().end()) return true;
  const bool of_totals = discrepancy.rule() == RuleDefinitions()[kReturnTotals].id;
  const auto can_count = [&](const v1::DiscrepancyFigure& figure) {
    return std::any_of(view.definitions->begin(), view.definitions->end(), [&](const auto& definition) {
      return definition.figure() == figure.figure() &&
             GiveFigure(view.agreements, definition, filed->owner(), discrepancy.region(), discrepancy.industry());
    });
  };
  const auto& figures = discrepancy.figures();
  return of_totals ? std::all_of(figures.begin(), figures.end(), can_count)
                   : std::any_of(figures.begin(), figures.end(), can_count);
}

bool CanAnyReturnBeJudged(const ReconciliationView& view) {
  return HasReturns(view) && std::any_of(view.returns->begin(), view.returns->end(), [&view](const FiledReturn& filed) {
           return std::any_of(view.definitions->begin(), view.definitions->end(), [&](const auto& definition) {
             return filed.numbers.count(definition.figure()) > 0 &&
                    GiveFigure(view.agreements, definition, filed.owner, filed.region, filed.industry);
           });
         });
}

}  // namespace lianfang::exchange
