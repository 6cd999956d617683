// The submission process: wiring only.
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/background_loop.h"
#include "common/changelog/tailer.h"
#include "common/files/pg_file_store.h"
#include "common/files/upload_sweeper.h"
#include "common/ledger/key_file.h"
#include "common/process.h"
#include "common/rpc/server.h"
#include "common/rpc/status.h"
#include "common/schema_check.h"
#include "common/service_audit.h"
#include "common/service_clock.h"
#include "services/submission/batch_submission.h"
#include "services/submission/config.h"
#include "services/submission/draft_service.h"
#include "services/submission/duty_service.h"
#include "services/submission/evidence_service.h"
#include "services/submission/fact_service.h"
#include "services/submission/grant_service.h"
#include "services/submission/ledger_auditor.h"
#include "services/submission/ledger_service.h"
#include "services/submission/ledger_trees.h"
#include "services/submission/ledger_writer.h"
#include "services/submission/plan_service.h"
#include "services/submission/proof_service.h"
#include "services/submission/sign_off_service.h"
#include "services/submission/store/pg_draft_store.h"
#include "services/submission/store/pg_ledger_store.h"
#include "services/submission/store/pg_submission_store.h"
#include "services/submission/submission_service.h"
#include "services/submission/watch_service.h"
#include "services/submission/witness_service.h"
#include "words/error_words.h"

namespace lianfang::submission {
namespace {

// Empty when it cannot be read, which is no key.
std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::Status Serve(const SubmissionConfig& config) {
  Metrics metrics;
  Server server(config.process.server, metrics);
  if (absl::Status status = ExposeMetrics(config.process, metrics); !status.ok()) return status;
  const auto key = SigningKey::FromPem(ReadFile(config.signing_key));
  if (!key.ok()) return key.status();
  KeyRing keys(key->public_key());
  for (const std::string& path : config.retired_keys) {
    const auto retired = ParseKeyFile(ReadFile(path));
    if (!retired.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", retired.status().message()));
    for (const auto& [id, member] : retired->members()) keys.Add(member.key, member.term);
  }
  if (const auto& term = keys.members().at(key->public_key().id()).term; term.has_value() && term->retired) {
    return absl::InvalidArgumentError(absl::StrCat(config.signing_key, ": the key is among those that are retired"));
  }

  PgPool pool(PoolOptions(config.process, &metrics));
  PgPool writing_pool(WritingPoolOptions(config, &metrics));
  PgSubmissionStore store(pool, writing_pool);
  ChangelogTailer tailer(pool, metrics, absl::Seconds(1));
  auto bell = HangBell(
      config.process, "lianfang.submission.changelog", [&tailer] { tailer.Ring(); }, &metrics);
  if (!bell.ok()) return bell.status();
  const auto committed = [&tailer, &bell] {
    tailer.Ring();
    if (*bell != nullptr) (*bell)->Ring();
  };
  const ServiceClock clock(server, PoolOptions(config.process), metrics);
  ServiceAudit audit(server, pool, clock, metrics, {.service = "submission", .process = config.process, .key = &*key});
  LedgerWriter writer(store, *key, clock, metrics, committed, {.check = [&clock] { return clock.guard().Check(); }});

  SignOffService sign_offs(writer);
  PgDraftStore draft_store(pool);
  DraftService drafts(store, draft_store, clock);
  PgFileStore file_store(pool);
  EvidenceService evidence(store, file_store, writer, clock);
  UploadSweeper sweeper(file_store, clock);
  const BackgroundLoop sweeping(sweeper);
  PgLedgerStore ledger_store(pool);
  PlanService plans(store, ledger_store, writer, clock);
  GrantService grants(ledger_store, writer);
  SubmissionService submissions(store, writer, clock);
  LedgerTrees trees(ledger_store);
  LedgerAuditor auditor(ledger_store, keys, clock, {});
  LedgerService ledger(store, trees, auditor, *key, keys, clock);
  WitnessService witnesses(ledger_store, trees, writer, keys);
  FactService facts(store, ledger_store, writer);
  ProofService proofs(store, ledger_store, trees, key->public_key(), keys);
  WatchService watches(store, pool, tailer);
  DutyService duties(
      store,
      [&watches](const Call& call, const std::string& cursor, auto render) {
        return watches.FollowObligations(call, cursor, std::move(render));
      },
      clock);
  ContractService plan_contract("lianfang.submission.v1.PlanService", server.runtime());
  ContractService submission_contract("lianfang.submission.v1.SubmissionService", server.runtime());
  ContractService ledger_contract("lianfang.submission.v1.LedgerService", server.runtime());
  ContractService draft_contract("lianfang.submission.v1.DraftService", server.runtime());
  ContractService evidence_contract("lianfang.submission.v1.EvidenceService", server.runtime());
  ContractService duty_contract("lianfang.duty.v1.DutyService", server.runtime());
  plans.Register(plan_contract);
  drafts.Register(draft_contract);
  evidence.Register(evidence_contract);
  grants.Register(plan_contract);
  submissions.Register(submission_contract);
  sign_offs.Register(submission_contract);
  ledger.Register(submission_contract);
  proofs.Register(ledger_contract);
  auditor.Register(ledger_contract);
  witnesses.Register(ledger_contract);
  facts.Register(ledger_contract);
  RegisterBatchSubmission(submission_contract, store, writer, clock);
  watches.Register(submission_contract);
  duties.Register(duty_contract);
  AwaitSchema(server, pool, "submission");
  return server.Run({&plan_contract, &submission_contract, &ledger_contract, &audit.contract(), &draft_contract,
                     &evidence_contract, &duty_contract});
}

}  // namespace
}  // namespace lianfang::submission

int main(int argc, char** argv) {
  lianfang::LocalizeStatuses(&lianfang::Localize);  // errors are told in Chinese, too
  return lianfang::RunProcess("submission", "Lianfang data submission: plans, obligations, returns, the ledger", argc,
                              argv, lianfang::submission::AddSettings, lianfang::submission::Serve);
}
