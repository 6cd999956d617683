#include "services/submission/submission_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "services/submission/domain/ledger/decisions.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/domain/obligation/due_range.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/return/revisions.h"
#include "services/submission/filing.h"
#include "services/submission/mutation.h"

namespace lianfang::submission {
namespace {

absl::Status NotFound(const std::string& name) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), "NOT_FOUND",
                         {{"name", name}});
}

// The instant a request asks about: its own, or now.
template <typename Request>
absl::Time AsOf(const Request& request, const Clock& clock) {
  return request.has_as_of() ? FromTimestamp(request.as_of()) : clock.Now();
}

// The filter members that lists of obligations and returns share.
template <typename Request>
RowFilter RowsOf(const Call& call, const Request& request, std::string plan) {
  RowFilter filter;
  filter.scope = ScopeOf(call.caller);
  filter.plan = std::move(plan);
  filter.department = request.department();
  filter.region = request.region();
  filter.industry = request.industry();
  filter.period = request.period();
  return filter;
}

// An obligation and its return, if the caller may read them.
absl::StatusOr<ObligationCase> LoadVisible(SubmissionStore& store, const Call& call, const ChildName& name) {
  auto found = store.LoadCase(name.plan, name.id, call.deadline);
  if (!found.ok() || !found->obligation.has_value()) return found;
  if (absl::Status status = CheckVisible(call.caller, *found->obligation); !status.ok()) return status;
  return found;
}

// Whether an obligation, with its state set, is among those that the request asks for.
bool IsAskedFor(const v1::ListObligationsRequest& request, const v1::Obligation& obligation) {
  const DueRange range{request.has_due_from() ? FromTimestamp(request.due_from()) : absl::InfinitePast(),
                       request.has_due_until() ? FromTimestamp(request.due_until()) : absl::InfiniteFuture()};
  return IsDueWithin(range, obligation) &&
         (request.states().empty() || absl::c_linear_search(request.states(), obligation.state()));
}

// Obligations read at once where only some of them are asked for, at least: these may lie far apart.
constexpr int kLeastRead = 500;

// `plans/-` stands for all plans: the empty id.
absl::StatusOr<std::string> ParsePlanOrAll(const std::string& parent) {
  if (parent == "plans/-") return std::string();
  return ParsePlanName("parent", parent);
}

}  // namespace

void SubmissionService::Register(ContractService& service) {
  // To queue a filing takes less time than to change threads; a rehearsal reads the database.
  service.Promptly<v1::SubmitReturnRequest, Serialized<v1::SubmitReturnResponse>>(
      "SubmitReturn",
      [this](auto call, auto request, auto reply) {
        if (request->validate_only()) return false;
        SubmitReturn(std::move(call), std::move(request), std::move(reply));
        return true;
      },
      [this](auto call, auto request, auto reply) { reply(CheckReturn(call, request)); });
  service.AsyncUnary<v1::ReviewReturnRequest, Serialized<v1::Return>>(
      "ReviewReturn", [this](auto call, auto request, auto reply) { ReviewReturn(call, request, std::move(reply)); });
  service.AsyncUnary<v1::ExtendObligationRequest, Serialized<v1::Obligation>>(
      "ExtendObligation",
      [this](auto call, auto request, auto reply) { ExtendObligation(call, request, std::move(reply)); });
  service.AsyncUnary<v1::WaiveObligationRequest, Serialized<v1::Obligation>>(
      "WaiveObligation",
      [this](auto call, auto request, auto reply) { WaiveObligation(call, request, std::move(reply)); });
  service.Unary<v1::GetReturnRequest, v1::Return>(
      "GetReturn", [this](const Call& call, const v1::GetReturnRequest& request) { return GetReturn(call, request); });
  service.Unary<v1::ListReturnsRequest, v1::ListReturnsResponse>(
      "ListReturns",
      [this](const Call& call, const v1::ListReturnsRequest& request) { return ListReturns(call, request); });
  service.Unary<v1::ListRevisionsRequest, v1::ListRevisionsResponse>(
      "ListRevisions",
      [this](const Call& call, const v1::ListRevisionsRequest& request) { return ListRevisions(call, request); });
  service.Unary<v1::GetObligationRequest, v1::Obligation>(
      "GetObligation",
      [this](const Call& call, const v1::GetObligationRequest& request) { return GetObligation(call, request); });
  service.Unary<v1::ListObligationsRequest, v1::ListObligationsResponse>(
      "ListObligations",
      [this](const Call& call, const v1::ListObligationsRequest& request) { return ListObligations(call, request); });
}

