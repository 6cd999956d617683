// What a template writes for the things of a plan: the Chinese names, or in English the ids. All of it reads back as the
// same (plan_terms.h).
#ifndef LIANFANG_CLI_IMPORT_TEMPLATE_WORDS_H_
#define LIANFANG_CLI_IMPORT_TEMPLATE_WORDS_H_

#include <google/protobuf/repeated_field.h>

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cli/import/plan_terms.h"
#include "cli/import/rows.h"
#include "cli/text/label.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {

using ReturnList = google::protobuf::RepeatedPtrField<submission::v1::Return>;

// Refers to the plan and the returns.
class TemplateWords {
 public:
  TemplateWords(const type::v1::Plan& plan, const ReturnList& returns, Language language);

  Language language() const { return language_; }

  // The plan's figures that any of the obligations asks for, in the order of its catalogue.
  std::vector<const type::v1::Figure*> FiguresAskedFor(const ObligationList& obligations) const;

  // The id where the Chinese name means several things.
  std::string Figure(const type::v1::Figure& figure) const;
  // Likewise, with its unit: `死亡人数（人）`.
  std::string FigureWithUnit(const type::v1::Figure& figure) const;
  std::string Period(const std::string& id) const;
  std::string Region(const std::string& code) const;
  std::string Industry(const std::string& id) const;

  // kNotAsked (cell.h) where the obligation does not ask for the figure; else what the return filed for it says, or
  // nothing.
  std::string Cell(const submission::v1::Obligation& obligation, const std::string& figure) const;

 private:
  const type::v1::Plan& plan_;
  const Language language_;
  const PlanTerms terms_;
  absl::flat_hash_map<std::string, const submission::v1::Return*> filed_for_;  // by obligation
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_TEMPLATE_WORDS_H_
