// Files through the handlers, with the writer of production on stores in memory; and that the audit replays what they
// entered.
#include "services/submission/evidence_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/files/testing/fake_file_store.h"
#include "common/files/testing/sample_files.h"
#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/ledger_auditor.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using namespace sample_files;  // NOLINT(build/namespaces)

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr char kReturn[] = "plans/gaoping-2021-2025/returns/2019-140581-coal-mining";
constexpr char kFinish[] = "lianfang.submission.v1.EvidenceService.FinishUpload";

class EvidenceServiceTest : public testing::Test {
 protected:
  EvidenceServiceTest() {
    Commit(ProposePublication(ShippedPlan(kPlan)));
    Commit(ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-coal-mining"), 2, 1, 3)));
  }

  void Commit(Proposal proposal) {
    const auto response = CommitAt(clock_.Now(), store_, key_, std::move(proposal));
    EXPECT_TRUE(response.ok()) << response.status();
  }

  static std::shared_ptr<const Call> By(const Identity& caller) {
    auto call = std::make_shared<Call>();
    call->method = kFinish;
    call->caller = caller;
    call->deadline = absl::InfiniteFuture();
    return call;
  }
  static Identity Zhang() { return Liaison("emergency"); }

  absl::StatusOr<files::v1::Upload> Begin(const std::string& display_name, const std::string& content,
                                          const Identity& caller = Zhang(), const std::string& parent = kReturn) {
    v1::BeginUploadRequest request;
    request.set_parent(parent);
    *request.mutable_file() = Announced(display_name, content);
    request.set_request_id(NewUuid());
    return service_.BeginUpload(*By(caller), request);
  }

  absl::StatusOr<files::v1::Upload> Put(const std::string& name, int64_t offset, const std::string& data,
                                        const Identity& caller = Zhang()) {
    v1::PutChunkRequest request;
    request.set_name(name);
    request.set_offset(offset);
    request.set_data(data);
    return service_.PutChunk(*By(caller), request);
  }

  // An upload of which all bytes are here; its name.
  std::string Upload(const std::string& display_name, const std::string& content) {
    const auto upload = Begin(display_name, content);
    EXPECT_TRUE(upload.ok()) << upload.status();
    if (!upload.ok()) return "";
    EXPECT_TRUE(Put(upload->name(), 0, content).ok());
    return upload->name();
  }

  absl::StatusOr<v1::Return> Finish(const std::string& name, const Identity& caller = Zhang(),
                                    const std::string& request_id = NewUuid()) {
    v1::FinishUploadRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    return service_.FinishUpload(By(caller), request);
  }

  absl::StatusOr<v1::ReadEvidenceResponse> Read(const std::string& name, int64_t offset, const Identity& caller) {
    v1::ReadEvidenceRequest request;
    request.set_name(name);
    request.set_offset(offset);
    return service_.ReadEvidence(*By(caller), request);
  }

  v1::VerifyLedgerResponse Audit() {
    LedgerAuditor auditor(ledger_, keys_, clock_, LedgerAuditor::Options{});
    v1::VerifyLedgerRequest request;
    request.set_plan(PlanName(kPlan));
    return *auditor.Verify(*By(Zhang()), request);
  }

  static std::string ReasonOf(const absl::Status& status) {
    const auto info = ErrorInfoOf(status);
    return info.has_value() ? info->reason() : "";
  }

  FakeClock clock_{Shanghai("2022-05-20 10:00")};
  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  FakeSubmissionStore store_;
  FakeLedgerStore ledger_{store_};
  FakeFileStore files_;
  Metrics metrics_;
  LedgerWriter writer_{store_, key_, clock_, metrics_, [] {}, {}};
  EvidenceService service_{store_, files_, writer_, clock_};
};

TEST_F(EvidenceServiceTest, AFileIsAttachedByItsHashAndReadBack) {
  const std::string content = Pdf("扫描件");
  const std::string upload = Upload("报送表扫描件.pdf", content);
  clock_.Advance(absl::Minutes(5));
  const auto filed = Finish(upload);
  ASSERT_TRUE(filed.ok()) << filed.status();
  ASSERT_EQ(filed->evidence_size(), 1);
  const v1::Evidence& evidence = filed->evidence(0);
  EXPECT_EQ(evidence.file().sha256(), Sha256(content));
  EXPECT_EQ(evidence.file().type(), files::v1::FILE_TYPE_PDF);
  EXPECT_EQ(evidence.file().display_name(), "报送表扫描件.pdf");
  EXPECT_EQ(evidence.revision(), 1);
  EXPECT_EQ(evidence.uploader(), Zhang().uri);
  EXPECT_EQ(FromTimestamp(evidence.attach_time()), clock_.Now());
  EXPECT_EQ(evidence.ledger_sequence(), 3);
  EXPECT_EQ(filed->state(), v1::RETURN_STATE_SUBMITTED);
  EXPECT_EQ(files_.uploads(), 0u);

  const auto piece = Read(evidence.name(), 2, Office());
  ASSERT_TRUE(piece.ok()) << piece.status();
  EXPECT_EQ(piece->data(), content.substr(2));
  EXPECT_EQ(piece->evidence().file().sha256(), Sha256(content));
  EXPECT_EQ(Read(evidence.name(), static_cast<int64_t>(content.size()), Office())->data(), "");
  EXPECT_TRUE(Audit().valid()) << Audit().DebugString();
}

TEST_F(EvidenceServiceTest, ARepeatAnswersTheFirstResponse) {
  const std::string request = NewUuid();
  const std::string upload = Upload("a.pdf", Pdf());
  const auto first = Finish(upload, Zhang(), request);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto repeat = Finish(upload, Zhang(), request);
  ASSERT_TRUE(repeat.ok()) << repeat.status();
  EXPECT_EQ(repeat->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(Finish(upload).status()), "NO_SUCH_UPLOAD");
}

// The server died between the commit and the removal of the upload.
TEST_F(EvidenceServiceTest, ARepeatWhoseUploadIsStillThereAnswersLikewise) {
  const std::string request = NewUuid();
  const std::string upload = Upload("a.pdf", Pdf());
  const std::string id = upload.substr(upload.size() - 36);
  const StoredUpload kept = **files_.Find(id, absl::InfiniteFuture());
  const auto first = Finish(upload, Zhang(), request);
  StoredUpload again = kept;
  again.received = 0;
  ASSERT_TRUE(files_.Begin(again, 10, absl::InfiniteFuture())->has_value());
  ASSERT_TRUE(files_.Put(id, 0, Pdf(), absl::InfiniteFuture()).ok());
  const auto repeat = Finish(upload, Zhang(), request);
  ASSERT_TRUE(repeat.ok()) << repeat.status();
  EXPECT_EQ(repeat->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(files_.uploads(), 0u);
}

TEST_F(EvidenceServiceTest, WhatIsNoneOfTheTypesIsRefusedWhateverItIsCalled) {
  for (const std::string& content : {Zip({"a.txt"}), Workbook(), Png(), std::string("<html>")}) {
    const auto refused = Finish(Upload("a.pdf", content));
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(files_.uploads(), 0u);
  EXPECT_EQ(files_.files(), 0u);
  EXPECT_TRUE(Finish(Upload("a.xlsx", Workbook())).ok());
}

TEST_F(EvidenceServiceTest, OnlyTheDepartmentThatOwesItAttaches) {
  const Identity other = Liaison("health");
  EXPECT_EQ(Begin("a.pdf", Pdf(), other).status().code(), absl::StatusCode::kPermissionDenied);
  const std::string upload = Upload("a.pdf", Pdf());
  EXPECT_EQ(ReasonOf(Put(upload, 0, Pdf(), other).status()), "NO_SUCH_UPLOAD");
  EXPECT_EQ(ReasonOf(Finish(upload, other).status()), "NO_SUCH_UPLOAD");
  v1::GetUploadRequest request;
  request.set_name(upload);
  EXPECT_EQ(ReasonOf(service_.GetUpload(*By(other), request).status()), "NO_SUCH_UPLOAD");
  EXPECT_EQ(service_.GetUpload(*By(Someone("emergency", "convener", "li-ming")), request)->received_bytes(),
            static_cast<int64_t>(Pdf().size()))
      << "a colleague goes on with it";
  const auto filed = Finish(upload, Someone("emergency", "convener", "li-ming"));
  ASSERT_TRUE(filed.ok()) << filed.status();
  EXPECT_EQ(Read(filed->evidence(0).name(), 0, other).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(EvidenceServiceTest, AReturnHasTenFilesEachOnce) {
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(Finish(Upload(absl::StrCat(i, ".pdf"), Pdf(absl::StrCat(i)))).ok());
    if (i == 0) {
      EXPECT_EQ(ReasonOf(Begin("again.pdf", Pdf("0")).status()), "ATTACHED_ALREADY");
    }
  }
  const auto refused = Begin("eleventh.pdf", Pdf("11")).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_FILES");
  EXPECT_TRUE(Audit().valid());
}

// Two uploads of the same file were begun before either was attached.
TEST_F(EvidenceServiceTest, TheSameFileIsAttachedOnceAlsoWhereItCameTwice) {
  const std::string one = Upload("a.pdf", Pdf()), other = Upload("b.pdf", Pdf());
  EXPECT_TRUE(Finish(one).ok());
  EXPECT_EQ(ReasonOf(Finish(other).status()), "ATTACHED_ALREADY");
  EXPECT_EQ(files_.files(), 1u);
}

TEST_F(EvidenceServiceTest, NothingIsAttachedToWhatWasNotFiled) {
  EXPECT_EQ(
      ReasonOf(Begin("a.pdf", Pdf(), Zhang(), "plans/gaoping-2021-2025/returns/2021-140581-coal-mining").status()),
      "NO_SUCH_RETURN");
  EXPECT_EQ(ReasonOf(Begin("a.pdf", Pdf(), Zhang(), "plans/none/returns/2021-140581-coal-mining").status()),
            "NO_SUCH_RETURN");
  EXPECT_EQ(Begin("a.pdf", Pdf(), Zhang(), "plans/gaoping-2021-2025").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(EvidenceServiceTest, BadInputIsNamed) {
  EXPECT_EQ(Put("plans/x", 0, "x").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Put("plans/x/uploads/" + NewUuid(), 0, "x").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Put(absl::StrCat(kReturn, "/uploads/", NewUuid()), 0, "x").status()), "NO_SUCH_UPLOAD");
  EXPECT_EQ(Read(kReturn, 0, Office()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Read(absl::StrCat(kReturn, "/evidence/", NewUuid()), 0, Office()).status().code(),
            absl::StatusCode::kNotFound);
  v1::BeginUploadRequest request;
  request.set_parent(kReturn);
  *request.mutable_file() = Announced("a.pdf", Pdf());
  request.mutable_file()->set_size_bytes(20 * 1024 * 1024 + 1);
  request.set_request_id(NewUuid());
  const auto refused = service_.BeginUpload(*By(Zhang()), request).status();
  EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(), "file.size_bytes");
}

// What is attached is held to its entry like everything else.
TEST_F(EvidenceServiceTest, AnAttachedFileThatWasExchangedIsFound) {
  ASSERT_TRUE(Finish(Upload("a.pdf", Pdf())).ok());
  store_.returns().at(kReturn).mutable_evidence(0)->mutable_file()->set_sha256(Sha256("another"));
  EXPECT_FALSE(Audit().valid());
}

}  // namespace
}  // namespace lianfang::submission
