#include "services/exchange/publish_service.h"

#include <deque>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/rpc/exchange.h"
#include "common/rpc/status.h"
#include "services/exchange/domain/record/record_rules.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/mutation.h"

namespace lianfang::exchange {
namespace {

constexpr size_t kWindow = 4;  // messages: one being stored, one prepared, two on their way
constexpr size_t kWindowBytes = size_t{8} << 20;
constexpr absl::Duration kMessageTime = absl::Seconds(30);

prometheus::Counter& Outcomes(Metrics& metrics, const std::string& outcome) {
  return metrics.Counter("lianfang_exchange_records_total",
                         "Versions of records that were offered, by what became of them.", {{"outcome", outcome}});
}

std::string KindsOf(const std::map<std::string, int>& kinds) {
  return absl::StrJoin(kinds, ", ", [](std::string* text, const auto& one) {
    absl::StrAppend(text, one.second, " of kind ", one.first);
  });
}

}  // namespace

// One stream of PublishRecords. A worker stores what is prepared, message by message, as long as there is some; the stream's own calls
// prepare meanwhile.
class PublishStream : public Exchange {
 public:
  PublishStream(PublishService& service, WorkerPool& workers, std::shared_ptr<const Call> call, CallAudit* audit)
      : workers_(workers), state_(std::make_shared<State>(service, std::move(call), audit)) {}

  void OnRequest(std::shared_ptr<const google::protobuf::Message> request, const absl::Status& checked,
                 Answer answer) override {
    Message message{state_->service.context_.clock.Now(), {}, checked, std::move(answer)};
    if (checked.ok()) {
      const auto& records = static_cast<const v1::PublishRecordsRequest&>(*request).records();
      message.batch = state_->service.Prepare(*state_->call, records, message.now);
    }
    absl::MutexLock lock(&state_->mutex);
    state_->prepared.push_back(std::move(message));
    if (std::exchange(state_->storing, true)) return;
    workers_.Run([state = state_] { StorePrepared(*state); });  // one for each open stream
  }
  bool Blocks(const google::protobuf::Message&) const override { return true; }
  size_t Window() const override { return kWindow; }
  size_t WindowBytes() const override { return kWindowBytes; }

 private:
  struct Message {
    absl::Time now;
    PublishService::Batch batch;
    absl::Status checked;
    Answer answer;
  };
  // Outlives the stream while something of it is being stored.
  struct State {
    State(PublishService& publishing, std::shared_ptr<const Call> stream_call, CallAudit* call_audit)
        : service(publishing), call(std::move(stream_call)), audit(call_audit), use(publishing) {}
    PublishService& service;
    const std::shared_ptr<const Call> call;
    CallAudit* const audit;
    const PublishService::Use use;
    absl::Mutex mutex;
    std::deque<Message> prepared ABSL_GUARDED_BY(mutex);  // at most kWindow
    bool storing ABSL_GUARDED_BY(mutex) = false;
  };

  // The next message; nothing where none is prepared, and nobody stores from then on.
  static std::optional<Message> Next(State& state) {
    absl::MutexLock lock(&state.mutex);
    state.storing = !state.prepared.empty();
    if (!state.storing) return std::nullopt;
    std::optional<Message> next(std::move(state.prepared.front()));
    state.prepared.pop_front();
    return next;
  }
  static void StorePrepared(State& state) {
    while (std::optional<Message> message = Next(state)) {
      v1::PublishRecordsResponse response;
      if (message->checked.ok()) {
        response = state.service.StoreMessage(*state.call, message->batch, message->now, state.audit);
      } else {
        *response.mutable_status() = ToRpcStatus(message->checked);
      }
      message->answer(response.SerializeAsString());
    }
  }

  WorkerPool& workers_;
  const std::shared_ptr<State> state_;
};

PublishService::PublishService(const ExchangeContext& context, Metrics& metrics)
    : context_(context),
      stored_(Outcomes(metrics, "stored")),
      unchanged_(Outcomes(metrics, "unchanged")),
      refused_(Outcomes(metrics, "refused")) {}

PublishService::~PublishService() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](int* uses) { return *uses == 0; }, &uses_));
}

void PublishService::Register(ContractService& service, WorkerPool& workers) {
  service.Exchanging<v1::PublishRecordsRequest, v1::PublishRecordsResponse>(
      "PublishRecords",
      [this, &service, &workers](std::shared_ptr<const Call> call) -> absl::StatusOr<std::unique_ptr<Exchange>> {
        return std::make_unique<PublishStream>(*this, workers, std::move(call), service.audit());
      });
  RegisterMutation<v1::BatchPublishRecordsRequest, v1::BatchPublishRecordsResponse>(
      service, context_, "BatchPublishRecords",
      [this](const Call& call, const v1::BatchPublishRecordsRequest& request) {
        return BatchPublishRecords(call, request);
      });
}

