// What the handlers of this service share.
#ifndef LIANFANG_SERVICES_FUND_FUND_CONTEXT_H_
#define LIANFANG_SERVICES_FUND_FUND_CONTEXT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/following/plan_editions.h"
#include "common/rpc/call.h"
#include "services/fund/panels/panel_source.h"
#include "services/fund/store/fund_store.h"

namespace lianfang::fund {

using PlanPtr = std::shared_ptr<const type::v1::Plan>;

// Outlived by what it refers to. Thread-safe, as its members are.
struct FundContext {
  FundStore& store;
  PlanEditions& plans;
  PanelSource& panels;
  const Clock& clock;

  // The newest edition of a plan whose name was checked. NOT_FOUND.
  absl::StatusOr<PlanPtr> FindPlan(const std::string& name, absl::Time deadline) const {
    return plans.Newest(name, deadline);
  }

  // Likewise, for somebody who reads what belongs to it: PERMISSION_DENIED for callers of other regions.
  absl::StatusOr<PlanPtr> FindReadable(const Call& call, const std::string& name) const;

  // Likewise, of a request's `parent`, whose name is checked here.
  absl::StatusOr<PlanPtr> FindParent(const Call& call, const std::string& parent) const;

  // Likewise, for the plan's office alone: PERMISSION_DENIED.
  absl::StatusOr<PlanPtr> FindForOffice(const Call& call, const std::string& name) const;

  // A project as stored now. NOT_FOUND.
  absl::StatusOr<ProjectRecord> ReadProject(const std::string& name, absl::Time deadline) const;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_FUND_CONTEXT_H_
