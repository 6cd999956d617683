#include "services/exchange/publish_service.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

constexpr size_t kWindow = 4;  // messages: one being stored, one decided, two on their way
constexpr size_t kWindowBytes = size_t{8} << 20;
constexpr absl::Duration kMessageTime = absl::Seconds(30);

// One stream of PublishRecords.
class PublishStream : public Exchange {
 public:
  PublishStream(PublishService& service, std::shared_ptr<const Call> call, CallAudit* audit)
      : service_(service), call_(std::move(call)), audit_(audit) {}

  void OnRequest(std::shared_ptr<const google::protobuf::Message> request, const absl::Status& checked,
                 Answer answer) override {
    v1::PublishRecordsResponse response;
    if (checked.ok()) {
      response = service_.PublishRecords(*call_, static_cast<const v1::PublishRecordsRequest&>(*request), audit_);
    } else {
      *response.mutable_status() = ToRpcStatus(checked);
    }
    answer(response.SerializeAsString());
  }
  bool Blocks(const google::protobuf::Message&) const override { return true; }
  size_t Window() const override { return kWindow; }
  size_t WindowBytes() const override { return kWindowBytes; }

 private:
  PublishService& service_;
  const std::shared_ptr<const Call> call_;
  CallAudit* const audit_;
};

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

PublishService::PublishService(const ExchangeContext& context, Metrics& metrics)
    : context_(context),
      stored_(Outcomes(metrics, "stored")),
      unchanged_(Outcomes(metrics, "unchanged")),
      refused_(Outcomes(metrics, "refused")) {}

void PublishService::Register(ContractService& service) {
  service.Exchanging<v1::PublishRecordsRequest, v1::PublishRecordsResponse>(
      "PublishRecords",
      [this, &service](std::shared_ptr<const Call> call) -> absl::StatusOr<std::unique_ptr<Exchange>> {
        return std::make_unique<PublishStream>(*this, std::move(call), service.audit());
      });
  RegisterMutation<v1::BatchPublishRecordsRequest, v1::BatchPublishRecordsResponse>(
      service, context_, "BatchPublishRecords",
      [this](const Call& call, const v1::BatchPublishRecordsRequest& request) {
        return BatchPublishRecords(call, request);
      });
}

PublishService::Batch PublishService::Prepare(const Call& call, const Records& records, absl::Time now) const {
  const v1::RecordOwner owner = OwnerOf(call.caller);
  const absl::TimeZone zone = context_.sealer.zone();
  Batch batch;
  batch.versions.reserve(static_cast<size_t>(records.size()));
  for (const v1::Record& offered : records) {
    v1::PublishedRecord& result = *batch.results.Add();
    result.set_version(offered.version());
    v1::Record record = NormalForm(offered);
    const absl::Status checked = CheckRecord(record, owner, now, zone);
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
  const Batch batch = Prepare(call, request.records(), now);
  v1::PublishRecordsResponse response;
  const RequestKey key{call.caller.uri, call.method, "", ""};
  // A stream may last longer than any call has time for: each message has its own.
  const absl::Time deadline = std::max(call.deadline, absl::Now() + kMessageTime);
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
