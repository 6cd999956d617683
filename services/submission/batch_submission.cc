#include "services/submission/batch_submission.h"

#include <limits>
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
constexpr size_t kMostBytesTogether = size_t{32} << 20;  // half of what the writer's queue takes
constexpr size_t kWindow = 1024;                         // two batches of the writer: one being saved, one decided
constexpr absl::Duration kCheckTimeout = absl::Seconds(10);

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

std::string BatchSubmission::Answers::To(const std::string& request_id,
                                         const absl::StatusOr<std::string>& filed) const {
  if (absl::IsPermissionDenied(filed.status()) && audit != nullptr) audit->Denied(*call, nullptr, filed.status());
  v1::BatchSubmitReturnsResponse response;
  response.set_request_id(request_id);
  auto opened = ReadResponse<v1::SubmitReturnResponse>(filed);
  *response.mutable_status() = ToRpcStatus(opened.status());
  if (opened.ok()) *response.mutable_response() = *std::move(opened);
  return response.SerializeAsString();
}

size_t BatchSubmission::Window() const {
  return whole_.has_value() ? static_cast<size_t>(whole_->item_count) + 1 : kWindow;
}

// A whole waits for its last item, and bounds itself.
size_t BatchSubmission::WindowBytes() const {
  return whole_.has_value() ? std::numeric_limits<size_t>::max() : Exchange::WindowBytes();
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
  if (!checked.ok()) return answer(answers_.To(id, checked));
  auto proposal = ProposeFiling(answers_.call, FilingOf(item));
  if (!proposal.ok()) return answer(answers_.To(id, proposal.status()));
  proposal->arrival = clock_.Now();
  if (item->submission().validate_only()) {
    return answer(answers_.To(id, RehearsedBytes(store_, *proposal, clock_.Now(), absl::Now() + kCheckTimeout)));
  }
  writer_.Submit(*std::move(proposal),
                 [to = answers_, id, answer = std::move(answer)](const absl::StatusOr<std::string>& filed) mutable {
                   answer(to.To(id, filed));
                 });
}

bool BatchSubmission::Blocks(const google::protobuf::Message& request) const {
  return static_cast<const v1::BatchSubmitReturnsRequest&>(request).submission().validate_only();
}

// What an item of a whole asks for, or why it cannot be filed with the others.
absl::StatusOr<Proposal> BatchSubmission::ProposePart(Whole& whole, const Item& item) {
  if (item->submission().validate_only()) {
    return InvalidField("submission.validate_only", "is not for all_or_nothing");
  }
  auto proposal = ProposeFiling(answers_.call, FilingOf(item));
  if (!proposal.ok()) return proposal;
  if (whole.plan.empty()) whole.plan = proposal->plan;
  if (proposal->plan != whole.plan) {
    return InvalidField("submission.obligation", "must be of the same plan as the items before");
  }
  whole.bytes += proposal->bytes;
  if (!whole.refused && whole.bytes > kMostBytesTogether) {
    return InvalidField("submission",
                        absl::StrCat("the items up to this one have ", whole.bytes, " bytes, and at most ",
                                     kMostBytesTogether, " can be filed together: divide them"));
  }
  return proposal;
}

void BatchSubmission::Hold(Whole& whole, const Item& item, absl::Status fault, Answer answer) {
  const std::string& id = item->submission().request_id();
  if (whole.taken == whole.item_count) {  // all are filed or refused by now
    return answer(
        answers_.To(id, InvalidField("item_count", absl::StrCat("only ", whole.item_count, " were announced"))));
  }
  ++whole.taken;
  auto proposal = fault.ok() ? ProposePart(whole, item) : absl::StatusOr<Proposal>(std::move(fault));
  if (!proposal.ok() || whole.refused) {
    Refuse(whole);
    return answer(answers_.To(id, proposal.ok() ? NotFiledWithOthers() : proposal.status()));
  }
  whole.ids.push_back(id);
  whole.proposals.push_back(*std::move(proposal));
  whole.answers.push_back(std::move(answer));
  if (whole.taken == whole.item_count) FileTogether(whole);
}

// Nothing of the whole will be filed: what was held of it is answered and let go.
void BatchSubmission::Refuse(Whole& whole) {
  whole.refused = true;
  AnswerHeld(whole, NotFiledWithOthers());
}

void BatchSubmission::AnswerHeld(Whole& whole, const absl::Status& refusal) {
  for (size_t i = 0; i < whole.ids.size(); ++i) whole.answers[i](answers_.To(whole.ids[i], refusal));
  whole.ids.clear();
  whole.proposals.clear();
  whole.answers.clear();
}

// A whole of which the rest did not come.
void BatchSubmission::OnLast() {
  if (!whole_.has_value() || whole_->taken == whole_->item_count) return;
  AnswerHeld(*whole_, ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                                      absl::StrCat(whole_->item_count, " items were announced and ", whole_->taken,
                                                   " came: nothing was filed"),
                                      "INCOMPLETE"));
}

void BatchSubmission::FileTogether(Whole& whole) {
  auto answer_all = [to = answers_, ids = std::exchange(whole.ids, {}),
                     answers = std::exchange(whole.answers, {})](absl::StatusOr<Responses> responses) mutable {
    for (size_t i = 0; i < ids.size(); ++i) {
      answers[i](to.To(ids[i], responses.ok() ? (*responses)[i] : responses.status()));
    }
  };
  const absl::Time arrival = clock_.Now();
  for (Proposal& proposal : whole.proposals) proposal.arrival = arrival;
  writer_.SubmitTogether(std::exchange(whole.proposals, {}), std::move(answer_all));
}

void RegisterBatchSubmission(ContractService& service, SubmissionStore& store, LedgerWriter& writer,
                             const Clock& clock) {
  service.Exchanging<v1::BatchSubmitReturnsRequest, v1::BatchSubmitReturnsResponse>(
      "BatchSubmitReturns",
      [&store, &writer, &clock,
       &service](std::shared_ptr<const Call> call) -> absl::StatusOr<std::unique_ptr<Exchange>> {
        return std::make_unique<BatchSubmission>(store, writer, clock, std::move(call), service.audit());
      });
}

}  // namespace lianfang::submission
