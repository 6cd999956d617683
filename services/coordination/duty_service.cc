#include "services/coordination/duty_service.h"

#include <algorithm>
#include <iterator>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/changelog/resource_change.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "duties/duty.h"

namespace lianfang::coordination {
namespace {

using duty::v1::Duty;
using duty::v1::ListDutiesRequest;
using duty::v1::ListDutiesResponse;
using duty::v1::WatchDutiesRequest;
using duty::v1::WatchDutiesResponse;

constexpr absl::Duration kReadTimeout = absl::Seconds(10);
constexpr int kRead = 100;      // documents read at once
constexpr int kMostReads = 20;  // for one page: what is asked for may lie far apart
// The shelves that a list goes through, one after the other.
constexpr Shelf kShelves[] = {Shelf::kTask, Shelf::kInspection, Shelf::kOrder, Shelf::kConference, Shelf::kOpinion};

bool OwesDuties(Shelf shelf) { return absl::c_linear_search(kShelves, shelf); }

absl::Status CheckParent(const std::string& parent) {
  if (parent == "plans/-" || CheckPlanName("parent", parent).ok()) return absl::OkStatus();
  return InvalidField("parent", "must be plans/{plan} or plans/-");
}

absl::Status CheckResource(const std::string& resource) {
  if (ParseTaskName("resource", resource).ok()) return absl::OkStatus();
  for (const char* collection : {"inspections", "orders", "conferences", "opinions"}) {
    if (CheckName("resource", collection, resource).ok()) return absl::OkStatus();
  }
  return InvalidField("resource", "must be a task, an inspection, an order, a conference or an opinion");
}

bool IsAskedFor(const ListDutiesRequest& request, const Duty& duty) {
  return (request.parent() == "plans/-" || request.parent() == duty.plan()) &&
         (request.department().empty() || request.department() == duty.department()) &&
         (request.region().empty() || request.region() == duty.region()) &&
         (request.states().empty() || absl::c_linear_search(request.states(), duty.state()));
}

// The call of a stream goes on for longer than its deadline: each change has one of its own.
Call Reading(Call call) {
  call.deadline = absl::Now() + kReadTimeout;
  return call;
}

template <typename Message, typename Derive>
absl::StatusOr<Duties> Derived(const Document& document, const PlanFrame& frame, Derive derive) {
  const auto message = Parsed<Message>(document);
  if (!message.ok()) return message.status();
  return derive(*message, frame);
}

}  // namespace

// Where a page ends: on a shelf after a document, and so many duties of the one that follows it.
struct DutyService::PageEnd {
  size_t shelf = 0;
  std::string after{};
  size_t told = 0;

  std::string Token() const { return absl::StrCat(shelf, "|", told, "|", after); }

