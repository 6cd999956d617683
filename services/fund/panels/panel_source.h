// Panels of experts, from the service that draws them.
#ifndef LIANFANG_SERVICES_FUND_PANELS_PANEL_SOURCE_H_
#define LIANFANG_SERVICES_FUND_PANELS_PANEL_SOURCE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/fund/domain/project/project_rules.h"

namespace lianfang::fund {

// Thread-safe.
class PanelSource {
 public:
  virtual ~PanelSource() = default;

  // The panel of an engagement as it stands. NOT_FOUND when there is none; UNAVAILABLE while the source is away.
  virtual absl::StatusOr<Panel> FindPanel(const std::string& engagement, absl::Time deadline) = 0;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_PANELS_PANEL_SOURCE_H_
