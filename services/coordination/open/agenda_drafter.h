// Gathers what is open, here and in other services, into the draft of an agenda (domain/conference/agenda.h).
#ifndef LIANFANG_SERVICES_COORDINATION_OPEN_AGENDA_DRAFTER_H_
#define LIANFANG_SERVICES_COORDINATION_OPEN_AGENDA_DRAFTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/type/v1/figures.pb.h"
#include "services/coordination/coordination_context.h"
#include "services/coordination/domain/conference/conference_rules.h"
#include "services/coordination/open/open_items.h"

namespace lianfang::coordination {

struct DraftedAgenda {
  AgendaItems items;
  std::vector<type::v1::LocalizedText> gaps;  // sources that could not be asked
};

// Thread-safe. Refers to what it is given.
class AgendaDrafter {
 public:
  AgendaDrafter(const CoordinationContext& context, OpenItems& open) : context_(context), open_(open) {}

  // An agenda is drafted from what can be asked: a source that is away is a gap, not an error. `period` may be empty.
  absl::StatusOr<DraftedAgenda> Draft(const PlanFrame& frame, const std::string& period, absl::Time deadline) const;

 private:
  const CoordinationContext& context_;
  OpenItems& open_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_OPEN_AGENDA_DRAFTER_H_
