#include "services/exchange/domain/reconciliation/discrepancy_rules.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/division.h"
#include "common/region_power.h"
#include "common/time.h"
#include "duties/words.h"
#include "services/exchange/domain/reconciliation/evidence_reading.h"
#include "services/exchange/domain/reconciliation/reported_accidents.h"
#include "services/exchange/domain/reconciliation/return_rules.h"
#include "services/exchange/domain/reconciliation/rule_book.h"
#include "services/exchange/domain/request/access.h"

namespace lianfang::exchange {
namespace {

using duties::Words;
using type::v1::LocalizedText;

std::string Day(absl::CivilDay day) { return absl::FormatCivilTime(day); }

bool GiveAllEvidence(const ReconciliationView& view, const v1::Discrepancy& discrepancy) {
  return std::all_of(discrepancy.evidence().begin(), discrepancy.evidence().end(),
                     [&view](const auto& evidence) { return GiveEvidence(view.agreements, evidence); });
}

class Finder {
 public:
  explicit Finder(const ReconciliationView& view)
      : view_(view), today_(absl::ToCivilDay(view.now, view.zone)), reported_(view.records, view.zone) {
    for (const v1::Link& link : view.links) {
      for (const std::string& end : {link.left(), link.right()}) {
        if (link.state() == v1::LINK_STATE_UNCERTAIN) uncertain_.insert(end);
        if (IsLinked(link)) linked_[end].push_back(&link);
      }
    }
    for (const v1::Record& record : view.records) by_name_[VersionNameOf(record)] = &record;
  }

  std::vector<v1::Discrepancy> Find() {
    const auto apply = [this](bool gives, void (Finder::*rule)()) {
      if (gives && !HasStopped(view_)) (this->*rule)();
    };
    const bool injuries = Gives(v1::RECORD_KIND_INJURY);
    const bool accidents = injuries && Gives(v1::RECORD_KIND_ACCIDENT);
    const bool trained = Gives(v1::RECORD_KIND_PERSON) && Gives(v1::RECORD_KIND_TRAINING);
    apply(accidents, &Finder::FindInjuredWithoutApplication);
    apply(accidents, &Finder::FindAccidentsNotReported);
    apply(injuries, &Finder::FindApplicationsWithoutDecision);
    apply(injuries && Gives(v1::RECORD_KIND_DISEASE), &Finder::FindDiseasesWithoutRecognition);
    apply(trained, &Finder::FindPersonsWithoutAttendance);
    apply(trained, &Finder::FindAttendanceWithoutPosition);
    if (HasStopped(view_)) return {};
    // That a field is empty says nothing where no agreement gives it.
    found_.erase(
        std::remove_if(found_.begin(), found_.end(), [this](const auto& one) { return !GiveAllEvidence(view_, one); }),
        found_.end());
    if (view_.definitions != nullptr) {
      for (v1::Discrepancy& one : found_) AddFiguresOfRule(view_.plan, *view_.definitions, one);
    }
    return std::move(found_);
  }

 private:
  static bool IsLinked(const v1::Link& link) {
    return link.state() == v1::LINK_STATE_LINKED || link.state() == v1::LINK_STATE_CONFIRMED;
  }

  bool Gives(v1::RecordKind kind) const { return GiveKind(view_.agreements, kind); }
  // Whether what is missing among records of the kind that belong to this one is missing indeed.
  bool GivesFor(const v1::Record& record, v1::RecordKind kind) const {
    return GiveKindOf(view_.agreements, view_.plan, kind, record.region(), record.industry());
  }

  // The department that keeps such records of this region and industry; the lead department where there is none.
  v1::RecordOwner KeeperOf(v1::RecordKind kind, const std::string& region, const std::string& industry) const {
    for (const bool same_industry : {true, false}) {
      for (const v1::AgreementTerms& terms : view_.agreements) {
        if (terms.kind() != kind || !DivisionCovers(terms.owner().region(), region)) continue;
        const auto& industries = terms.industries();
        const bool covers =
            industries.empty() || std::find(industries.begin(), industries.end(), industry) != industries.end();
        const bool responsible = ResponsibleFor(industry) == terms.owner().department();
        if (covers && (responsible || !same_industry || kind == v1::RECORD_KIND_INJURY)) return terms.owner();
      }
    }
    v1::RecordOwner lead;
    lead.set_region(OfficeRegion(view_.plan));
    lead.set_department(LeadDepartment(view_.plan));
    return lead;
  }

