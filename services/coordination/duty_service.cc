#include "services/coordination/duty_service.h"

#include <algorithm>
#include <iterator>

#include "absl/algorithm/container.h"
#include "absl/time/clock.h"
#include "common/changelog/resource_change.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "duties/duty_pages.h"

namespace lianfang::coordination {
namespace {

using duty::v1::ListDutiesRequest;
using duty::v1::ListDutiesResponse;
using duty::v1::WatchDutiesRequest;
using duty::v1::WatchDutiesResponse;

constexpr absl::Duration kReadTimeout = absl::Seconds(10);

// The shelves that a list goes through, one after the other.
constexpr Shelf kShelves[] = {Shelf::kTask,       Shelf::kInspection, Shelf::kOrder,
                              Shelf::kConference, Shelf::kOpinion,    Shelf::kActivity};

bool OwesDuties(Shelf shelf) { return absl::c_linear_search(kShelves, shelf); }

absl::Status CheckParent(const std::string& parent) {
  if (parent == "plans/-" || CheckPlanName("parent", parent).ok()) return absl::OkStatus();
  return InvalidField("parent", "must be plans/{plan} or plans/-");
}

absl::Status CheckResource(const std::string& resource) {
  if (ParseTaskName("resource", resource).ok()) return absl::OkStatus();
  for (const char* collection : {"inspections", "orders", "conferences", "opinions", "activities"}) {
    if (CheckName("resource", collection, resource).ok()) return absl::OkStatus();
  }
  return InvalidField("resource", "must be a task, an inspection, an order, a conference, an opinion or an activity");
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
    case Shelf::kActivity:
      return Derived<v1::Activity>(document, *frame, DutiesOfActivity);
    default:
      return Duties();
  }
}

absl::StatusOr<ListDutiesResponse> DutyService::ListDuties(const Call& call, const ListDutiesRequest& request) {
  if (absl::Status parent = CheckParent(request.parent()); !parent.ok()) return parent;
  if (!request.resource().empty()) {
    if (absl::Status resource = CheckResource(request.resource()); !resource.ok()) return resource;
  }
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  const absl::Time as_of = request.has_as_of() ? FromTimestamp(request.as_of()) : context_.clock.Now();
  auto page = duties::PageOfDuties(
      request, {.token = *token, .size = PageSize(request.page_size()), .as_of = as_of, .shelves = std::size(kShelves)},
      [&](size_t shelf, const std::string& after, int limit) -> absl::StatusOr<std::vector<duties::DutyRow>> {
        auto documents = Read(call, request, kShelves[shelf], {after, limit});
        if (!documents.ok()) return documents.status();
        std::vector<duties::DutyRow> rows;
        for (Document& document : *documents) {
          std::string name = document.name;
          rows.push_back(
              {std::move(name), [this, &call, one = std::move(document)] { return DutiesOf(one, call.deadline); }});
        }
        return rows;
      });
  if (!page.ok()) return page.status();
  const std::string next = page->next.empty() ? "" : MakePageToken(request, page->next);
  return duties::ResponseOf(*std::move(page), next);
}

absl::StatusOr<std::vector<Document>> DutyService::Read(const Call& call, const ListDutiesRequest& request, Shelf shelf,
                                                        const DocumentPage& page) const {
  if (request.resource().empty()) {
    DocumentFilter filter;
    filter.shelf = shelf;
    filter.scope = ScopeOf(call.caller);
    filter.plan = request.parent() == "plans/-" ? "" : request.parent();
    return context_.store.List(filter, page, call.deadline);
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
  if (payload.empty()) return duties::Heartbeat(cursor).SerializeAsString();
  const auto change = ParseResourceChange(payload);
  if (!change.ok()) return change.status();
  const auto document = context_.Load(change->resource, call.deadline);
  if (absl::IsNotFound(document.status())) return std::nullopt;
  if (!document.ok()) return document.status();
  if (!OwesDuties(document->shelf)) return std::nullopt;
  if (!CheckMayRead(call.caller, document->office_region, document->readers).ok()) return std::nullopt;
  auto duties = DutiesOf(*document, call.deadline);
  if (!duties.ok()) return duties.status();
  return duties::ToldDuties(change->resource, change->time, *std::move(duties), cursor).SerializeAsString();
}

}  // namespace lianfang::coordination
