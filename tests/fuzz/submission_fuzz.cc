// Submission: plans, returns, drafts, evidence, ledger and proofs, with the writer that commits in groups.
#include <memory>
#include <utility>

#include "common/files/testing/fake_file_store.h"
#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/submission/batch_submission.h"
#include "services/submission/domain/request/names.h"
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
#include "services/submission/store/testing/fake_draft_store.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/submission_service.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"
#include "services/submission/witness_service.h"
#include "tests/fuzz/service_target.h"

namespace lianfang::fuzz {
namespace {

using namespace submission;  // NOLINT: the service under test

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr char kService[] = "lianfang.submission.v1.";

absl::Time Now() { return Shanghai("2022-05-20 10:00"); }

class World : public FuzzWorld {
 public:
  explicit World(RpcRuntime& runtime)
      : plan_contract_("lianfang.submission.v1.PlanService", runtime),
        submission_contract_("lianfang.submission.v1.SubmissionService", runtime),
        ledger_contract_("lianfang.submission.v1.LedgerService", runtime),
        draft_contract_("lianfang.submission.v1.DraftService", runtime),
        evidence_contract_("lianfang.submission.v1.EvidenceService", runtime),
        duty_contract_("lianfang.duty.v1.DutyService", runtime) {
    (void)CommitAt(Now(), store_, key_, ProposePublication(ShippedPlan(kPlan)));
    (void)CommitAt(Now(), store_, key_, ProposeFiling(Filing(Obligation("coal-mining"), 2, 1, 3)));
    plans_.Register(plan_contract_);
    drafts_.Register(draft_contract_);
    evidence_.Register(evidence_contract_);
    grants_.Register(plan_contract_);
    submissions_.Register(submission_contract_);
    sign_offs_.Register(submission_contract_);
    ledger_.Register(submission_contract_);
    proofs_.Register(ledger_contract_);
    auditor_.Register(ledger_contract_);
    witnesses_.Register(ledger_contract_);
    facts_.Register(ledger_contract_);
    RegisterBatchSubmission(submission_contract_, store_, writer_, clock_);
    duties_.Register(duty_contract_);
  }

  std::vector<ContractService*> services() override {
    return {&plan_contract_,  &submission_contract_, &ledger_contract_,
            &draft_contract_, &evidence_contract_,   &duty_contract_};
  }

  std::vector<std::string> examples() override {
    const auto method = [](const char* name) { return std::string(kService) + name; };
    const auto filing = Filing(Obligation("non-coal-mining"), 2, 1, 3);
    v1::BatchSubmitReturnsRequest item;
    *item.mutable_submission() = Filing(Obligation("construction"), 0, 0, 0);
    v1::PublishPlanRequest publication;
    *publication.mutable_plan() = ShippedPlan("yunnan-2022");
    publication.set_request_id(NewUuid());
    v1::AmendPlanRequest amendment;
    *amendment.mutable_plan() = ShippedPlan(kPlan);
    amendment.mutable_plan()->set_etag("1");
    amendment.set_reason("修订");
    amendment.set_request_id(NewUuid());
    v1::ReviewReturnRequest review;
    review.set_name(ReturnName(kPlan, "2019-140581-coal-mining"));
    review.set_etag("1");
    review.mutable_review()->set_decision(v1::REVIEW_DECISION_ACCEPT);
    review.set_request_id(NewUuid());
    v1::ExtendObligationRequest extension;
    extension.set_name(Obligation("construction"));
    extension.set_reason("事故调查尚未结案");
    *extension.mutable_due_time() = ToTimestamp(Shanghai("2023-01-01 00:00"));
    extension.set_request_id(NewUuid());
    v1::VerifyReceiptRequest receipt;
    v1::GetReceiptRequest wanted;
    wanted.set_plan(PlanName(kPlan));
    wanted.set_sequence(2);
    lianfang::Call call;
    call.caller = Office();
    call.deadline = absl::InfiniteFuture();
    if (auto got = ledger_.GetReceipt(call, wanted); got.ok()) *receipt.mutable_receipt() = *std::move(got);
    return {Example(method("SubmissionService.SubmitReturn"), "liaison", filing),
            Example(method("SubmissionService.BatchSubmitReturns"), "liaison", item),
            Example(method("PlanService.PublishPlan"), "office", publication),
            Example(method("PlanService.AmendPlan"), "office", amendment),
            Example(method("SubmissionService.ReviewReturn"), "office", review),
            Example(method("SubmissionService.ExtendObligation"), "office", extension),
            Example(method("SubmissionService.VerifyReceipt"), "auditor", receipt),
            Example(method("SubmissionService.GetReceipt"), "auditor", wanted)};
  }

 private:
  static std::string Obligation(const std::string& industry) {
    return ObligationName(kPlan, "2019-140581-" + industry);
  }

  FakeClock clock_{Now()};
  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  FakeSubmissionStore store_;
  FakeLedgerStore ledger_store_{store_};
  FakeDraftStore draft_store_{store_};
  FakeFileStore file_store_;
  LedgerTrees trees_{ledger_store_};
  Metrics metrics_;
  LedgerWriter writer_{store_, key_, clock_, metrics_, [] {}, {}};
  GrantService grants_{ledger_store_, writer_};
  PlanService plans_{store_, ledger_store_, writer_, clock_};
  SignOffService sign_offs_{writer_};
  SubmissionService submissions_{store_, writer_, clock_};
  DraftService drafts_{store_, draft_store_, clock_};
  EvidenceService evidence_{store_, file_store_, writer_, clock_};
  LedgerAuditor auditor_{ledger_store_, keys_, clock_, {}};
  LedgerService ledger_{store_, trees_, auditor_, key_, keys_, clock_};
  ProofService proofs_{store_, ledger_store_, trees_, key_.public_key(), keys_};
  WitnessService witnesses_{ledger_store_, trees_, writer_, keys_};
  FactService facts_{store_, ledger_store_, writer_};
  DutyService duties_{store_, [](const auto&...) { return absl::UnavailableError("there is no changelog here"); },
                      clock_};
  ContractService plan_contract_, submission_contract_, ledger_contract_, draft_contract_, evidence_contract_,
      duty_contract_;
};

}  // namespace

FuzzedService Fuzzed() {
  return {
      [](RpcRuntime& runtime) { return std::make_unique<World>(runtime); },
      Now(),
      {"plans/gaoping-2021-2025", "gaoping-2021-2025", "plans/gaoping-2021-2025/obligations/2019-140581-coal-mining",
       "plans/gaoping-2021-2025/returns/2019-140581-coal-mining", "2019-140581-coal-mining", "accidents", "deaths",
       "injured", "2019", "plans/gaoping-2021-2025/ledgerAudits/1"}};
}

}  // namespace lianfang::fuzz
