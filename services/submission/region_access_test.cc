// Who may call which RPC from where.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/files/testing/fake_file_store.h"
#include "common/files/testing/sample_files.h"
#include "common/id.h"
#include "common/ledger/witness_key.h"
#include "common/testing/fake_clock.h"
#include "common/testing/region_table.h"
#include "common/time.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/request/visibility.h"
#include "services/submission/draft_service.h"
#include "services/submission/evidence_service.h"
#include "services/submission/grant_service.h"
#include "services/submission/ledger_auditor.h"
#include "services/submission/ledger_service.h"
#include "services/submission/plan_service.h"
#include "services/submission/proof_service.h"
#include "services/submission/sign_off_service.h"
#include "services/submission/store/testing/fake_draft_store.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/submission_service.h"
#include "services/submission/testing/await.h"
#include "services/submission/testing/plans.h"
#include "services/submission/witness_service.h"

namespace lianfang::submission {
namespace {

using namespace region_table;  // NOLINT(build/namespaces): the words of the table

constexpr char kPlan[] = "plans/gaoping-2021-2025";
constexpr char kPlanId[] = "gaoping-2021-2025";
constexpr char kEverywhere[] = "own above below foreign";

std::string CaseOf(const std::string& industry) { return absl::StrCat("2019-", kOwn, "-", industry); }

class RegionAccessTest : public testing::Test {
 protected:
  RegionAccessTest() {
    auto request = Fresh<v1::PublishPlanRequest>();
    *request.mutable_plan() = Moved(ShippedPlan(kPlanId));
    EXPECT_TRUE(Write<v1::PublishPlanResponse>(plans_, &PlanService::PublishPlan, office_, request).ok());
    EXPECT_TRUE(File(Caller(type::v1::ROLE_LIAISON, kOwn), /*only_check=*/false).ok());
    coal_ = *submissions_.GetObligation(
        *CallBy(office_), Named<v1::GetObligationRequest>(ObligationName(kPlanId, CaseOf("coal-mining"))));
  }

  static std::shared_ptr<const Call> CallBy(const Identity& caller) {
    auto call = std::make_shared<Call>();
    call->caller = caller;
    call->method = "lianfang.submission.v1.Service.Test";
    call->deadline = absl::InfiniteFuture();
    return call;
  }

  template <typename Request>
  static Request Fresh() {
    Request request;
    request.set_request_id(NewUuid());
    return request;
  }
  template <typename Request>
  static Request Named(const std::string& name) {
    Request request;
    request.set_name(name);
    return request;
  }
  template <typename Request>
  static Request OfPlan() {
    Request request;
    request.set_plan(kPlan);
    return request;
  }

  // A mutation's answer.
  template <typename Response, typename Service, typename Handler, typename Request>
  static absl::StatusOr<Response> Write(Service& service, Handler handler, const Identity& caller,
                                        const Request& request) {
    return Await<Response>([&](auto reply) {
      (service.*handler)(CallBy(caller), std::make_shared<const Request>(request), std::move(reply));
    });
  }

  absl::Status Publish(const Identity& caller) {
    auto request = Fresh<v1::PublishPlanRequest>();
    *request.mutable_plan() = Moved(ShippedPlan(kPlanId));
    request.mutable_plan()->set_name("plans/another");
    request.set_validate_only(true);
    return Write<v1::PublishPlanResponse>(plans_, &PlanService::PublishPlan, caller, request).status();
  }

  absl::Status Amend(const Identity& caller) {
    auto request = Fresh<v1::AmendPlanRequest>();
    *request.mutable_plan() = Moved(ShippedPlan(kPlanId));
    request.mutable_plan()->set_etag("1");
    request.set_reason("修订");
    request.set_validate_only(true);
    return Write<v1::PublishPlanResponse>(plans_, &PlanService::AmendPlan, caller, request).status();
  }

