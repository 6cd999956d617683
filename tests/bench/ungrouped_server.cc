// The peer of a lone caller: the submission service's own parts — guard, decision, store, statements — with
// SubmitReturn committed by the handler itself, one transaction per call, without the queue and the thread of the
// grouping writer.
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "common/process.h"
#include "common/rpc/server.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/commit.h"
#include "services/submission/config.h"
#include "services/submission/filing.h"
#include "services/submission/mutation.h"
#include "services/submission/store/pg_submission_store.h"

namespace lianfang::submission {
namespace {

absl::StatusOr<v1::SubmitReturnResponse> File(SubmissionStore& store, const SigningKey& key, const Clock& clock,
                                              const std::shared_ptr<const Call>& call,
                                              const std::shared_ptr<const v1::SubmitReturnRequest>& request) {
  auto proposal = ProposeFiling(call, request);
  if (!proposal.ok()) return proposal.status();
  const Batch batch{{*std::move(proposal)}};
  const auto outcome = Commit(store, key, clock, batch.proposals.front().plan, call->deadline,
                              [&batch]() -> const Batch& { return batch; });
  if (!outcome.ok()) return outcome.status();
  return ReadResponse<v1::SubmitReturnResponse>(outcome->responses.front());
}

absl::Status Serve(const SubmissionConfig& config) {
  Metrics metrics;
  Server server(config.process.server, metrics);
  std::ifstream file(config.signing_key);
  const auto key = SigningKey::FromPem(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!key.ok()) return key.status();
  SystemClock clock;
  PgPool pool(PoolOptions(config.process, &metrics));
  PgPool writing_pool(WritingPoolOptions(config, &metrics));
  PgSubmissionStore store(pool, writing_pool);
  ContractService service("lianfang.submission.v1.SubmissionService", server.runtime());
  service.AsyncUnary<v1::SubmitReturnRequest, v1::SubmitReturnResponse>(
      "SubmitReturn", [&](auto call, auto request, auto reply) { reply(File(store, *key, clock, call, request)); });
  return server.Run({&service});
}

}  // namespace
}  // namespace lianfang::submission

int main(int argc, char** argv) {
  return lianfang::RunProcess("bench-ungrouped", "SubmitReturn without grouping, for tests/bench", argc, argv,
                              lianfang::submission::AddSettings, lianfang::submission::Serve);
}
