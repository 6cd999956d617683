#include "services/exchange/subscription.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/audit/audit_trail.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/exchange/domain/agreement/agreement_rules.h"
#include "services/exchange/domain/agreement/filter.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/domain/request/refusals.h"

namespace lianfang::exchange {
namespace {

constexpr int kPage = 200;
constexpr int kPagesOfAPull = 20;  // of which nothing may be for this stream, so that none holds a worker for long
constexpr size_t kMarkBytes = 8;
constexpr absl::Duration kPullTime = absl::Seconds(30);

std::string MarkOf(const StoredVersion& version) {
  return absl::BytesToHexString(absl::string_view(version.content_hash).substr(0, kMarkBytes));
}

absl::Status NotInForce(const std::string& agreement) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, absl::StrCat(agreement, " is not in force"),
                         "AGREEMENT_NOT_IN_FORCE", {{"name", agreement}});
}

// What of a version concerns the reader.
enum class Concern { kNone, kTold, kLeft, kWithdrawn };

Concern ConcernOf(const v1::AgreementTerms& terms, const StoredVersion& version) {
  v1::RecordOwner owner;
  owner.set_region(version.owner_region);
  owner.set_department(version.owner_department);
  const bool covered = Covers(terms, owner, version.kind, version.region, version.industry);
  const auto& before = version.region_and_industry_before;
  const bool was_covered = before.has_value() && Covers(terms, owner, version.kind, before->first, before->second);
  if (version.withdrawn) return was_covered ? Concern::kWithdrawn : Concern::kNone;
  if (covered) return Concern::kTold;
  return was_covered ? Concern::kLeft : Concern::kNone;
}

const v1::AgreementEdition* FindEdition(const v1::Agreement& agreement, int number) {
  for (const v1::AgreementEdition& edition : agreement.editions()) {
    if (edition.edition() == number) return &edition;
  }
  return nullptr;
}

}  // namespace

std::string FormatSubscriptionCursor(const SubscriptionCursor& cursor) {
  return absl::StrCat(cursor.position, "-", cursor.mark, "-", cursor.edition);
}

absl::StatusOr<SubscriptionCursor> ParseSubscriptionCursor(absl::string_view text) {
  SubscriptionCursor cursor;
  if (text.empty()) return cursor;
  const std::vector<std::string> parts = absl::StrSplit(text, '-');
  const bool good = parts.size() == 3 && absl::SimpleAtoi(parts[0], &cursor.position) && cursor.position >= 0 &&
                    absl::SimpleAtoi(parts[2], &cursor.edition) && cursor.edition >= 0 &&
                    parts[1].size() == (cursor.position == 0 ? 0 : 2 * kMarkBytes);
  if (!good) return InvalidField("cursor", "is no cursor of this stream");
  cursor.mark = parts[1];
  return cursor;
}

absl::StatusOr<std::unique_ptr<RecordFeed>> RecordFeed::Open(const ExchangeContext& context, ChangelogTailer* bell,
                                                             const Call& call,
                                                             const v1::SubscribeRecordsRequest& request) {
  if (request.purpose() == v1::PURPOSE_UNSPECIFIED || !v1::Purpose_IsValid(request.purpose())) {
    return InvalidField("purpose", "must be a known purpose");
  }
  const auto cursor = ParseSubscriptionCursor(request.cursor());
  if (!cursor.ok()) return cursor.status();
  const auto agreement = context.FindAgreement("agreement", request.agreement(), call.deadline);
  if (!agreement.ok()) return agreement.status();
  if (absl::Status right = CheckIsReader(call.caller, agreement->editions(0).terms()); !right.ok()) return right;
  const v1::AgreementEdition* current = EditionInForce(*agreement, context.clock.Now());
  // Who was told something is told, too, that it is not given any more.
  if (cursor->edition == 0) {
    if (current == nullptr) return NotInForce(request.agreement());
    if (!HasPurpose(current->terms(), request.purpose())) {
      return Denied("the agreement does not name this purpose", "PURPOSE_NOT_AGREED");
    }
  } else {
    const v1::AgreementEdition* told = FindEdition(*agreement, cursor->edition);
    if (told == nullptr || !HasPurpose(told->terms(), request.purpose())) {
      return InvalidField("cursor", "is not of this agreement and purpose");
    }
  }
  if (cursor->position > 0) {
    const auto there = context.store.FindAtPosition(cursor->position, call.deadline);
    if (!there.ok()) return there.status();
    if (!there->has_value() || MarkOf(**there) != cursor->mark) {
      return ErrorWithReason(absl::StatusCode::kOutOfRange, "the cursor is of another history: begin anew",
                             "CURSOR_REPLACED");
    }
  }
  return std::unique_ptr<RecordFeed>(new RecordFeed(context, bell, call, request, *cursor));
}