  template <typename Request>
  static Request OfGrant() {
    auto request = Fresh<Request>();
    request.set_plan("plans/foreign");
    request.set_region(kOwn);
    request.set_office_region("110000");
    request.set_reason("试评");
    return request;
  }
  // Leaves nothing granted.
  absl::Status Grant(const Identity& caller) {
    const absl::Status granted =
        Write<v1::PlanGrant>(grants_, &GrantService::GrantPlanRegion, caller, OfGrant<v1::GrantPlanRegionRequest>())
            .status();
    (void)Write<v1::PlanGrant>(grants_, &GrantService::RevokePlanRegion, office_,
                               OfGrant<v1::RevokePlanRegionRequest>());
    return granted;
  }
  absl::Status Revoke(const Identity& caller) {
    (void)Write<v1::PlanGrant>(grants_, &GrantService::GrantPlanRegion, office_, OfGrant<v1::GrantPlanRegionRequest>());
    return Write<v1::PlanGrant>(grants_, &GrantService::RevokePlanRegion, caller,
                                OfGrant<v1::RevokePlanRegionRequest>())
        .status();
  }

  absl::Status File(const Identity& caller, bool only_check) {
    auto request = Filing(ObligationName(kPlanId, CaseOf(only_check ? "non-coal-mining" : "coal-mining")), 2, 1, 3);
    request.set_validate_only(only_check);
    return Write<v1::SubmitReturnResponse>(submissions_, &SubmissionService::SubmitReturn, caller, request).status();
  }

  absl::Status Review(const Identity& caller) {
    auto request = Fresh<v1::ReviewReturnRequest>();
    request.set_name(ReturnName(kPlanId, CaseOf("coal-mining")));
    request.set_etag("1");
    request.mutable_review()->set_decision(v1::REVIEW_DECISION_ACCEPT);
    return Write<v1::Return>(submissions_, &SubmissionService::ReviewReturn, caller, request).status();
  }

  // A request about the return that was filed, as it was.
  template <typename Request>
  static Request OfReturn() {
    auto request = Fresh<Request>();
    request.set_name(ReturnName(kPlanId, CaseOf("coal-mining")));
    request.set_etag("1");
    return request;
  }

  static v1::SignReturnRequest Signature() {
    auto request = OfReturn<v1::SignReturnRequest>();
    request.mutable_sign_off()->set_decision(v1::SIGN_OFF_DECISION_SIGN);
    return request;
  }

  absl::Status Sign(const Identity& caller) {
    return Write<v1::Return>(sign_offs_, &SignOffService::SignReturn, caller, Signature()).status();
  }

  absl::Status SignMany(const Identity& caller) {
    v1::SignReturnsRequest request;
    *request.add_requests() = Signature();
    absl::Notification done;
    absl::StatusOr<v1::SignReturnsResponse> answer = absl::UnknownError("not answered");
    sign_offs_.SignReturns(CallBy(caller), std::make_shared<const v1::SignReturnsRequest>(request),
                           [&](absl::StatusOr<v1::SignReturnsResponse> reply) {
                             answer = std::move(reply);
                             done.Notify();
                           });
    done.WaitForNotification();
    if (!answer.ok()) return answer.status();
    return absl::Status(static_cast<absl::StatusCode>(answer->results(0).status().code()), "of the one");
  }

  absl::Status Withdraw(const Identity& caller) {
    auto request = OfReturn<v1::WithdrawReturnRequest>();
    request.set_reason("报错任务");
    return Write<v1::Return>(sign_offs_, &SignOffService::WithdrawReturn, caller, request).status();
  }

  absl::Status GrantCorrection(const Identity& caller) {
    auto request = OfReturn<v1::GrantCorrectionRequest>();
    request.set_reason("统计口径更正");
    *request.mutable_end_time() = ToTimestamp(Shanghai("2023-01-01 00:00"));
    return Write<v1::Return>(sign_offs_, &SignOffService::GrantCorrection, caller, request).status();
  }

  absl::Status Extend(const Identity& caller) {
    auto request = Fresh<v1::ExtendObligationRequest>();
    request.set_name(ObligationName(kPlanId, CaseOf("non-coal-mining")));
    request.set_reason("事故调查尚未结案");
    *request.mutable_due_time() = ToTimestamp(Shanghai("2023-01-01 00:00"));
    return Write<v1::Obligation>(submissions_, &SubmissionService::ExtendObligation, caller, request).status();
  }

