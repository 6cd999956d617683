// BatchSubmitReturns: many filings over one stream, each answered in order with its own status.
//
// Items go to the ledger's writer as calls of their own do, so a stream fills its batches and shares them with
// everybody else. A whole-or-nothing stream is held until its last item is there, and goes in one transaction; it is
// bounded in items and in bytes, and refused as soon as one of its items cannot be filed. An item has arrived when it is
// taken; a whole has arrived with its last item.
#ifndef LIANFANG_SERVICES_SUBMISSION_BATCH_SUBMISSION_H_
#define LIANFANG_SERVICES_SUBMISSION_BATCH_SUBMISSION_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/clock.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/exchange.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/ledger_writer.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// One stream.
class BatchSubmission : public Exchange {
 public:
  // All but the call outlive the stream. `audit` is told of items that are denied; null: nobody is.
  BatchSubmission(SubmissionStore& store, LedgerWriter& writer, const Clock& clock, std::shared_ptr<const Call> call,
                  CallAudit* audit = nullptr)
      : store_(store), writer_(writer), clock_(clock), answers_{std::move(call), audit} {}

  void OnRequest(std::shared_ptr<const google::protobuf::Message> request, const absl::Status& checked,
                 Answer answer) override;
  bool Blocks(const google::protobuf::Message& request) const override;
  void OnLast() override;
  size_t Window() const override;
  size_t WindowBytes() const override;

 private:
  using Item = std::shared_ptr<const v1::BatchSubmitReturnsRequest>;

  // Makes the answers to items, on any thread and also after the stream has ended.
  struct Answers {
    std::shared_ptr<const Call> call;
    CallAudit* audit;

    // `filed` is a serialised SubmitReturnResponse, as the writer answers it.
    std::string To(const std::string& request_id, const absl::StatusOr<std::string>& filed) const;
  };

  // A whole-or-nothing stream: what has come of it. Nothing is held once one item cannot be filed.
  struct Whole {
    int item_count;
    int taken = 0;
    bool refused = false;
    std::string plan{};  // of its first item
    size_t bytes = 0;
    std::vector<std::string> ids{};  // of what is held, as the caller wrote them
    std::vector<Proposal> proposals{};
    std::vector<Answer> answers{};
  };

  void FileAlone(const Item& item, const absl::Status& checked, Answer answer);
  void Hold(Whole& whole, const Item& item, absl::Status fault, Answer answer);
  absl::StatusOr<Proposal> ProposePart(Whole& whole, const Item& item);
  void Refuse(Whole& whole);
  void AnswerHeld(Whole& whole, const absl::Status& refusal);
  void FileTogether(Whole& whole);

  SubmissionStore& store_;
  LedgerWriter& writer_;
  const Clock& clock_;
  const Answers answers_;
  bool begun_ = false;
  std::optional<Whole> whole_;
};

// Binds BatchSubmitReturns to the contract.
void RegisterBatchSubmission(ContractService& service, SubmissionStore& store, LedgerWriter& writer,
                             const Clock& clock);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_BATCH_SUBMISSION_H_
