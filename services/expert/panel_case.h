// The panel of one engagement within a transaction: loaded, changed by the rules, saved.
//
//   auto panel = PanelCase::Load(rows, name, pool, by.now);
//   (*panel)->change().DropOut(expert, why, v1::INVITATION_STATE_DECLINED);
//   absl::Status saved = (*panel)->Save();
#ifndef LIANFANG_SERVICES_EXPERT_PANEL_CASE_H_
#define LIANFANG_SERVICES_EXPERT_PANEL_CASE_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "google/protobuf/arena.h"
#include "services/expert/domain/member/membership.h"
#include "services/expert/domain/panel/panel_rules.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/store/expert_store.h"

namespace lianfang::expert {

// Lives within one transaction whose seats are locked. Refers to rows and pool.
class PanelCase {
 public:
  // NOT_FOUND; FAILED_PRECONDITION when the panel is not drawn.
  static absl::StatusOr<std::unique_ptr<PanelCase>> Load(ExpertTransaction& rows, const std::string& engagement,
                                                         const PoolView& pool, absl::Time now);
  PanelCase(const PanelCase&) = delete;
  PanelCase& operator=(const PanelCase&) = delete;

  EngagementRecord& record() { return record_; }
  v1::Engagement& engagement() { return record_.document; }
  const PoolView& pool() const { return pool_; }
  PanelChange& change() { return *change_; }

  absl::Status Save();

 private:
  PanelCase(ExpertTransaction& rows, EngagementRecord record, DrawRecord draw,
            std::unique_ptr<google::protobuf::Arena> arena, const v1::FrozenList& list, const PoolView& pool,
            absl::Time now);

  ExpertTransaction& rows_;
  const PoolView& pool_;
  EngagementRecord record_;
  DrawRecord draw_;
  const std::unique_ptr<google::protobuf::Arena> arena_;  // of the draw's list
  const absl::Time now_;
  const Judge judge_;
  std::optional<PanelChange> change_;
};

// Why an expert leaves the panel of an engagement; nothing where the seat is kept.
using LeavingOf = std::function<std::optional<Leaving>(const v1::Engagement&)>;

// Empties seats that an expert holds in engagements ahead, each filled by its order. `record` is the expert as loaded.
absl::Status FreeSeats(ExpertTransaction& rows, const ExpertRecord& record, const PoolView& pool,
                       const LeavingOf& leaving, absl::Time now);

// The pools that a person belongs to, by name.
using Pools = std::map<std::string, PoolView>;

// Empties the seats of a person, by any membership, in engagements ahead in which the tie is one to a party. ABORTED
// when the person is in a pool that `pools` lacks.
absl::Status FreeTied(ExpertTransaction& rows, const std::string& person, const v1::Tie& tie, const Pools& pools,
                      const Decision& by);

// What the document of an expert, as saved now, has to say about seats held in engagements ahead, by any membership of
// the person. A conflict that it states is a report by `editor` where the pool's draws need an observer: nobody empties
// a seat by a word alone. Elsewhere, and for the own department, the seat falls free.
absl::Status ReportConflicts(ExpertTransaction& rows, const std::string& person, const Pools& pools,
                             const Identity& editor, const Decision& by);

// Has the expert of another mailbox told anew of invitations that they do not know of.
absl::Status RenewNotices(ExpertTransaction& rows, const ExpertRecord& record, const PoolView& pool, absl::Time now);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_PANEL_CASE_H_
