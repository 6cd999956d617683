// Panels from the expert service, over the wire.
#ifndef LIANFANG_SERVICES_FUND_PANELS_EXPERT_PANELS_H_
#define LIANFANG_SERVICES_FUND_PANELS_EXPERT_PANELS_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "lianfang/expert/v1/expert_service.grpc.pb.h"
#include "services/fund/panels/panel_source.h"

namespace lianfang::fund {

// What projects need of an engagement.
Panel PanelOf(const expert::v1::Engagement& engagement);

// Thread-safe.
class ExpertPanels : public PanelSource {
 public:
  explicit ExpertPanels(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(expert::v1::ExpertService::NewStub(channel)) {}

  absl::StatusOr<Panel> FindPanel(const std::string& engagement, absl::Time deadline) override;

 private:
  const std::unique_ptr<expert::v1::ExpertService::Stub> stub_;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_PANELS_EXPERT_PANELS_H_
