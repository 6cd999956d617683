#include "services/fund/panels/expert_panels.h"

#include "common/rpc/channel.h"
#include "common/rpc/status.h"
#include "common/time.h"
#include "services/fund/domain/request/names.h"

namespace lianfang::fund {

Panel PanelOf(const expert::v1::Engagement& engagement) {
  Panel panel;
  panel.engagement = engagement.name();
  panel.plan = PlanOf(engagement.pool());
  panel.reviews_projects = engagement.kind() == expert::v1::ENGAGEMENT_KIND_PROJECT_REVIEW;
  panel.accepts_projects = engagement.kind() == expert::v1::ENGAGEMENT_KIND_ACCEPTANCE;
  panel.cancelled = engagement.state() == expert::v1::ENGAGEMENT_STATE_CANCELLED;
  panel.held = engagement.state() == expert::v1::ENGAGEMENT_STATE_HELD ||
               engagement.state() == expert::v1::ENGAGEMENT_STATE_RATED;
  panel.seats = engagement.panel_size();
  panel.matter = engagement.matter();
  panel.end_time = FromTimestamp(engagement.end_time());
  for (const expert::v1::Party& party : engagement.parties()) panel.parties.push_back(party.credit_code());
  return panel;
}

absl::StatusOr<Panel> ExpertPanels::FindPanel(const std::string& engagement, absl::Time deadline) {
  grpc::ClientContext context;
  PrepareCall(context, deadline);
  expert::v1::GetEngagementRequest request;
  request.set_name(engagement);
  expert::v1::Engagement found;
  const grpc::Status status = stub_->GetEngagement(&context, request, &found);
  if (!status.ok()) return FromGrpcStatus(status);
  return PanelOf(found);
}

}  // namespace lianfang::fund
