#include "services/expert/duty_service.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/expert/domain/duty/expert_duties.h"
#include "services/expert/domain/panel/sealed_panel.h"
#include "services/expert/domain/request/access.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/store/resource_change.h"

namespace lianfang::expert {
namespace {

using duty::v1::Duty;
using duty::v1::ListDutiesRequest;
using duty::v1::ListDutiesResponse;
using duty::v1::WatchDutiesRequest;
using duty::v1::WatchDutiesResponse;

constexpr absl::Duration kReadTimeout = absl::Seconds(10);
constexpr int kRead = 100;      // rows read at once
constexpr int kMostReads = 20;  // for one page: what is asked for may lie far apart
// The two shelves that a list goes through, one after the other.
constexpr char kEngagements[] = "engagements";
constexpr char kExperts[] = "experts";

// Where a page ends: on a shelf after a row, and so many duties of the one that follows it.
struct PageEnd {
  std::string shelf = kEngagements;
  std::string after{};
  size_t told = 0;

  std::string Token() const { return absl::StrCat(shelf, "|", told, "|", after); }
};

absl::StatusOr<PageEnd> ReadPageEnd(const ListDutiesRequest& request) {
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  PageEnd end;
  if (token->empty()) return end;
  const std::vector<std::string> parts = absl::StrSplit(*token, absl::MaxSplits('|', 2));
  const bool known = parts.size() == 3 && (parts[0] == kEngagements || parts[0] == kExperts);
  if (!known || !absl::SimpleAtoi(parts[1], &end.told)) return InvalidField("page_token", "is not a page token");
  end.shelf = parts[0];
  end.after = parts[2];
  return end;
}

absl::Status CheckParent(const std::string& parent) {
  const absl::string_view id = absl::string_view(parent).substr(parent.find('/') + 1);
  if (absl::StartsWith(parent, "plans/") && (id == "-" || IsResourceId(id))) return absl::OkStatus();
  return InvalidField("parent", "must be plans/{plan} or plans/-");
}

absl::Status CheckResource(const std::string& resource) {
  if (CheckExpertName("resource", resource).ok() || CheckEngagementName("resource", resource).ok() ||
      EngagementOfDraw("resource", resource).ok()) {
    return absl::OkStatus();
  }
  return InvalidField("resource",
                      "must be experts/{expert}, engagements/{engagement} or engagements/{engagement}/draw");
}

bool IsAskedFor(const ListDutiesRequest& request, const Duty& duty) {
  return (request.parent() == "plans/-" || request.parent() == duty.plan()) &&
         (request.department().empty() || request.department() == duty.department()) &&
         (request.region().empty() || request.region() == duty.region()) &&
         (request.states().empty() || absl::c_linear_search(request.states(), duty.state()));
}

// Services are told every row: access.h speaks of persons.
bool IsService(const Call& call) { return call.caller.role == type::v1::ROLE_SERVICE; }

RowScope ScopeOfCall(const Call& call) { return IsService(call) ? RowScope() : ScopeOf(call.caller); }

// The call of a stream goes on for longer than its deadline: each change has one of its own.
Call Reading(Call call) {
  call.deadline = absl::Now() + kReadTimeout;
  return call;
}

}  // namespace

// A row of a list, with the duties of what it is about.
struct DutyService::Page {
  std::string name;
  Duties duties;
};

void DutyService::Register(ContractService& service) {
  service.Unary<ListDutiesRequest, ListDutiesResponse>(
      "ListDuties", [this](const Call& call, const ListDutiesRequest& request) { return ListDuties(call, request); });
  service.ServerStream<WatchDutiesRequest, WatchDutiesResponse>(
      "WatchDuties",
      [this](const Call& call, const WatchDutiesRequest& request) { return WatchDuties(call, request); });
}

absl::StatusOr<ListDutiesResponse> DutyService::ListDuties(const Call& call, const ListDutiesRequest& request) {
  if (absl::Status parent = CheckParent(request.parent()); !parent.ok()) return parent;
  if (!request.resource().empty()) {
    if (absl::Status resource = CheckResource(request.resource()); !resource.ok()) return resource;
  }
  auto from = ReadPageEnd(request);
  if (!from.ok()) return from.status();
  const absl::Time as_of = request.has_as_of() ? FromTimestamp(request.as_of()) : context_.clock.Now();
  ListDutiesResponse response;
  for (int reads = 0; reads < kMostReads; ++reads) {
    auto rows = Read(call, request, from->shelf, from->after);
    if (!rows.ok()) return rows.status();
    for (Page& row : *rows) {
      for (size_t i = from->told; i < row.duties.size(); ++i) {
        Duty& duty = row.duties[i];
        duty.set_state(duties::StateAt(duty, as_of));
        if (!IsAskedFor(request, duty)) continue;
        if (response.duties_size() == PageSize(request.page_size())) {
          from->told = i;
          response.set_next_page_token(MakePageToken(request, from->Token()));
          return response;
        }
        *response.add_duties() = std::move(duty);
      }
      from = PageEnd{from->shelf, row.name};
    }
    if (static_cast<int>(rows->size()) == kRead) continue;
    if (from->shelf == kExperts || !request.resource().empty()) return response;
    from = PageEnd{kExperts};
  }
  response.set_next_page_token(MakePageToken(request, from->Token()));
  return response;
}

absl::StatusOr<std::vector<DutyService::Page>> DutyService::Read(const Call& call, const ListDutiesRequest& request,
                                                                 const std::string& shelf,
                                                                 const std::string& after) const {
  if (request.resource().empty()) return shelf == kExperts ? ReadExperts(call, after) : ReadEngagements(call, after);
  auto known = KnownOf(call, request.resource());
  if (!known.ok()) return known.status();
  std::vector<Page> rows;
  if (known->has_value()) rows.push_back({after, **std::move(known)});
  return rows;
}

absl::StatusOr<std::vector<DutyService::Page>> DutyService::ReadEngagements(const Call& call,
                                                                            const std::string& after) const {
  EngagementFilter filter;
  filter.scope = ScopeOfCall(call);
  filter.now = context_.clock.Now();
  const auto records = context_.store.ListEngagements(filter, {after, kRead}, call.deadline);
  if (!records.ok()) return records.status();
  std::vector<Page> rows;
  for (const EngagementRecord& record : *records) {
    auto duties = OfDraw(call, record.document);
    if (!duties.ok()) return duties.status();
    auto answers = OfEngagement(call, record.document);
    if (!answers.ok()) return answers.status();
    for (Duty& duty : *answers) duties->push_back(std::move(duty));
    rows.push_back({record.document.name(), *std::move(duties)});
  }
  return rows;
}

absl::StatusOr<std::vector<DutyService::Page>> DutyService::ReadExperts(const Call& call,
                                                                        const std::string& after) const {
  ExpertFilter filter;
  filter.scope = ScopeOfCall(call);
  filter.now = context_.clock.Now();
  ExpertPage page;
  page.after_name = after;
  page.limit = kRead;
  const auto found = context_.store.ListExperts(filter, page, call.deadline);
  if (!found.ok()) return found.status();
  std::vector<Page> rows;
  for (const RankedExpert& one : *found) {
    auto duties = OfExpert(call, one.record);
    if (!duties.ok()) return duties.status();
    rows.push_back({one.record.expert.name(), *std::move(duties)});
  }
  return rows;
}

absl::StatusOr<std::unique_ptr<Feed>> DutyService::WatchDuties(const Call& call, const WatchDutiesRequest& request) {
  return follow_(call, request.cursor(), [this, call](const std::string& payload, const std::string& cursor) {
    return Told(Reading(call), payload, cursor);
  });
}

absl::StatusOr<std::optional<std::string>> DutyService::Told(const Call& call, const std::string& payload,
                                                             const std::string& cursor) const {
  WatchDutiesResponse told;
  told.set_cursor(cursor);
  if (payload.empty()) return told.SerializeAsString();
  const auto change = ReadResourceChange(payload);
  if (!change.ok()) return change.status();
  auto known = KnownOf(call, change->resource);
  if (!known.ok()) return known.status();
  if (!known->has_value()) return std::nullopt;
  told.set_resource(change->resource);
  *told.mutable_commit_time() = ToTimestamp(change->time);
  for (Duty& duty : **known) *told.add_duties() = std::move(duty);
  return told.SerializeAsString();
}

absl::StatusOr<DutyService::Known> DutyService::KnownOf(const Call& call, const std::string& resource) const {
  if (CheckExpertName("resource", resource).ok()) return KnownOfExpert(call, resource);
  const auto of_draw = EngagementOfDraw("resource", resource);
  return of_draw.ok() ? KnownOfEngagement(call, *of_draw, true) : KnownOfEngagement(call, resource, false);
}

// A member may be seen by every department, a former one by few: whoever saw the member is told that nothing is owed any
// more. Of somebody who never was one, others are told nothing.
absl::StatusOr<DutyService::Known> DutyService::KnownOfExpert(const Call& call, const std::string& name) const {
  const auto record = context_.ReadExpert(name, call.deadline);
  if (absl::IsNotFound(record.status())) return Known();
  if (!record.ok()) return record.status();
  if (!IsService(call) && !CheckMayRead(call.caller, *record, context_.clock.Now()).ok()) {
    const bool was_seen = absl::StartsWith(record->office_region, ScopeOfCall(call).division_prefix);
    return was_seen && !record->expert.terms().empty() ? Known(Duties()) : Known();
  }
  auto duties = OfExpert(call, *record);
  if (!duties.ok()) return duties.status();
  return Known(*std::move(duties));
}

absl::StatusOr<DutyService::Known> DutyService::KnownOfEngagement(const Call& call, const std::string& name,
                                                                  bool draw) const {
  const auto record = context_.ReadEngagement(name, call.deadline);
  if (absl::IsNotFound(record.status())) return Known();
  if (!record.ok()) return record.status();
  if (!IsService(call) && !CheckMayRead(call.caller, *record).ok()) return Known();
  auto duties = draw ? OfDraw(call, record->document) : OfEngagement(call, record->document);
  if (!duties.ok()) return duties.status();
  return Known(*std::move(duties));
}

// Where the panel is sealed, so is how many of it have answered.
absl::StatusOr<DutyService::Duties> DutyService::OfEngagement(const Call& call,
                                                              const v1::Engagement& engagement) const {
  if (engagement.invitations().empty()) return Duties();
  const auto pool = PoolOf(call, engagement.pool());
  if (!pool.ok()) return pool.status();
  if (!pool->has_value()) return Duties();
  const bool sealed = !IsService(call) && UnsealTime(call.caller, engagement, **pool, context_.clock.Now()).has_value();
  return sealed ? Duties() : DutiesOfEngagement(engagement, **pool);
}

absl::StatusOr<DutyService::Duties> DutyService::OfDraw(const Call& call, const v1::Engagement& engagement) const {
  std::optional<DrawRecord> draw;
  const absl::Status read = context_.store.Read(
      [&](ExpertRows& rows) {
        draw = rows.FindDraw(engagement.name());
        return absl::OkStatus();
      },
      call.deadline);
  if (!read.ok()) return read;
  if (!draw.has_value()) return Duties();
  const auto pool = PoolOf(call, engagement.pool());
  if (!pool.ok()) return pool.status();
  return pool->has_value() ? DutiesOfDraw(draw->draw, engagement, **pool) : Duties();
}

absl::StatusOr<DutyService::Duties> DutyService::OfExpert(const Call& call, const ExpertRecord& record) const {
  if (record.expert.terms().empty()) return Duties();
  const auto pool = PoolOf(call, record.expert.pool());
  if (!pool.ok()) return pool.status();
  return pool->has_value() ? DutiesOfExpert(record, **pool) : Duties();
}

// Nothing where a later edition of the plan has no such pool: then nobody owes it anything.
absl::StatusOr<std::optional<PoolView>> DutyService::PoolOf(const Call& call, const std::string& name) const {
  auto pool = context_.FindPool("pool", name, call.deadline);
  if (absl::IsNotFound(pool.status())) return std::optional<PoolView>();
  if (!pool.ok()) return pool.status();
  return std::optional<PoolView>(*std::move(pool));
}

}  // namespace lianfang::expert