PublishService::Batch PublishService::Prepare(const Call& call, const Records& records, absl::Time now) const {
  const absl::TimeZone zone = context_.sealer.zone();
  Batch batch;
  batch.versions.reserve(static_cast<size_t>(records.size()));
  for (const v1::Record& offered : records) {
    v1::PublishedRecord& result = *batch.results.Add();
    result.set_version(offered.version());
    v1::Record record = NormalForm(offered);
    const v1::RecordOwner owner = PublishesFor(call.caller, record);
    absl::Status checked = CheckMayPublish(call.caller, record);
    if (checked.ok()) checked = CheckRecord(record, owner, now, zone);
    *result.mutable_status() = ToRpcStatus(checked);
    if (!checked.ok()) continue;
    Complete(record, owner, now, zone);
    const bool has_reason = !record.revision_reason().empty();
    const absl::Time final = FactsOf(record, zone).casualties_final;
    StoredVersion version = context_.sealer.Seal(std::move(record), call.caller.uri, now);
    result.set_name(version.name);
    batch.offered.push_back(
        {version.name, version.version, version.content_hash, version.casualties, final, has_reason});
    batch.places.push_back(batch.results.size() - 1);
    batch.versions.push_back(std::move(version));
  }
  return batch;
}

std::string PublishService::Store(ExchangeTransaction& rows, const Batch& batch, absl::Time now,
                                  Results& results) const {
  std::vector<std::pair<std::string, int64_t>> wanted;
  for (const OfferedVersion& one : batch.offered) wanted.emplace_back(one.record, one.version);
  const auto decisions = DecideVersions(batch.offered, rows.LockRecords(wanted), now);
  results = batch.results;
  std::vector<StoredVersion> fresh;
  std::map<std::string, int> kinds;
  for (size_t i = 0; i < decisions.size(); ++i) {
    v1::PublishedRecord& result = *results.Mutable(batch.places[i]);
    result.set_unchanged(decisions[i].verdict == VersionVerdict::kUnchanged);
    result.set_newest_version(decisions[i].newest);
    *result.mutable_status() = ToRpcStatus(decisions[i].refusal);
    if (decisions[i].verdict != VersionVerdict::kNew) continue;
    ++kinds[KindWord(batch.versions[i].kind)];
    fresh.push_back(batch.versions[i]);
  }
  const size_t stored = fresh.size();
  rows.InsertVersions(std::move(fresh));
  return absl::StrCat("published ", stored, " of ", results.size(), " records", kinds.empty() ? "" : ": ",
                      KindsOf(kinds));
}

void PublishService::Count(const Results& results) const {
  for (const v1::PublishedRecord& result : results) {
    if (result.status().code() != 0) {
      refused_.Increment();
    } else {
      (result.unchanged() ? unchanged_ : stored_).Increment();
    }
  }
}

v1::PublishRecordsResponse PublishService::PublishRecords(const Call& call, const v1::PublishRecordsRequest& request,
                                                          CallAudit* audit) {
  const absl::Time now = context_.clock.Now();
  return StoreMessage(call, Prepare(call, request.records(), now), now, audit);
}

v1::PublishRecordsResponse PublishService::StoreMessage(const Call& call, const Batch& batch, absl::Time now,
                                                        CallAudit* audit) {
  v1::PublishRecordsResponse response;
  const RequestKey key{call.caller.uri, call.method, "", ""};
  // A stream may last longer than any call has time for, or have no deadline at all: each message has its own.
  const absl::Time deadline = absl::Now() + kMessageTime;
  const absl::Status stored = context_.store.Publish(
      key, now,
      [&](ExchangeTransaction& rows) -> absl::StatusOr<Outcome> {
        return Outcome{"", "records", Store(rows, batch, now, *response.mutable_results())};
      },
      deadline);
  if (!stored.ok()) {
    response.Clear();
    *response.mutable_status() = ToRpcStatus(stored);
    return response;
  }
  Count(response.results());
  for (const v1::PublishedRecord& result : response.results()) {
    constexpr int kDenied = static_cast<int>(absl::StatusCode::kPermissionDenied);
    if (audit == nullptr || result.status().code() != kDenied) continue;
    audit->Denied(call, nullptr, ErrorWithReason(absl::StatusCode::kPermissionDenied, "", "NOT_OWN_RECORD"));
    break;  // one row stands for the message
  }
  return response;
}

absl::StatusOr<v1::BatchPublishRecordsResponse> PublishService::BatchPublishRecords(
    const Call& call, const v1::BatchPublishRecordsRequest& request) {
  if (request.records().empty()) return InvalidField("records", "must have 1 to 500");
  const absl::Time now = context_.clock.Now();
  const Batch batch = Prepare(call, request.records(), now);
  auto response = Mutate<v1::BatchPublishRecordsResponse>(
      context_, call, request,
      [&](ExchangeTransaction& rows, const Decision&) -> absl::StatusOr<Change<v1::BatchPublishRecordsResponse>> {
        v1::BatchPublishRecordsResponse made;
        const std::string detail = Store(rows, batch, now, *made.mutable_results());
        return Change<v1::BatchPublishRecordsResponse>{std::move(made), "records", detail};
      },
      request.validate_only());
  if (response.ok() && !request.validate_only()) Count(response->results());
  return response;
}

}  // namespace lianfang::exchange
