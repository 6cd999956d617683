#include "services/submission/batch_submission.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/rpc/status.h"
#include "services/submission/filing.h"
#include "services/submission/mutation.h"

namespace lianfang::submission {
namespace {

constexpr int kMostTogether = 10000;
constexpr size_t kWindow = 1024;  // some batches of the writer: one under way, one waiting, the rest on the way
constexpr absl::Duration kCheckTimeout = absl::Seconds(10);

std::string ResponseOf(const std::string& request_id, absl::StatusOr<v1::SubmitReturnResponse> filed) {
  v1::BatchSubmitReturnsResponse response;
  response.set_request_id(request_id);
  *response.mutable_status() = ToRpcStatus(filed.status());
  if (filed.ok()) *response.mutable_response() = *std::move(filed);
  return response.SerializeAsString();
}

std::shared_ptr<const v1::SubmitReturnRequest> FilingOf(std::shared_ptr<const v1::BatchSubmitReturnsRequest> item) {
  const v1::SubmitReturnRequest* filing = &item->submission();
  return {std::move(item), filing};
}

// What is wrong with how a whole-or-nothing stream begins.
absl::Status CheckBeginning(const v1::BatchSubmitReturnsRequest& first) {
  if (!first.all_or_nothing() && first.item_count() != 0) {
    return InvalidField("item_count", "is only for all_or_nothing");
  }
  if (first.all_or_nothing() && (first.item_count() < 1 || first.item_count() > kMostTogether)) {
    return InvalidField("item_count",
                        absl::StrCat("must be 1 to ", kMostTogether, " with all_or_nothing, was ", first.item_count()));
  }
  return absl::OkStatus();
}

}  // namespace

size_t BatchSubmission::Window() const {
  return whole_.has_value() ? static_cast<size_t>(whole_->item_count) + 1 : kWindow;
}

void BatchSubmission::OnRequest(std::shared_ptr<const google::protobuf::Message> request, const absl::Status& checked,
                                Answer answer) {
  const auto item = std::static_pointer_cast<const v1::BatchSubmitReturnsRequest>(std::move(request));
  absl::Status fault = checked;
  if (!std::exchange(begun_, true)) {
    if (absl::Status beginning = CheckBeginning(*item); !beginning.ok()) {
      fault = std::move(beginning);
    } else if (item->all_or_nothing()) {
      whole_ = Whole{item->item_count()};
    }
  } else if (item->all_or_nothing() && !whole_.has_value() && fault.ok()) {
    fault = InvalidField("all_or_nothing", "must be asked for on the first item");
  }
  if (whole_.has_value()) {
    Hold(*whole_, item, std::move(fault), std::move(answer));
  } else {
    FileAlone(item, fault, std::move(answer));
  }
}

void BatchSubmission::FileAlone(const Item& item, const absl::Status& checked, Answer answer) {
  const std::string& id = item->submission().request_id();
  if (!checked.ok()) return answer(ResponseOf(id, checked));
  auto proposal = ProposeFiling(call_, FilingOf(item));
  if (!proposal.ok()) return answer(ResponseOf(id, proposal.status()));
  if (item->submission().validate_only()) {
    return answer(ResponseOf(id, CheckFiling(store_, *proposal, clock_.Now(), absl::Now() + kCheckTimeout)));
  }
  writer_.Submit(*std::move(proposal), [id, answer = std::move(answer)](absl::StatusOr<std::string> bytes) mutable {
    answer(ResponseOf(id, ReadResponse<v1::SubmitReturnResponse>(bytes)));
  });
}

void BatchSubmission::Hold(Whole& whole, const Item& item, absl::Status fault, Answer answer) {
  if (static_cast<int>(whole.items.size()) >= whole.item_count) {  // all are filed or refused by now
    return answer(ResponseOf(item->submission().request_id(),
                             InvalidField("item_count", absl::StrCat("only ", whole.item_count, " were announced"))));
  }
  if (fault.ok() && item->submission().validate_only()) {
    fault = InvalidField("submission.validate_only", "is not for all_or_nothing");
  }
  whole.items.push_back(item);
  whole.answers.push_back(std::move(answer));
  whole.faults.push_back(std::move(fault));
  if (static_cast<int>(whole.items.size()) < whole.item_count) return;
  FileTogether(Whole{whole.item_count, whole.items, std::move(whole.answers), std::move(whole.faults)});
}

// A whole of which the rest did not come.
void BatchSubmission::OnLast() {
  if (!whole_.has_value() || static_cast<int>(whole_->items.size()) == whole_->item_count) return;
  const absl::Status incomplete = ErrorWithReason(
      absl::StatusCode::kFailedPrecondition,
      absl::StrCat(whole_->item_count, " items were announced and ", whole_->items.size(), " came: nothing was filed"),
      "INCOMPLETE");
  for (size_t i = 0; i < whole_->items.size(); ++i) {
    whole_->answers[i](ResponseOf(whole_->items[i]->submission().request_id(), incomplete));
  }
}

void BatchSubmission::FileTogether(Whole whole) {
  std::vector<Proposal> proposals;
  bool sound = true;
  for (size_t i = 0; i < whole.items.size(); ++i) {
    if (!whole.faults[i].ok()) {
      sound = false;
      continue;
    }
    auto proposal = ProposeFiling(call_, FilingOf(whole.items[i]));
    if (proposal.ok() && !proposals.empty() && proposal->plan != proposals.front().plan) {
      proposal = InvalidField("submission.obligation", "must be of the same plan as the items before");
    }
    whole.faults[i] = proposal.status();
    sound = sound && proposal.ok();
    if (proposal.ok()) proposals.push_back(*std::move(proposal));
  }
  auto answer_all = [whole = std::move(whole)](absl::StatusOr<LedgerWriter::Responses> responses) mutable {
    for (size_t i = 0; i < whole.items.size(); ++i) {
      const auto bytes = responses.ok() ? std::move((*responses)[i]) : absl::StatusOr<std::string>(responses.status());
      whole.answers[i](ResponseOf(whole.items[i]->submission().request_id(),
                                  whole.faults[i].ok() ? ReadResponse<v1::SubmitReturnResponse>(bytes)
                                                       : absl::StatusOr<v1::SubmitReturnResponse>(whole.faults[i])));
    }
  };
  if (!sound) return answer_all(NotFiledWithOthers());
  writer_.SubmitTogether(std::move(proposals), std::move(answer_all));
}

void RegisterBatchSubmission(ContractService& service, SubmissionStore& store, LedgerWriter& writer,
                             const Clock& clock) {
  service.Exchanging<v1::BatchSubmitReturnsRequest, v1::BatchSubmitReturnsResponse>(
      "BatchSubmitReturns", [&](std::shared_ptr<const Call> call) -> absl::StatusOr<std::unique_ptr<Exchange>> {
        return std::make_unique<BatchSubmission>(store, writer, clock, std::move(call));
      });
}

}  // namespace lianfang::submission