RecordFeed::~RecordFeed() {
  if (subscription_ != 0) bell_->Unsubscribe(subscription_);
}

void RecordFeed::Subscribe(std::function<void()> wake) {
  if (bell_ != nullptr) subscription_ = bell_->Subscribe(std::move(wake), delivered_);
}

RecordFeed::Response RecordFeed::Retract(v1::RetractionCause cause, const std::string& record) const {
  Response response;
  response.mutable_retraction()->set_cause(cause);
  response.mutable_retraction()->set_record(record);
  response.set_cursor(FormatSubscriptionCursor(cursor_));
  return response;
}

void RecordFeed::TakeEdition(const v1::Agreement& agreement, const v1::AgreementEdition& current,
                             std::vector<Response>& responses) {
  const v1::AgreementEdition* told = FindEdition(agreement, cursor_.edition);
  cursor_.edition = current.edition();
  if (told == nullptr) return;
  auto narrowing = Narrowing(told->terms(), current.terms(), request_.purpose());
  if (Narrowing(current.terms(), told->terms(), request_.purpose()).has_value()) {
    cursor_.position = 0;  // more is given: also of what was told before
    cursor_.mark.clear();
  }
  if (!narrowing.has_value()) return;
  Response response;
  *response.mutable_retraction() = *std::move(narrowing);
  response.set_cursor(FormatSubscriptionCursor(cursor_));
  responses.push_back(std::move(response));
}

absl::Status RecordFeed::LogReads(const v1::AgreementEdition& current, const std::vector<v1::Record>& records) const {
  std::vector<ReadRow> rows;
  const absl::Time now = context_.clock.Now();
  for (const v1::Record& record : records) {
    if (!IsOfPersons(record.kind())) continue;
    ReadRow& row = rows.emplace_back();
    row.reader_region = call_.caller.region;
    row.reader_department = call_.caller.department;
    row.read.set_record(VersionName(record.name(), record.version()));
    row.read.set_reader(call_.caller.uri);
    *row.read.mutable_read_time() = ToTimestamp(now);
    row.read.set_purpose(request_.purpose());
    row.read.set_agreement_edition(EditionName(request_.agreement(), current.edition()));
    *row.read.mutable_fields() = current.terms().fields();
    row.read.set_address(call_.address);
    *row.read.mutable_owner() = record.owner();
  }
  if (rows.empty()) return absl::OkStatus();
  audit::v1::AuditEvent event = AuditEventOf(call_, &request_, now);
  event.set_resource(EditionName(request_.agreement(), current.edition()));
  event.set_outcome(audit::v1::AUDIT_OUTCOME_DONE);
  event.set_purpose(v1::Purpose_Name(request_.purpose()));
  event.set_detail(absl::StrCat(rows.size(), " records"));
  return context_.store.LogReads(rows, event, now + kPullTime);
}

absl::StatusOr<bool> RecordFeed::StillGiven(const v1::AgreementEdition& current, const std::string& name) const {
  const auto newest = context_.store.FindVersion(name, 0, context_.clock.Now() + kPullTime);
  if (!newest.ok()) return newest.status();
  if (!newest->has_value() || (*newest)->withdrawn) return false;
  v1::RecordOwner owner;
  owner.set_region((*newest)->owner_region);
  owner.set_department((*newest)->owner_department);
  return Covers(current.terms(), owner, (*newest)->kind, (*newest)->region, (*newest)->industry);
}

