// The rules by which discrepancies are found: their words, their days, and what each compares. A plan switches them off, and sets the days of
// each (Plan.exchange.rules).
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RULE_BOOK_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RULE_BOOK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"
#include "lianfang/exchange/v1/figure.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::exchange {

// The place of a rule in RuleDefinitions.
enum Rule {
  kNoApplication,
  kNoDecision,
  kNotReported,
  kNotRecognised,
  kNoAttendance,
  kNotInPosition,
  kLaterDeath,
  kReturnTotals,
};

// A rule as shipped.
struct RuleDefinition {
  const char* id;
  const char* zh;
  const char* en;
  int days;                           // that must have passed, unless the plan says otherwise
  std::vector<v1::RecordKind> kinds;  // that it compares; of kReturnTotals, those that figures are defined by
};
const std::vector<RuleDefinition>& RuleDefinitions();

// Null for an id that is none.
const RuleDefinition* FindRule(absl::string_view id);

// Whether the rule holds returns against records.
bool RestsOnReturns(absl::string_view id);

// Days that must have passed before the rule applies; nothing where the plan has switched it off.
std::optional<int> DaysOf(const type::v1::Plan& plan, const RuleDefinition& rule);

// Whether an agreement gives records of the kind.
bool GiveKind(const std::vector<v1::AgreementTerms>& agreements, v1::RecordKind kind);
// Whether agreements give records of the kind from a region and industry: only then something missing among them says anything. From no industry
// known: from every one of the plan.
bool GiveKindOf(const std::vector<v1::AgreementTerms>& agreements, const type::v1::Plan& plan, v1::RecordKind kind,
                const std::string& region, const std::string& industry);

// A discrepancy of the rule about a subject: with name, plan, rule and title.
v1::Discrepancy NewDiscrepancy(const type::v1::Plan& plan, Rule rule, absl::string_view subject);

// Adds evidence that rests on a record, by the name of its version or of a casualty of it. `fields` are those that the text tells of: who is not
// given them is not shown it.
void AddRecordEvidence(const std::string& name, const v1::Record& record, const std::vector<std::string>& fields,
                       type::v1::LocalizedText text, v1::Discrepancy& discrepancy);

// The figures that are counted from records of the kinds that the discrepancy's rule compares, in the plan's order.
void AddFiguresOfRule(const type::v1::Plan& plan, const std::vector<v1::FigureDefinition>& definitions,
                      v1::Discrepancy& discrepancy);

// The id of the period in which the day lies; empty: in none.
std::string PeriodOf(const type::v1::Plan& plan, absl::CivilDay day);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RULE_BOOK_H_
