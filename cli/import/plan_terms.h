// What people call the things of a plan, and which ids they mean: a file may say 煤矿, Coal mining or coal-mining.
//
//   PlanTerms terms(plan);
//   terms.industries.Find("煤矿");                     // {"coal-mining"}
#ifndef LIANFANG_CLI_IMPORT_PLAN_TERMS_H_
#define LIANFANG_CLI_IMPORT_PLAN_TERMS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {

// The terms of one kind of thing.
class Terms {
 public:
  void Add(const std::string& id, const type::v1::LocalizedText& names);

  // The ids that `text` means: none, one, or several where names are alike (there is a 鼓楼区 in four cities). An id
  // means itself, whatever else is called so.
  std::vector<std::string> Find(absl::string_view text) const;

  bool Has(const std::string& id) const { return ids_.contains(id); }

  // For people who do not know ids, and mappings that need them: 煤矿（coal-mining）; the id where it has no name.
  std::string Label(const std::string& id) const;

  // Makes `name` mean this id and nothing else.
  void Rename(const std::string& id, const std::string& name);

  // What is meant where nothing is said; false where there is no such id.
  bool SetConstant(const std::string& id);

  // What is meant where nothing is said: the constant, or the only id there is; empty otherwise.
  std::string Default() const;

 private:
  std::set<std::string> ids_;
  absl::flat_hash_map<std::string, std::set<std::string>> by_name_;  // by Spelling
  absl::flat_hash_map<std::string, std::string> names_;              // by id, the first that was added
  std::string constant_;
};

struct PlanTerms {
  explicit PlanTerms(const type::v1::Plan& plan);

  std::string plan;  // `plans/{plan}`
  Terms periods;
  Terms regions;
  Terms industries;
  Terms figures;

  // What a mapping (mapping.h) adds, all by Spelling.
  absl::flat_hash_map<std::string, std::string> field_headings;  // to the English id of the column
  std::set<std::string> ignored_headings;
  std::set<std::string> skipped_rows;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_PLAN_TERMS_H_