  std::string ResponsibleFor(const std::string& industry) const {
    for (const type::v1::Industry& one : view_.plan.industries()) {
      if (one.id() == industry) return one.responsible_department();
    }
    return "";
  }

  // The days that must have passed; nothing where the rule is off.
  std::optional<int> DaysFor(Rule rule) const { return DaysOf(view_.plan, RuleDefinitions()[rule]); }

  bool HasPassed(Rule rule, const std::optional<absl::CivilDay>& since) const {
    const auto days = DaysFor(rule);
    return days.has_value() && since.has_value() && today_ - *since > *days;
  }

  bool IsSettled(const std::string& appearance) const {
    return linked_.count(appearance) > 0 || uncertain_.count(appearance) > 0;
  }

  const v1::Record* RecordOf(const std::string& appearance) const {
    const auto found = by_name_.find(appearance.substr(0, appearance.find('#')));
    return found == by_name_.end() ? nullptr : found->second;
  }

  v1::Discrepancy& Report(Rule rule, const Appearance& appearance, v1::RecordOwner owner, absl::CivilDay day) {
    const v1::Record& record = view_.records[appearance.record];
    v1::Discrepancy discrepancy = NewDiscrepancy(view_.plan, rule, absl::StrCat(record.name(), "#", appearance.number));
    *discrepancy.mutable_owner() = std::move(owner);
    discrepancy.set_region(record.region());
    discrepancy.set_industry(record.industry());
    discrepancy.set_period(PeriodOf(view_.plan, day));
    found_.push_back(std::move(discrepancy));
    return found_.back();
  }

  void FindInjuredWithoutApplication() {
    for (const Appearance& casualty : AppearancesOf(view_.records, v1::RECORD_KIND_ACCIDENT, view_.zone)) {
      const std::string name = casualty.NameIn(view_.records);
      if (!HasPassed(kNoApplication, casualty.day) || uncertain_.count(name) > 0) continue;
      const v1::Record* unapplied = nullptr;  // a case that exists and has no application yet
      bool applied = false;
      for (const v1::Link* link : LinksOf(name)) {
        const v1::Record* injury = RecordOf(link->right());
        if (injury == nullptr) continue;
        const bool has_date = injury->injury().has_application_date() || injury->injury().has_acceptance_date() ||
                              injury->injury().decision() != v1::INJURY_DECISION_UNSPECIFIED;
        applied = applied || has_date;
        if (!has_date) unapplied = injury;
      }
      if (applied) continue;
      const v1::Record& accident = view_.records[casualty.record];
      if (!GivesFor(accident, v1::RECORD_KIND_INJURY)) continue;
      v1::Discrepancy& found =
          Report(kNoApplication, casualty, KeeperOf(v1::RECORD_KIND_INJURY, accident.region(), accident.industry()),
                 *casualty.day);
      AddRecordEvidence(
          name, accident, {"occurrence_time"},
          Words(absl::StrCat("事故伤亡人员，事故日期 ", Day(*casualty.day), "，没有工伤认定申请"),
                absl::StrCat("casualty of the accident of ", Day(*casualty.day), "; no application for recognition")),
          found);
      if (unapplied == nullptr) continue;
      AddRecordEvidence(VersionNameOf(*unapplied), *unapplied, {"application_date"},
                        Words("工伤记录没有申请日期", "the case has no day of application"), found);
      for (const v1::Link* link : LinksOf(name)) *found.add_links() = *link;
    }
  }

  void FindApplicationsWithoutDecision() {
    for (const Appearance& appearance : AppearancesOf(view_.records, v1::RECORD_KIND_INJURY, view_.zone)) {
      const v1::Record& record = view_.records[appearance.record];
      const v1::InjuryRecord& injury = record.injury();
      if (injury.decision() != v1::INJURY_DECISION_UNSPECIFIED) continue;
      const auto since = DayOf(injury.has_acceptance_date() ? injury.acceptance_date() : injury.application_date());
      if (!HasPassed(kNoDecision, since)) continue;
      v1::Discrepancy& found = Report(kNoDecision, appearance, record.owner(), *since);
      AddRecordEvidence(VersionNameOf(record), record,
                        {injury.has_acceptance_date() ? "acceptance_date" : "application_date", "decision"},
                        Words(absl::StrCat("申请（受理）日期 ", Day(*since), "，至今没有认定结论"),
                              absl::StrCat("applied for or accepted on ", Day(*since), "; not decided")),
                        found);
    }
  }