  absl::Status Waive(const Identity& caller) {
    auto request = Fresh<v1::WaiveObligationRequest>();
    request.set_name(ObligationName(kPlanId, CaseOf("machinery-manufacturing")));
    request.set_reason("无此类企业");
    return Write<v1::Obligation>(submissions_, &SubmissionService::WaiveObligation, caller, request).status();
  }

  absl::Status ListReturns(const Identity& caller) {
    v1::ListReturnsRequest request;
    request.set_parent(kPlan);
    const auto listed = submissions_.ListReturns(*CallBy(caller), request);
    if (!listed.ok()) return listed.status();
    return listed->returns().empty() ? Hidden() : absl::OkStatus();
  }

  absl::Status ListObligations(const Identity& caller) {
    v1::ListObligationsRequest request;
    request.set_parent(kPlan);
    const auto listed = submissions_.ListObligations(*CallBy(caller), request);
    if (!listed.ok()) return listed.status();
    return listed->obligations().empty() ? Hidden() : absl::OkStatus();
  }

  absl::Status ListRevisions(const Identity& caller) {
    v1::ListRevisionsRequest request;
    request.set_parent(ReturnName(kPlanId, CaseOf("coal-mining")));
    return submissions_.ListRevisions(*CallBy(caller), request).status();
  }

  v1::GetReceiptRequest ReceiptOfFiling() const {
    auto request = OfPlan<v1::GetReceiptRequest>();
    request.set_sequence(2);
    return request;
  }

  absl::Status VerifyReceipt(const Identity& caller) {
    v1::VerifyReceiptRequest request;
    *request.mutable_receipt() = *ledger_service_.GetReceipt(*CallBy(office_), ReceiptOfFiling());
    return ledger_service_.VerifyReceipt(*CallBy(caller), request).status();
  }

  absl::Status ListEntries(const Identity& caller) {
    const auto listed = proofs_.ListLedgerEntries(*CallBy(caller), OfPlan<v1::ListLedgerEntriesRequest>());
    if (!listed.ok()) return listed.status();
    return listed->entries(1).entry().empty() ? Hidden() : absl::OkStatus();
  }

  absl::Status GetAudit(const Identity& caller) {
    const auto started = auditor_.Start(*CallBy(office_), OfPlan<v1::StartLedgerAuditRequest>());
    if (!started.ok()) return started.status();
    return auditor_.Get(*CallBy(caller), Named<v1::GetLedgerAuditRequest>(started->name())).status();
  }

  absl::Status Consistency(const Identity& caller) {
    auto request = OfPlan<v1::GetConsistencyProofRequest>();
    request.set_first_size(1);
    request.set_second_size(2);
    return proofs_.GetConsistencyProof(*CallBy(caller), request).status();
  }

  absl::Status Inclusion(const Identity& caller) {
    auto request = OfPlan<v1::GetInclusionProofRequest>();
    request.set_sequence(1);
    request.set_size(2);
    return proofs_.GetInclusionProof(*CallBy(caller), request).status();
  }

  absl::Status RegisterKey(const Identity& caller) {
    const WitnessSigner key = WitnessSigner::Generate();
    auto request = Fresh<v1::RegisterKeyRequest>();
    request.set_plan(kPlan);
    request.set_public_key(key.public_key().der());
    request.set_possession(key.Sign(PossessionMessage(caller.uri, request.plan())));
    return Write<v1::RegisterKeyResponse>(witnesses_, &WitnessService::RegisterKey, caller, request).status();
  }

  absl::Status Witness(const Identity& caller) {
    auto request = Fresh<v1::WitnessHeadRequest>();
    request.set_plan(kPlan);
    request.set_key_id("0000000000000000");
    return Write<v1::WitnessHeadResponse>(witnesses_, &WitnessService::WitnessHead, caller, request).status();
  }

