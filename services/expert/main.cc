// The expert process: wiring only.
#include <CLI/CLI.hpp>

#include "common/process.h"
#include "common/rpc/server.h"
#include "lianfang/expert/v1/expert_service.pb.h"

namespace lianfang::expert {
namespace {

// No RPC has a handler yet: the contract answers UNIMPLEMENTED to everybody whom it admits.
absl::Status Serve(const ProcessConfig& config) {
  Metrics metrics;
  Server server(config.server, metrics);
  if (absl::Status status = ExposeMetrics(config, metrics); !status.ok()) return status;
  // By its descriptor rather than by a literal: a static library drops a contract that nobody refers to.
  ContractService contract(v1::GetExpertRequest::descriptor()->file()->service(0)->full_name(), server.runtime());
  return server.Run({&contract});
}

}  // namespace
}  // namespace lianfang::expert

int main(int argc, char** argv) {
  lianfang::ProcessConfig config;
  CLI::App app("Lianfang expert pool: experts, engagements and draws that anyone can replay");
  lianfang::AddProcessSettings(app, config);
  CLI11_PARSE(app, argc, argv);
  return lianfang::RunProcess("expert", config, [&config] { return lianfang::expert::Serve(config); });
}
