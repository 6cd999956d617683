// What was known of a plan at an instant: each obligation and each return once, as it then stood, found by what it is
// about.
//
//   Filings filings;
//   filings.Put(std::move(obligation));
//   filings.Put(std::move(filed));
//   Filing filing = filings.Find({"140581", "coal-mining", "2022"});
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_FILINGS_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_FILINGS_H_

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
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
  std::shared_ptr<const submission::v1::Obligation> obligation;
  std::shared_ptr<const submission::v1::Return> filed;
};

// Obligations and returns, all of one plan. Copies share them.
class Filings {
 public:
  // Takes in a change, in place of what was known of the same obligation before.
  void Put(submission::v1::Obligation obligation);
  void Put(submission::v1::Return filed);

  // An obligation's id is `{period}-{region}-{industry}`, so what it is about names it.
  Filing Find(const Subject& subject) const;

  // The obligation that a return answers, or null.
  std::shared_ptr<const submission::v1::Obligation> ObligationOf(const submission::v1::Return& filed) const;

  // The next instant after `as_of` at which a due time passes: of first figures, of final ones, of what was sent back;
  // InfiniteFuture when there is none. Until then, without a change, nothing is judged otherwise.
  absl::Time NextDueTime(absl::Time as_of) const;

  // Calls `visit(const Filing&)` for each, in no order. A return may be known before its obligation is.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (const auto& [id, filing] : filings_) visit(filing);
  }

 private:
  Filing& At(absl::string_view obligation);

  absl::flat_hash_map<std::string, Filing> filings_;  // by the id of the obligation
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_FILINGS_H_