void SubmissionService::SubmitReturn(std::shared_ptr<const Call> call,
                                     std::shared_ptr<const v1::SubmitReturnRequest> request,
                                     Reply<Serialized<v1::SubmitReturnResponse>> reply) {
  auto proposal = ProposeFiling(std::move(call), std::move(request));
  if (!proposal.ok()) return reply(proposal.status());
  Record<v1::SubmitReturnResponse>(writer_, *std::move(proposal), std::move(reply));
}

absl::StatusOr<Serialized<v1::SubmitReturnResponse>> SubmissionService::CheckReturn(
    const std::shared_ptr<const Call>& call, const std::shared_ptr<const v1::SubmitReturnRequest>& request) {
  const auto proposal = ProposeFiling(call, request);
  if (!proposal.ok()) return proposal.status();
  return Rehearsed<v1::SubmitReturnResponse>(store_, *proposal, clock_.Now(), call->deadline);
}

void SubmissionService::ReviewReturn(std::shared_ptr<const Call> call,
                                     std::shared_ptr<const v1::ReviewReturnRequest> request,
                                     Reply<Serialized<v1::Return>> reply) {
  const auto name = ParseReturnName("name", request->name());
  if (!name.ok()) return reply(name.status());
  Record<v1::Return>(writer_, Propose(name->plan, name->id, std::move(call), std::move(request), &DecideReview),
                     std::move(reply));
}

void SubmissionService::ExtendObligation(std::shared_ptr<const Call> call,
                                         std::shared_ptr<const v1::ExtendObligationRequest> request,
                                         Reply<Serialized<v1::Obligation>> reply) {
  const auto name = ParseObligationName("name", request->name());
  if (!name.ok()) return reply(name.status());
  Record<v1::Obligation>(writer_, Propose(name->plan, name->id, std::move(call), std::move(request), &DecideExtension),
                         std::move(reply));
}

void SubmissionService::WaiveObligation(std::shared_ptr<const Call> call,
                                        std::shared_ptr<const v1::WaiveObligationRequest> request,
                                        Reply<Serialized<v1::Obligation>> reply) {
  const auto name = ParseObligationName("name", request->name());
  if (!name.ok()) return reply(name.status());
  Record<v1::Obligation>(writer_, Propose(name->plan, name->id, std::move(call), std::move(request), &DecideWaiver),
                         std::move(reply));
}

absl::StatusOr<v1::Return> SubmissionService::GetReturn(const Call& call, const v1::GetReturnRequest& request) {
  const auto name = ParseReturnName("name", request.name());
  if (!name.ok()) return name.status();
  auto found = LoadVisible(store_, call, *name);
  if (!found.ok()) return found.status();
  if (!found->filed.has_value()) return NotFound(request.name());
  return *std::move(found->filed);
}

absl::StatusOr<v1::ListReturnsResponse> SubmissionService::ListReturns(const Call& call,
                                                                       const v1::ListReturnsRequest& request) {
  const auto plan = ParsePlanName("parent", request.parent());
  if (!plan.ok()) return plan.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  RowFilter filter = RowsOf(call, request, *plan);
  filter.return_state = request.state();
  const int size = PageSize(request.page_size());
  const auto rows = store_.ListReturns(filter, {*after, size + 1}, call.deadline);
  if (!rows.ok()) return rows.status();
  v1::ListReturnsResponse response;
  for (const auto& row : *rows) {
    if (response.returns_size() == size) {
      response.set_next_page_token(MakePageToken(request, (*rows)[static_cast<size_t>(size) - 1].key));
      break;
    }
    *response.add_returns() = row.row;
  }
  return response;
}

