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

// The terms of one kind of thing. Immutable once filled.
class Terms {
 public:
  void Add(const std::string& id, const type::v1::LocalizedText& names);

  // The ids that `text` means: none, one, or several where names are alike (there is a 鼓楼区 in four cities). An id
  // means itself, whatever else is called so.
  std::vector<std::string> Find(absl::string_view text) const;

  // The only id there is; empty when there are more.
  std::string Only() const { return ids_.size() == 1 ? *ids_.begin() : ""; }

 private:
  std::set<std::string> ids_;
  absl::flat_hash_map<std::string, std::set<std::string>> by_name_;  // by Spelling
};

struct PlanTerms {
  explicit PlanTerms(const type::v1::Plan& plan);

  std::string plan;  // `plans/{plan}`
  Terms periods;
  Terms regions;
  Terms industries;
  Terms figures;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_PLAN_TERMS_H_