  static absl::StatusOr<PageEnd> Read(const ListDutiesRequest& request) {
    const auto token = ReadPageToken(request);
    if (!token.ok()) return token.status();
    PageEnd end;
    if (token->empty()) return end;
    const std::vector<std::string> parts = absl::StrSplit(*token, absl::MaxSplits('|', 2));
    const bool known = parts.size() == 3 && absl::SimpleAtoi(parts[0], &end.shelf) &&
                       absl::SimpleAtoi(parts[1], &end.told) && end.shelf < std::size(kShelves);
    if (!known) return InvalidField("page_token", "is not a page token");
    end.after = parts[2];
    return end;
  }
};

void DutyService::Register(ContractService& service) {
  service.Unary<ListDutiesRequest, ListDutiesResponse>(
      "ListDuties", [this](const Call& call, const ListDutiesRequest& request) { return ListDuties(call, request); });
  service.ServerStream<WatchDutiesRequest, WatchDutiesResponse>(
      "WatchDuties",
      [this](const Call& call, const WatchDutiesRequest& request) { return WatchDuties(call, request); });
}

absl::StatusOr<Duties> DutyService::DutiesOf(const Document& document, absl::Time deadline) const {
  const auto frame = context_.FindPlan("parent", document.plan, deadline);
  if (!frame.ok()) return frame.status();
  switch (document.shelf) {
    case Shelf::kTask:
      return Derived<v1::TaskStatus>(document, *frame, DutiesOfTask);
    case Shelf::kInspection:
      return Derived<v1::Inspection>(document, *frame, DutiesOfInspection);
    case Shelf::kOrder:
      return Derived<v1::Order>(document, *frame, DutiesOfOrder);
    case Shelf::kConference:
      return Derived<v1::Conference>(document, *frame, DutiesOfConference);
    case Shelf::kOpinion:
      return Derived<v1::Opinion>(document, *frame, DutiesOfOpinion);
    default:
      return Duties();
  }
}

absl::StatusOr<ListDutiesResponse> DutyService::ListDuties(const Call& call, const ListDutiesRequest& request) {
  if (absl::Status parent = CheckParent(request.parent()); !parent.ok()) return parent;
  if (!request.resource().empty()) {
    if (absl::Status resource = CheckResource(request.resource()); !resource.ok()) return resource;
  }
  auto from = PageEnd::Read(request);
  if (!from.ok()) return from.status();
  const absl::Time as_of = request.has_as_of() ? FromTimestamp(request.as_of()) : context_.clock.Now();
  ListDutiesResponse response;
  for (int reads = 0; reads < kMostReads; ++reads) {
    const auto documents = Read(call, request, *from);
    if (!documents.ok()) return documents.status();
    for (const Document& document : *documents) {
      auto duties = DutiesOf(document, call.deadline);
      if (!duties.ok()) return duties.status();
      for (size_t i = from->told; i < duties->size(); ++i) {
        Duty& duty = (*duties)[i];
        duty.set_state(duties::StateAt(duty, as_of));
        if (!IsAskedFor(request, duty)) continue;
        if (response.duties_size() == PageSize(request.page_size())) {
          from->told = i;
          response.set_next_page_token(MakePageToken(request, from->Token()));
          return response;
        }
        *response.add_duties() = std::move(duty);
      }
      from = PageEnd{from->shelf, document.name, 0};
    }
    if (static_cast<int>(documents->size()) == kRead) continue;
    if (!request.resource().empty() || from->shelf + 1 == std::size(kShelves)) return response;
    from = PageEnd{from->shelf + 1, "", 0};
  }
  response.set_next_page_token(MakePageToken(request, from->Token()));
  return response;
}

absl::StatusOr<std::vector<Document>> DutyService::Read(const Call& call, const ListDutiesRequest& request,
                                                        const PageEnd& from) const {
  if (request.resource().empty()) {
    DocumentFilter filter;
    filter.shelf = kShelves[from.shelf];
    filter.scope = ScopeOf(call.caller);
    filter.plan = request.parent() == "plans/-" ? "" : request.parent();
    return context_.store.List(filter, {from.after, kRead}, call.deadline);
  }
  std::vector<Document> documents;
  auto document = context_.Load(request.resource(), call.deadline);
  if (absl::IsNotFound(document.status())) return documents;
  if (!document.ok()) return document.status();
  if (CheckMayRead(call.caller, document->office_region, document->readers).ok()) {
    documents.push_back(*std::move(document));
  }
  return documents;
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
  const auto change = ParseResourceChange(payload);
  if (!change.ok()) return change.status();
  const auto document = context_.Load(change->resource, call.deadline);
  if (absl::IsNotFound(document.status())) return std::nullopt;
  if (!document.ok()) return document.status();
  if (!OwesDuties(document->shelf)) return std::nullopt;
  if (!CheckMayRead(call.caller, document->office_region, document->readers).ok()) return std::nullopt;
  auto duties = DutiesOf(*document, call.deadline);
  if (!duties.ok()) return duties.status();
  told.set_resource(change->resource);
  *told.mutable_commit_time() = ToTimestamp(change->time);
  for (Duty& duty : *duties) *told.add_duties() = std::move(duty);
  return told.SerializeAsString();
}

}  // namespace lianfang::coordination