absl::StatusOr<v1::ListRevisionsResponse> SubmissionService::ListRevisions(const Call& call,
                                                                           const v1::ListRevisionsRequest& request) {
  const auto name = ParseReturnName("parent", request.parent());
  if (!name.ok()) return name.status();
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  const auto found = LoadVisible(store_, call, *name);
  if (!found.ok()) return found.status();
  const auto entries = store_.ListReturnEntries(name->plan, name->id, call.deadline);
  if (!entries.ok()) return entries.status();
  if (entries->empty()) return NotFound(request.parent());
  // A return has a handful of revisions, so a page is cut from all of them.
  std::vector<v1::ReturnRevision> revisions;
  for (const StoredEntry& stored : *entries) {
    v1::LedgerEntry entry;
    if (!entry.ParseFromString(stored.bytes) || !Replay(entry, revisions)) {
      return absl::DataLossError(absl::StrCat("ledger entry ", stored.sequence, " cannot be read"));
    }
  }
  std::reverse(revisions.begin(), revisions.end());
  size_t from = 0;
  if (!token->empty() && !absl::SimpleAtoi(*token, &from)) return InvalidField("page_token", "is not a page token");
  v1::ListRevisionsResponse response;
  const size_t until = std::min(revisions.size(), from + static_cast<size_t>(PageSize(request.page_size())));
  for (size_t i = from; i < until; ++i) {
    *response.add_revisions() = revisions[i];
    // The one before is the one superseded: corrections name the latest.
    if (i + 1 < revisions.size()) {
      *response.add_differences() = DifferenceOf(*found->plan, revisions[i + 1], revisions[i]);
    }
  }
  if (until < revisions.size()) response.set_next_page_token(MakePageToken(request, absl::StrCat(until)));
  return response;
}

absl::StatusOr<v1::Obligation> SubmissionService::GetObligation(const Call& call,
                                                                const v1::GetObligationRequest& request) {
  const auto name = ParseObligationName("name", request.name());
  if (!name.ok()) return name.status();
  auto found = LoadVisible(store_, call, *name);
  if (!found.ok()) return found.status();
  if (!found->obligation.has_value()) return NotFound(request.name());
  SetStanding(*found->obligation, AsOf(request, clock_));
  return *std::move(found->obligation);
}

absl::StatusOr<v1::ListObligationsResponse> SubmissionService::ListObligations(
    const Call& call, const v1::ListObligationsRequest& request) {
  const auto plan = ParsePlanOrAll(request.parent());
  if (!plan.ok()) return plan.status();
  auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const RowFilter filter = RowsOf(call, request, *plan);
  const absl::Time as_of = AsOf(request, clock_);
  const int size = PageSize(request.page_size());
  // States and due instants follow from the document, so the database cannot filter by them: read on until the page is
  // full.
  const bool restricted = !request.states().empty() || request.has_due_from() || request.has_due_until();
  const int chunk = restricted ? std::max(size, kLeastRead) : size + 1;
  v1::ListObligationsResponse response;
  std::string last;
  for (bool more = true; more;) {
    auto rows = store_.ListObligations(filter, {*after, chunk}, call.deadline);
    if (!rows.ok()) return rows.status();
    more = static_cast<int>(rows->size()) == chunk;
    for (auto& [key, obligation] : *rows) {
      SetStanding(obligation, as_of);
      if (!IsAskedFor(request, obligation)) continue;
      if (response.obligations_size() == size) {
        response.set_next_page_token(MakePageToken(request, last));
        return response;
      }
      *response.add_obligations() = std::move(obligation);
      last = key;
    }
    if (more) *after = rows->back().key;
  }
  return response;
}

}  // namespace lianfang::submission