absl::Status RecordFeed::TakePage(const v1::AgreementEdition& current, std::vector<Response>& responses, bool& more) {
  const auto page = context_.store.ListVersionsAfter(cursor_.position, kPage, context_.clock.Now() + kPullTime);
  if (!page.ok()) return page.status();
  more = page->size() == kPage;
  std::vector<v1::Record> shown;
  for (const StoredVersion& version : *page) {
    cursor_.position = version.position;
    cursor_.mark = MarkOf(version);
    const Concern concern = ConcernOf(current.terms(), version);
    if (concern == Concern::kNone) continue;
    if (concern == Concern::kTold && !version.newest) {
      const auto stands = StillGiven(current, version.name);
      if (!stands.ok()) return stands.status();
      if (!*stands) continue;
    }
    Response response = concern == Concern::kWithdrawn ? Retract(v1::RETRACTION_CAUSE_WITHDRAWN, version.name)
                        : concern == Concern::kLeft    ? Retract(v1::RETRACTION_CAUSE_LEFT_SCOPE, version.name)
                                                       : Response();
    if (concern == Concern::kTold) {
      auto record = context_.sealer.Open(version);
      if (!record.ok()) return record.status();
      shown.push_back(*record);
      *response.mutable_record() =
          Filtered(*std::move(record), current.terms(), EditionName(request_.agreement(), current.edition()));
      response.set_cursor(FormatSubscriptionCursor(cursor_));
    }
    *response.mutable_commit_time() = ToTimestamp(version.publish_time);
    responses.push_back(std::move(response));
  }
  return LogReads(current, shown);
}

std::vector<std::string> RecordFeed::Serialised(std::vector<Response>& responses) const {
  std::vector<std::string> messages;
  for (const Response& response : responses) messages.push_back(response.SerializeAsString());
  return messages;
}

absl::StatusOr<std::vector<std::string>> RecordFeed::Pull() {
  if (ended_) return NotInForce(request_.agreement());
  const auto agreement = context_.store.FindAgreement(request_.agreement(), context_.clock.Now() + kPullTime);
  if (!agreement.ok()) return agreement.status();
  if (!agreement->has_value()) return NotFound(request_.agreement());
  std::vector<Response> responses;
  const v1::AgreementEdition* current = EditionInForce(**agreement, context_.clock.Now());
  if (current == nullptr || !HasPurpose(current->terms(), request_.purpose())) {
    ended_ = true;
    cursor_ = SubscriptionCursor();  // everything is forgotten: a later edition is told from the beginning
    responses.push_back(Retract(v1::RETRACTION_CAUSE_ENDED, ""));
    return Serialised(responses);
  }
  if (current->edition() != cursor_.edition) TakeEdition(**agreement, *current, responses);
  const SubscriptionCursor start = cursor_;
  bool more = true;
  for (int pages = 0; more && responses.empty() && pages < kPagesOfAPull; ++pages) {
    const absl::Status taken = TakePage(*current, responses, more);
    if (!taken.ok()) {
      cursor_ = start;
      return taken;
    }
  }
  const int64_t heartbeat = bell_ == nullptr ? heartbeat_ + 1 : bell_->heartbeats();
  if (responses.empty() && (heartbeat != heartbeat_ || more)) {
    responses.emplace_back().set_cursor(FormatSubscriptionCursor(cursor_));  // nothing up to here
  }
  if (!responses.empty()) heartbeat_ = heartbeat;
  if (bell_ != nullptr && !more) {
    if (const auto window = bell_->window(); window != nullptr) delivered_ = window->head.position;
  }
  return Serialised(responses);
}

void RegisterSubscription(ContractService& service, const ExchangeContext& context, ChangelogTailer& bell) {
  service.ServerStream<v1::SubscribeRecordsRequest, v1::SubscribeRecordsResponse>(
      "SubscribeRecords",
      [&context, &bell](const Call& call,
                        const v1::SubscribeRecordsRequest& request) -> absl::StatusOr<std::unique_ptr<Feed>> {
        auto feed = RecordFeed::Open(context, &bell, call, request);
        if (!feed.ok()) return feed.status();
        return std::unique_ptr<Feed>(*std::move(feed));
      });
}

}  // namespace lianfang::exchange
