// What is unlikely about the figures of a return, by the plan's plausibility rules. Pure. Warnings never refuse:
// whoever files confirms them with a reason, and the office sees both.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_PLAUSIBILITY_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_PLAUSIBILITY_H_

#include <string>
#include <vector>

#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/figures.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// The warnings that `figures` raise, in the order of the rules. `before` is the return for the period before that is in
// force, or null: then nothing is compared with it.
std::vector<v1::PlausibilityWarning> FindImplausible(const type::v1::Plan& plan,
                                                     const std::vector<type::v1::FigureValue>& figures,
                                                     const v1::Return* before);

// Ids of the returns that figures may be compared with: the same region and industry in earlier periods, the latest
// first. None where no rule of the plan compares periods.
std::vector<std::string> EarlierReturns(const type::v1::Plan& plan, const v1::Obligation& obligation);

// The revision of a return that others can be compared with: the latest, or the one that stays in force while a
// correction of it is not signed. Null where it was sent back or taken back.
inline const v1::ReturnRevision* Comparable(const v1::Return& filed) {
  if (filed.has_in_force()) return &filed.in_force();
  const bool standing = filed.state() != v1::RETURN_STATE_SENT_BACK && filed.state() != v1::RETURN_STATE_NOT_SIGNED &&
                        filed.state() != v1::RETURN_STATE_WITHDRAWN;
  return standing ? &filed.latest() : nullptr;
}

// The first of `ids` whose return, as `find` knows it, is there and can be compared with; or null.
template <typename Find>
const v1::Return* InForce(const std::vector<std::string>& ids, const Find& find) {
  for (const std::string& id : ids) {
    const v1::Return* filed = find(id);
    if (filed != nullptr && Comparable(*filed) != nullptr) return filed;
  }
  return nullptr;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_PLAUSIBILITY_H_