  void FindAccidentsNotReported() {
    for (const Appearance& appearance : AppearancesOf(view_.records, v1::RECORD_KIND_INJURY, view_.zone)) {
      const v1::Record& record = view_.records[appearance.record];
      const std::string name = appearance.NameIn(view_.records);
      if (!record.injury().from_accident() || !HasPassed(kNotReported, appearance.day) || IsSettled(name) ||
          reported_.MayInclude(record.injury()) || !GivesFor(record, v1::RECORD_KIND_ACCIDENT))
        continue;
      v1::Discrepancy& found =
          Report(kNotReported, appearance, KeeperOf(v1::RECORD_KIND_ACCIDENT, record.region(), record.industry()),
                 *appearance.day);
      AddRecordEvidence(
          name, record, {"from_accident", "injury_date"},
          Words(absl::StrCat("生产安全事故造成的工伤，受伤日期 ", Day(*appearance.day), "，没有部门报告该事故"),
                absl::StrCat("work injury by a safety accident of ", Day(*appearance.day),
                             " that no department has reported")),
          found);
    }
  }

  void FindDiseasesWithoutRecognition() {
    for (const Appearance& card : AppearancesOf(view_.records, v1::RECORD_KIND_DISEASE, view_.zone)) {
      const v1::Record& record = view_.records[card.record];
      const std::string name = card.NameIn(view_.records);
      if (record.disease().card_kind() != v1::DISEASE_CARD_KIND_NEW) continue;
      if (!HasPassed(kNotRecognised, card.day) || IsSettled(name) || !GivesFor(record, v1::RECORD_KIND_INJURY))
        continue;
      v1::Discrepancy& found =
          Report(kNotRecognised, card, KeeperOf(v1::RECORD_KIND_INJURY, record.region(), record.industry()), *card.day);
      AddRecordEvidence(name, record, {"card_kind", "diagnosis_date"},
                        Words(absl::StrCat("职业病新病例，诊断日期 ", Day(*card.day), "，没有工伤认定"),
                              absl::StrCat("new case of an occupational disease, diagnosed on ", Day(*card.day),
                                           "; no recognition as work injury")),
                        found);
    }
  }

  bool HasPassedCourse(const std::string& name, absl::CivilDay since) const {
    for (const v1::Link* link : LinksOf(name)) {
      const v1::Record* record = RecordOf(link->right());
      if (record == nullptr || record->training().result() != v1::TRAINING_RESULT_PASSED) continue;
      const auto day = DayOf(record->training().training_date());
      if (day.has_value() && *day >= since) return true;
    }
    return false;
  }

  void FindPersonsWithoutAttendance() {
    const auto days = DaysFor(kNoAttendance);
    for (const Appearance& person : AppearancesOf(view_.records, v1::RECORD_KIND_PERSON, view_.zone)) {
      const v1::Record& record = view_.records[person.record];
      const std::string name = person.NameIn(view_.records);
      const auto end = DayOf(record.person().end_date());
      if (record.person().key_position().empty() || (end.has_value() && *end < today_)) continue;
      if (!HasPassed(kNoAttendance, person.day) || uncertain_.count(name) > 0 ||
          HasPassedCourse(name, today_ - *days) || !GivesFor(record, v1::RECORD_KIND_TRAINING))
        continue;
      v1::Discrepancy& found =
          Report(kNoAttendance, person, KeeperOf(v1::RECORD_KIND_TRAINING, record.region(), record.industry()), today_);
      AddRecordEvidence(
          name, record, {"key_position", "start_date"},
          Words(
              absl::StrCat("重点岗位人员，", Day(*person.day), " 到岗，", *days, " 天内没有合格的培训记录"),
              absl::StrCat("in a key position since ", Day(*person.day), "; passed no course within ", *days, " days")),
          found);
    }
  }

  void FindAttendanceWithoutPosition() {
    for (const Appearance& attendance : AppearancesOf(view_.records, v1::RECORD_KIND_TRAINING, view_.zone)) {
      const v1::Record& record = view_.records[attendance.record];
      const std::string name = attendance.NameIn(view_.records);
      if (record.training().key_position().empty() || !HasPassed(kNotInPosition, attendance.day) ||
          uncertain_.count(name) > 0)
        continue;
      bool in_position = false;
      for (const v1::Link* link : LinksOf(name)) {
        const v1::Record* person = RecordOf(link->left());
        in_position = in_position || (person != nullptr && !person->person().key_position().empty());
      }
      if (in_position || !GivesFor(record, v1::RECORD_KIND_PERSON)) continue;
      v1::Discrepancy& found = Report(kNotInPosition, attendance, record.owner(), *attendance.day);
      AddRecordEvidence(name, record, {"key_position", "training_date"},
                        Words(absl::StrCat("按重点岗位计的培训，日期 ", Day(*attendance.day), "，参训人不在重点岗位"),
                              absl::StrCat("counted as training of a key position, ", Day(*attendance.day),
                                           "; the person is in none")),
                        found);
      for (const v1::Link* link : LinksOf(name)) *found.add_links() = *link;
    }
  }

