// What those who watch are told of a ledger entry: one function for who appends it to the changelog and for the audit,
// which compares. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_CHANGES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_CHANGES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/change.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "services/submission/domain/ledger/projection.h"

namespace lianfang::submission {

// A return as it stands, by name, or null.
using FindReturn = absl::FunctionRef<const v1::Return*(const std::string&)>;

// The changes that an entry makes, in their order: `after` is what it projects to. What was filed for an obligation that
// moves to another department is told again, so that those who may read it from now on get it (watch_service.h).
std::vector<Change> ChangesOf(const v1::LedgerEntry& entry, const Projection& after, FindReturn find_return);

// A change as it was read: `bytes` are its payload as this version writes it, to be compared.
struct OpenedChange {
  std::string plan;  // id
  std::string bytes;
};

// Nothing where it is no change of a return or an obligation.
std::optional<OpenedChange> OpenChange(const Change& change);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_CHANGES_H_
