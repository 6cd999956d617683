// A plan's obligations and what was filed for them, found by what they are about.
//
//   Filings filings(obligations, returns);
//   Filing filing = filings.Find({"140581", "coal-mining", "2022"});
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_FILINGS_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_FILINGS_H_

#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"

namespace lianfang::evaluation {

// Whose figures: what an obligation is about. Views of strings that outlive it.
struct Subject {
  absl::string_view region;
  absl::string_view industry;
  absl::string_view period;
};

// An obligation and what was filed for it; null where there is none.
struct Filing {
  const submission::v1::Obligation* obligation = nullptr;
  const submission::v1::Return* filed = nullptr;
};

// Obligations and returns, all of one plan, each as it stood at one instant. Refers to what it is given.
class Filings {
 public:
  Filings(const std::vector<submission::v1::Obligation>& obligations,
          const std::vector<submission::v1::Return>& returns);

  Filing Find(const Subject& subject) const;

 private:
  using Key = std::tuple<absl::string_view, absl::string_view, absl::string_view>;

  absl::flat_hash_map<Key, Filing> filings_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_FILINGS_H_