  std::vector<const v1::Link*> LinksOf(const std::string& appearance) const {
    const auto found = linked_.find(appearance);
    return found == linked_.end() ? std::vector<const v1::Link*>() : found->second;
  }

  const ReconciliationView& view_;
  const absl::CivilDay today_;
  std::map<std::string, std::vector<const v1::Link*>> linked_;
  std::set<std::string> uncertain_;
  std::map<std::string, const v1::Record*> by_name_;
  const ReportedAccidents reported_;
  std::vector<v1::Discrepancy> found_;
};

// Why the rule cannot be applied; nothing where it can.
std::optional<LocalizedText> ObstacleTo(const RuleDefinition& rule, const ReconciliationView& view) {
  const bool all_kinds = std::all_of(rule.kinds.begin(), rule.kinds.end(),
                                     [&](v1::RecordKind kind) { return GiveKind(view.agreements, kind); });
  const LocalizedText not_given =
      Words("没有协议为数据比对提供所需的记录", "no agreement for reconciliation gives the records that it compares");
  if (!all_kinds) return not_given;
  if (!RestsOnReturns(rule.id)) return std::nullopt;
  if (view.returns == nullptr) return Words("暂时读不到报送数据", "the returns cannot be read at present");
  if (view.definitions == nullptr || view.definitions->empty())
    return Words("没有规定指标如何由记录统计", "it is not defined how figures are counted from records");
  if (!view.returns->empty() && !CanAnyReturnBeJudged(view)) return not_given;
  return std::nullopt;
}

}  // namespace

bool CanBeJudged(const v1::Discrepancy& discrepancy, const ReconciliationView& view) {
  const RuleDefinition* const rule = FindRule(discrepancy.rule());
  if (rule == nullptr) return true;
  if (RestsOnReturns(rule->id) && !CanReturnBeJudged(discrepancy, view)) return false;
  const bool all_kinds = std::all_of(rule->kinds.begin(), rule->kinds.end(), [&](v1::RecordKind kind) {
    // Returns are judged by their figures, above: the records of a row are from below its region.
    if (RestsOnReturns(rule->id)) return GiveKind(view.agreements, kind);
    return GiveKindOf(view.agreements, view.plan, kind, discrepancy.region(), discrepancy.industry());
  });
  return all_kinds && GiveAllEvidence(view, discrepancy);
}

std::vector<v1::Discrepancy> FindDiscrepancies(const ReconciliationView& view) {
  std::vector<v1::Discrepancy> found = Finder(view).Find();
  std::vector<v1::Discrepancy> of_returns = FindReturnDiscrepancies(view);
  std::move(of_returns.begin(), of_returns.end(), std::back_inserter(found));
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name() < b.name(); });
  return found;
}

std::vector<v1::DiscrepancyRuleStatus> RuleStatuses(const ReconciliationView& view,
                                                    const std::vector<v1::DiscrepancyRuleStatus>& before) {
  std::vector<v1::DiscrepancyRuleStatus> statuses;
  for (const RuleDefinition& rule : RuleDefinitions()) {
    v1::DiscrepancyRuleStatus& status = statuses.emplace_back();
    const auto days = DaysOf(view.plan, rule);
    status.set_rule(rule.id);
    *status.mutable_title() = Words(rule.zh, rule.en);
    status.set_off(!days.has_value());
    status.set_days(days.value_or(0));
    for (const v1::DiscrepancyRuleStatus& earlier : before) {
      if (earlier.rule() == rule.id && earlier.has_evaluate_time())
        *status.mutable_evaluate_time() = earlier.evaluate_time();
    }
    if (status.off()) continue;
    auto obstacle = ObstacleTo(rule, view);
    if (obstacle.has_value()) {
      *status.mutable_obstacle() = *std::move(obstacle);
    } else {
      *status.mutable_evaluate_time() = ToTimestamp(view.now);
    }
  }
  return statuses;
}

}  // namespace lianfang::exchange