  const Identity office_ = Caller(type::v1::ROLE_OFFICE, kOwn);
  FakeClock clock_{Shanghai("2022-05-20 10:00")};
  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  FakeSubmissionStore store_;
  FakeLedgerStore ledger_{store_};
  LedgerTrees trees_{ledger_};
  Metrics metrics_;
  LedgerWriter writer_{store_, key_, clock_, metrics_, [] {}, {}};
  GrantService grants_{ledger_, writer_};
  PlanService plans_{store_, ledger_, writer_, clock_};
  SignOffService sign_offs_{writer_};
  SubmissionService submissions_{store_, writer_, clock_};
  LedgerAuditor auditor_{ledger_, keys_, clock_, {}};
  LedgerService ledger_service_{store_, trees_, auditor_, key_, keys_, clock_};
  ProofService proofs_{store_, ledger_, trees_, key_.public_key(), keys_};
  WitnessService witnesses_{ledger_, trees_, writer_, keys_};
  FakeDraftStore drafts_{store_};
  DraftService draft_service_{store_, drafts_, clock_};
  FakeFileStore files_;
  EvidenceService evidence_{store_, files_, writer_, clock_};
  v1::Obligation coal_;
};

TEST_F(RegionAccessTest, PlansArePublicAndBelongToOneOffice) {
  ExpectTable(
      *v1::GetPlanRequest::descriptor()->file()->service(0),
      {
          {"PublishPlan", kOfficeOnly, "own", [this](const Identity& caller) { return Publish(caller); }},
          {"AmendPlan", kOfficeOnly, "own", [this](const Identity& caller) { return Amend(caller); }},
          {"GrantPlanRegion", kOfficeOnly, "own above", [this](const Identity& caller) { return Grant(caller); }},
          {"RevokePlanRegion", kOfficeOnly, "own above", [this](const Identity& caller) { return Revoke(caller); }},
          {"ListPlanGrants", kReaders, kEverywhere,
           [this](const Identity& caller) {
             return grants_.ListPlanGrants(*CallBy(caller), OfPlan<v1::ListPlanGrantsRequest>()).status();
           }},
          {"GetPlan", kReaders, kEverywhere,
           [this](const Identity& caller) {
             return plans_.GetPlan(*CallBy(caller), Named<v1::GetPlanRequest>(kPlan)).status();
           }},
          {"ListPlans", kReaders, kEverywhere,
           [this](const Identity& caller) { return plans_.ListPlans(*CallBy(caller), {}).status(); }},
      });
}

TEST_F(RegionAccessTest, ReturnsAreReadFromTheirRegionAndAboveAndDecidedByThePlansOffice) {
  const auto rule = [this](const Identity& caller) { return CheckVisible(caller, coal_); };
  ExpectTable(
      *v1::GetReturnRequest::descriptor()->file()->service(0),
      {
          {"SubmitReturn", kFilers, "own", [this](const Identity& caller) { return File(caller, true); }},
          // Each item goes the way of SubmitReturn.
          {"BatchSubmitReturns", kFilers, "own", [this](const Identity& caller) { return File(caller, true); }},
          {"GetReturn", kReaders, "own above",
           [this](const Identity& caller) {
             return submissions_
                 .GetReturn(*CallBy(caller), Named<v1::GetReturnRequest>(ReturnName(kPlanId, CaseOf("coal-mining"))))
                 .status();
           }},
          {"ListReturns", kReaders, "own above", [this](const Identity& caller) { return ListReturns(caller); }},
          {"ListRevisions", kReaders, "own above", [this](const Identity& caller) { return ListRevisions(caller); }},
          {"SignReturn", kFilers, "own", [this](const Identity& caller) { return Sign(caller); }},
          {"SignReturns", kFilers, "own", [this](const Identity& caller) { return SignMany(caller); }},
          {"WithdrawReturn", kFilers, "own", [this](const Identity& caller) { return Withdraw(caller); }},
          {"GrantCorrection", kOfficeOnly, "own", [this](const Identity& caller) { return GrantCorrection(caller); }},
          {"ReviewReturn", kOfficeOnly, "own", [this](const Identity& caller) { return Review(caller); }},
          {"ListObligations", kReaders, "own above",
           [this](const Identity& caller) { return ListObligations(caller); }},
          {"GetObligation", kReaders, "own above",
           [this](const Identity& caller) {
             return submissions_.GetObligation(*CallBy(caller), Named<v1::GetObligationRequest>(coal_.name())).status();
           }},
          {"ExtendObligation", kOfficeOnly, "own", [this](const Identity& caller) { return Extend(caller); }},
          {"WaiveObligation", kOfficeOnly, "own", [this](const Identity& caller) { return Waive(caller); }},
          {"GetReceipt", kReaders, "own above",
           [this](const Identity& caller) {
             return ledger_service_.GetReceipt(*CallBy(caller), ReceiptOfFiling()).status();
           }},
          {"VerifyReceipt", kReaders, kEverywhere, [this](const Identity& caller) { return VerifyReceipt(caller); }},
          {"GetLedgerHead", kReaders, kEverywhere,
           [this](const Identity& caller) {
             return ledger_service_.GetLedgerHead(*CallBy(caller), OfPlan<v1::GetLedgerHeadRequest>()).status();
           }},
          {"VerifyLedger", kSupervisors, kEverywhere,
           [this](const Identity& caller) {
             return auditor_.Verify(*CallBy(caller), OfPlan<v1::VerifyLedgerRequest>()).status();
           }},
          // The rule that the streams pass each change through.
          {"WatchReturns", kReaders, "own above", rule},
          {"WatchObligations", kReaders, "own above", rule},
      });
}

TEST_F(RegionAccessTest, EverybodyProvesTheLedgerAndReadsTheEntriesOfTheOwnRegion) {
  const Roles departments_and_office = kParticipants;
  ExpectTable(
      *v1::ListLedgerEntriesRequest::descriptor()->file()->service(0),
      {
          {"ListLedgerEntries", kSupervisors, "own above",
           [this](const Identity& caller) { return ListEntries(caller); }},
          {"GetConsistencyProof", kReaders, kEverywhere,
           [this](const Identity& caller) { return Consistency(caller); }},
          {"GetInclusionProof", kReaders, kEverywhere, [this](const Identity& caller) { return Inclusion(caller); }},
          {"ListLedgerKeys", kReaders, kEverywhere,
           [this](const Identity& caller) { return proofs_.ListLedgerKeys(*CallBy(caller), {}).status(); }},
          {"StartLedgerAudit", kSupervisors, kEverywhere,
           [this](const Identity& caller) {
             return auditor_.Start(*CallBy(caller), OfPlan<v1::StartLedgerAuditRequest>()).status();
           }},
          {"GetLedgerAudit", kSupervisors, kEverywhere, [this](const Identity& caller) { return GetAudit(caller); }},
          {"RegisterKey", departments_and_office, "own",
           [this](const Identity& caller) { return RegisterKey(caller); }},
          {"RegisterKey",
           {type::v1::ROLE_OBSERVER},
           "own above",
           [this](const Identity& caller) { return RegisterKey(caller); }},
          // Of expert alone (access_test.cc), for every plan.
          {"RecordFact", {}, "", nullptr},
          {"GetRegisteredKey", {}, "", nullptr},
          // Whoever has registered a key: FAILED_PRECONDITION for everybody else.
          {"WitnessHead", departments_and_office, kEverywhere,
           [this](const Identity& caller) { return Witness(caller); }},
          {"ListWitnesses", kReaders, kEverywhere,
           [this](const Identity& caller) {
             return witnesses_.ListWitnesses(*CallBy(caller), OfPlan<v1::ListWitnessesRequest>()).status();
           }},
      });
}

// Somebody else's draft is as one that is not there.
TEST_F(RegionAccessTest, DraftsAreTheirDepartmentsInItsRegion) {
  const std::string name = absl::StrCat(kPlan, "/drafts/", CaseOf("coal-mining"));
  const auto save = [this, name](const Identity& caller) {
    auto request = Fresh<v1::SaveDraftRequest>();
    request.mutable_draft()->set_name(name);
    return draft_service_.SaveDraft(*CallBy(caller), request).status();
  };
  ASSERT_TRUE(save(Caller(type::v1::ROLE_LIAISON, kOwn)).ok());
  const auto is_there = [this, name] {
    const auto call = CallBy(Caller(type::v1::ROLE_LIAISON, kOwn));
    return draft_service_.GetDraft(*call, Named<v1::GetDraftRequest>(name)).ok();
  };
  ExpectTable(*v1::GetDraftRequest::descriptor()->file()->service(0),
              {
                  {"SaveDraft", kFilers, "own", save},
                  {"GetDraft", kFilers, "own",
                   [this, name](const Identity& caller) {
                     const auto draft = draft_service_.GetDraft(*CallBy(caller), Named<v1::GetDraftRequest>(name));
                     return absl::IsNotFound(draft.status()) ? Hidden() : draft.status();
                   }},
                  {"ListDrafts", kFilers, "own",
                   [this](const Identity& caller) {
                     v1::ListDraftsRequest request;
                     request.set_parent(kPlan);
                     const auto drafts = draft_service_.ListDrafts(*CallBy(caller), request);
                     return drafts.ok() && drafts->drafts().empty() ? Hidden() : drafts.status();
                   }},
                  {"DeleteDraft", kFilers, "own",
                   [&](const Identity& caller) {
                     const auto deleted =
                         draft_service_.DeleteDraft(*CallBy(caller), Named<v1::DeleteDraftRequest>(name));
                     if (deleted.ok() && is_there()) return Hidden();
                     (void)save(Caller(type::v1::ROLE_LIAISON, kOwn));
                     return deleted.status();
                   }},
              });
}

TEST_F(RegionAccessTest, FilesAreAttachedByTheirDepartmentAndReadFromTheirRegionAndAbove) {
  std::map<std::string, std::string> contents;  // by upload; a return has a file once
  const auto begin = [&](const Identity& caller) {
    const std::string content = sample_files::Pdf(absl::StrCat("扫描件", contents.size()));
    auto request = Fresh<v1::BeginUploadRequest>();
    request.set_parent(ReturnName(kPlanId, CaseOf("coal-mining")));
    *request.mutable_file() = sample_files::Announced("扫描件.pdf", content);
    auto upload = evidence_.BeginUpload(*CallBy(caller), request);
    if (upload.ok()) contents[upload->name()] = content;
    return upload;
  };
  const auto put = [&](const std::string& upload, const Identity& caller) {
    v1::PutChunkRequest request;
    request.set_name(upload);
    request.set_data(contents[upload]);
    return evidence_.PutChunk(*CallBy(caller), request).status();
  };
  const auto finish = [&](const std::string& upload, const Identity& caller) {
    auto request = Fresh<v1::FinishUploadRequest>();
    request.set_name(upload);
    return evidence_.FinishUpload(CallBy(caller), request);
  };
  const Identity liaison = Caller(type::v1::ROLE_LIAISON, kOwn);
  const std::string attached = begin(liaison)->name();
  ASSERT_TRUE(put(attached, liaison).ok());
  const auto filed = finish(attached, liaison);
  ASSERT_TRUE(filed.ok()) << filed.status();
  const std::string evidence = filed->evidence(0).name();
  // Under way, of somebody who has the caller's role in the own region.
  std::map<type::v1::Role, std::string> under_way;
  const auto own_upload = [&](const Identity& caller) {
    std::string& upload = under_way[caller.role];
    if (upload.empty()) upload = begin(Caller(caller.role, kOwn))->name();
    return upload;
  };
  const auto hidden = [](const absl::Status& status) { return absl::IsNotFound(status) ? Hidden() : status; };
  ExpectTable(
      *v1::BeginUploadRequest::descriptor()->file()->service(0),
      {
          {"BeginUpload", kFilers, "own", [&](const Identity& caller) { return begin(caller).status(); }},
          {"PutChunk", kFilers, "own", [&](const Identity& caller) { return hidden(put(own_upload(caller), caller)); }},
          {"GetUpload", kFilers, "own",
           [&](const Identity& caller) {
             const auto request = Named<v1::GetUploadRequest>(own_upload(caller));
             return hidden(evidence_.GetUpload(*CallBy(caller), request).status());
           }},
          {"FinishUpload", kFilers, "own",
           [&](const Identity& caller) {
             const std::string upload = own_upload(caller);
             (void)put(upload, Caller(caller.role, kOwn));
             return hidden(finish(upload, caller).status());
           }},
          {"ReadEvidence", kReaders, "own above",
           [&](const Identity& caller) {
             return hidden(evidence_.ReadEvidence(*CallBy(caller), Named<v1::ReadEvidenceRequest>(evidence)).status());
           }},
      });
}

}  // namespace
}  // namespace lianfang::submission
