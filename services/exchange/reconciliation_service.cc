#include "services/exchange/reconciliation_service.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "duties/words.h"
#include "services/exchange/discrepancy_workbook.h"
#include "services/exchange/domain/agreement/agreement_rules.h"
#include "services/exchange/domain/reconciliation/discrepancy_life.h"
#include "services/exchange/domain/reconciliation/evidence_reading.h"
#include "services/exchange/domain/reconciliation/rule_book.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/domain/request/refusals.h"
#include "services/exchange/mutation.h"

namespace lianfang::exchange {
namespace {

constexpr int kExportedAtOnce = 500;

// `{collection}/{id}` with hexadecimal digits.
absl::Status CheckName(absl::string_view collection, absl::string_view name) {
  const std::string prefix = absl::StrCat(collection, "/");
  const bool well_formed = name.size() == prefix.size() + 24 && absl::StartsWith(name, prefix) &&
                           name.substr(prefix.size()).find_first_not_of("0123456789abcdef") == absl::string_view::npos;
  if (well_formed) return absl::OkStatus();
  return InvalidField("name", absl::StrCat("must be ", collection, "/ and 24 hexadecimal digits"));
}

absl::Status NotAToken() { return InvalidField("page_token", "is not a page token"); }

// Where the page begins that the request asks for; nothing for the first one. A token says by what the last one answered is sorted.
absl::StatusOr<std::optional<DiscrepancyPlace>> PlaceOf(const v1::ListDiscrepanciesRequest& request) {
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  if (token->empty()) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(*token, absl::MaxSplits(' ', 2));
  int64_t due = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &due)) return NotAToken();
  return DiscrepancyPlace{parts[2], absl::FromUnixMicros(due), parts[1]};
}

DiscrepancyPlace PlaceBehind(const v1::Discrepancy& last, v1::DiscrepancyOrder order) {
  return {GroupOf(last, order), FromTimestamp(last.due_time()), last.name()};
}

std::string TokenAfter(const v1::ListDiscrepanciesRequest& request, const v1::Discrepancy& last) {
  return MakePageToken(request, absl::StrCat(absl::ToUnixMicros(FromTimestamp(last.due_time())), " ", last.name(), " ",
                                             GroupOf(last, request.order())));
}

absl::StatusOr<std::optional<LinkPlace>> PlaceOf(const v1::ListUncertainLinksRequest& request) {
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  if (token->empty()) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(*token, absl::MaxSplits(' ', 1));
  LinkPlace place;
  if (parts.size() != 2 || !absl::SimpleAtod(parts[0], &place.probability)) return NotAToken();
  place.name = parts[1];
  return place;
}

std::string TokenAfter(const v1::ListUncertainLinksRequest& request, const v1::Link& last) {
  return MakePageToken(request, absl::StrCat(absl::StrFormat("%.17g", last.probability()), " ", last.name()));
}

absl::Status CheckRules(const v1::ListDiscrepanciesRequest& request) {
  for (int i = 0; i < request.rules_size(); ++i) {
    if (FindRule(request.rules(i)) == nullptr)
      return InvalidField(absl::StrCat("rules[", i, "]"), absl::StrCat("there is no rule `", request.rules(i), "`"));
  }
  return absl::OkStatus();
}

}  // namespace

void ReconciliationService::Register(ContractService& service) {
  service.Unary<v1::ListDiscrepanciesRequest, v1::ListDiscrepanciesResponse>(
      "ListDiscrepancies", [this](const Call& call, const auto& request) { return ListDiscrepancies(call, request); });
  service.Unary<v1::GetDiscrepancyRequest, v1::Discrepancy>(
      "GetDiscrepancy", [this](const Call& call, const auto& request) { return GetDiscrepancy(call, request); });
  RegisterMutation<v1::ExplainDiscrepancyRequest, v1::Discrepancy>(
      service, context_, "ExplainDiscrepancy",
      [this](const Call& call, const auto& request) { return ExplainDiscrepancy(call, request); });
  RegisterMutation<v1::CorrectDiscrepancyRequest, v1::Discrepancy>(
      service, context_, "CorrectDiscrepancy",
      [this](const Call& call, const auto& request) { return CorrectDiscrepancy(call, request); });
  RegisterMutation<v1::ReferDiscrepancyRequest, v1::Discrepancy>(
      service, context_, "ReferDiscrepancy",
      [this](const Call& call, const auto& request) { return ReferDiscrepancy(call, request); });
  service.Unary<v1::ExportDiscrepanciesRequest, v1::ExportDiscrepanciesResponse>(
      "ExportDiscrepancies",
      [this](const Call& call, const auto& request) { return ExportDiscrepancies(call, request); });
  service.Unary<v1::ListDiscrepancyRulesRequest, v1::ListDiscrepancyRulesResponse>(
      "ListDiscrepancyRules",
      [this](const Call& call, const auto& request) { return ListDiscrepancyRules(call, request); });
  service.Unary<v1::ListUncertainLinksRequest, v1::ListUncertainLinksResponse>(
      "ListUncertainLinks",
      [this](const Call& call, const auto& request) { return ListUncertainLinks(call, request); });
  RegisterMutation<v1::DecideLinkRequest, v1::Link>(
      service, context_, "DecideLink",
      [this](const Call& call, const auto& request) { return DecideLink(call, request); });
  service.Unary<v1::ReconcilePlanRequest, v1::ReconcilePlanResponse>(
      "ReconcilePlan", [this](const Call& call, const auto& request) { return ReconcilePlan(call, request); });
}

absl::Status ReconciliationService::CheckOffice(const Call& call, absl::string_view field,
                                                const std::string& plan) const {
  const auto found = context_.FindPlan(field, plan, call.deadline);
  if (!found.ok()) return found.status();
  return IsOffice(call.caller, **found) ? absl::OkStatus() : Denied("is for the plan's office", "NOT_PLAN_OFFICE");
}

absl::StatusOr<std::vector<v1::AgreementTerms>> ReconciliationService::TermsInForce(const std::string& plan,
                                                                                    absl::Time deadline) const {
  const auto agreements = context_.store.ListAgreements(plan, deadline);
  if (!agreements.ok()) return agreements.status();
  const absl::Time now = context_.clock.Now();
  std::vector<v1::AgreementTerms> terms;
  for (const v1::Agreement& agreement : *agreements) {
    const v1::AgreementEdition* const edition = EditionInForce(agreement, now);
    if (edition != nullptr) terms.push_back(edition->terms());
  }
  return terms;
}

// A person's own rows alone: the office's by region, a department's by party.
absl::StatusOr<DiscrepancyFilter> ReconciliationService::FilterOf(const Call& call,
                                                                  const v1::ListDiscrepanciesRequest& request) const {
  const auto plan = context_.FindPlan("parent", request.parent(), call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status rules = CheckRules(request); !rules.ok()) return rules;
  DiscrepancyFilter filter;
  filter.plan = request.parent();
  for (const int state : request.states()) {
    if (!v1::DiscrepancyState_IsValid(state) || state == v1::DISCREPANCY_STATE_UNSPECIFIED)
      return InvalidField("states", "has a state that is none");
    filter.states.push_back(static_cast<v1::DiscrepancyState>(state));
  }
  if (filter.states.empty()) filter.states = {v1::DISCREPANCY_STATE_OPEN, v1::DISCREPANCY_STATE_REFERRED};
  filter.rules.assign(request.rules().begin(), request.rules().end());
  filter.department = request.department();
  filter.industry = request.industry();
  filter.period = request.period();
  if (!v1::DiscrepancyOrder_IsValid(request.order())) return InvalidField("order", "is none");
  filter.order = request.order();
  if (!request.region().empty() && !IsDivisionCode(request.region()))
    return InvalidField("region", "must be a division code of six digits");
  filter.region_prefix = request.region().empty() ? "" : std::string(DivisionPrefix(request.region()));
  if (call.caller.role == type::v1::ROLE_SERVICE) return filter;
  if (call.caller.role == type::v1::ROLE_LIAISON || call.caller.role == type::v1::ROLE_CONVENER) {
    filter.party = OwnerOf(call.caller);
    return filter;
  }
  if (request.region().empty()) {
    filter.region_prefix = std::string(DivisionPrefix(call.caller.region));
    return filter;
  }
  if (absl::Status own = CheckOwnRegion(call.caller, request.region()); !own.ok()) return own;
  return filter;
}

absl::StatusOr<v1::ListDiscrepanciesResponse> ReconciliationService::ListDiscrepancies(
    const Call& call, const v1::ListDiscrepanciesRequest& request) {
  const auto filter = FilterOf(call, request);
  if (!filter.ok()) return filter.status();
  const auto after = PlaceOf(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  if (!v1::DiscrepancyView_IsValid(request.view())) return InvalidField("view", "is none");
  const auto terms = TermsInForce(request.parent(), call.deadline);
  if (!terms.ok()) return terms.status();
  const bool brief = request.view() == v1::DISCREPANCY_VIEW_BASIC;
  auto found = store_.ListDiscrepancies(*filter, *after, size + 1, brief, call.deadline);
  if (!found.ok()) return found.status();
  v1::ListDiscrepanciesResponse response;
  for (v1::Discrepancy& one : *found) {
    if (response.discrepancies_size() == size) {
      response.set_next_page_token(TokenAfter(request, response.discrepancies(size - 1)));
      break;
    }
    if (!brief) WithholdEvidence(call.caller, *terms, one);
    *response.add_discrepancies() = std::move(one);
  }
  return response;
}

absl::StatusOr<v1::Discrepancy> ReconciliationService::GetDiscrepancy(const Call& call,
                                                                      const v1::GetDiscrepancyRequest& request) {
  if (absl::Status name = CheckName("discrepancies", request.name()); !name.ok()) return name;
  auto found = store_.FindDiscrepancy(request.name(), call.deadline);
  if (!found.ok()) return found.status();
  if (!found->has_value() || !MaySee(call.caller, **found)) return NotFound(request.name());
  const auto terms = TermsInForce((*found)->plan(), call.deadline);
  if (!terms.ok()) return terms.status();
  WithholdEvidence(call.caller, *terms, **found);
  return **std::move(found);
}

template <typename Request>
absl::StatusOr<v1::Discrepancy> ReconciliationService::Move(const Call& call, const Request& request, const char* what,
                                                            const Step& step) {
  if (absl::Status name = CheckName("discrepancies", request.name()); !name.ok()) return name;
  if (absl::Status reason = CheckReason("reason", request.reason()); !reason.ok()) return reason;
  const absl::Time now = context_.clock.Now();
  const auto known = store_.FindDiscrepancy(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  const auto terms = TermsInForce(known->has_value() ? (*known)->plan() : "", call.deadline);
  if (!terms.ok()) return terms.status();
  const auto work = [&](ReconciliationRows& rows) -> absl::StatusOr<Outcome> {
    const auto found = rows.FindDiscrepancy(request.name());
    if (!found.has_value() || !MaySee(call.caller, *found)) return NotFound(request.name());
    if (absl::Status etag = CheckEtag(request.etag(), found->etag()); !etag.ok()) return etag;
    auto moved = step(*found, now);
    if (!moved.ok()) return moved.status();
    rows.SaveDiscrepancy(*moved);
    WithholdEvidence(call.caller, *terms, *moved);
    return Outcome{moved->SerializeAsString(), moved->name(), absl::StrCat(what, ": ", request.reason())};
  };
  const auto bytes = store_.Mutate(KeyOf(context_, call, request), now, work, call.deadline);
  if (!bytes.ok()) return bytes.status();
  return ParseResponse<v1::Discrepancy>(*bytes);
}

absl::StatusOr<v1::Discrepancy> ReconciliationService::ExplainDiscrepancy(
    const Call& call, const v1::ExplainDiscrepancyRequest& request) {
  return Move(call, request, "explained", [&](v1::Discrepancy one, absl::Time now) {
    return Explained(std::move(one), call.caller, request.reason(), now);
  });
}

absl::StatusOr<v1::Discrepancy> ReconciliationService::CorrectDiscrepancy(
    const Call& call, const v1::CorrectDiscrepancyRequest& request) {
  return Move(call, request, "corrected", [&](v1::Discrepancy one, absl::Time now) {
    return Corrected(std::move(one), call.caller, request.reason(), now);
  });
}

absl::StatusOr<v1::Discrepancy> ReconciliationService::ReferDiscrepancy(const Call& call,
                                                                        const v1::ReferDiscrepancyRequest& request) {
  if (absl::Status name = CheckName("discrepancies", request.name()); !name.ok()) return name;
  const auto known = store_.FindDiscrepancy(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  if (!known->has_value()) return NotFound(request.name());
  const auto plan = context_.FindPlan("name", (*known)->plan(), call.deadline);
  if (!plan.ok()) return plan.status();
  return Move(call, request, "referred", [&](v1::Discrepancy one, absl::Time now) {
    return Referred(std::move(one), call.caller, **plan, request.department(), request.reason(), now);
  });
}

absl::StatusOr<v1::ExportDiscrepanciesResponse> ReconciliationService::ExportDiscrepancies(
    const Call& call, const v1::ExportDiscrepanciesRequest& request) {
  const auto filter = FilterOf(call, request.selection());
  if (!filter.ok()) return filter.status();
  const auto plan = context_.FindPlan("selection.parent", request.selection().parent(), call.deadline);
  if (!plan.ok()) return plan.status();
  const auto terms = TermsInForce(request.selection().parent(), call.deadline);
  if (!terms.ok()) return terms.status();
  const auto begin = PlaceOf(request.selection());
  if (!begin.ok()) return begin.status();
  std::optional<DiscrepancyPlace> after = *begin;
  v1::ExportDiscrepanciesResponse response;
  DiscrepancyTable table(**plan, context_.sealer.zone());
  for (bool more = true; more && response.next_page_token().empty();) {
    if (absl::Status wanted = call.Wanted(); !wanted.ok()) return wanted;
    auto found = store_.ListDiscrepancies(*filter, after, kExportedAtOnce + 1, /*heads=*/false, call.deadline);
    if (!found.ok()) return found.status();
    more = found->size() > kExportedAtOnce;
    if (more) found->pop_back();
    for (size_t i = 0; i < found->size() && response.next_page_token().empty(); ++i) {
      v1::Discrepancy& one = (*found)[i];
      after = PlaceBehind(one, filter->order);
      WithholdEvidence(call.caller, *terms, one);
      table.Add(one);
      const bool is_full = table.rows() >= export_bounds_.rows || table.bytes() >= export_bounds_.bytes;
      const bool is_last = !more && i + 1 == found->size();
      if (is_full && !is_last) response.set_next_page_token(TokenAfter(request.selection(), one));
    }
  }
  auto workbook = table.Workbook(!response.next_page_token().empty());
  if (!workbook.ok()) return workbook.status();
  response.set_workbook(*std::move(workbook));
  response.set_discrepancy_count(static_cast<int32_t>(table.rows()));
  response.set_file_name("差异清单.xlsx");
  return response;
}

absl::StatusOr<v1::ListDiscrepancyRulesResponse> ReconciliationService::ListDiscrepancyRules(
    const Call& call, const v1::ListDiscrepancyRulesRequest& request) {
  const auto plan = context_.FindPlan("parent", request.parent(), call.deadline);
  if (!plan.ok()) return plan.status();
  const auto last = store_.RulesOf(request.parent(), call.deadline);
  if (!last.ok()) return last.status();
  v1::ListDiscrepancyRulesResponse response;
  for (const RuleDefinition& rule : RuleDefinitions()) {
    v1::DiscrepancyRuleStatus& status = *response.add_rules();
    for (const v1::DiscrepancyRuleStatus& one : *last)
      if (one.rule() == rule.id) status = one;
    // As the plan says now; the last run may have gone by an earlier edition.
    const auto days = DaysOf(**plan, rule);
    status.set_rule(rule.id);
    *status.mutable_title() = duties::Words(rule.zh, rule.en);
    status.set_off(!days.has_value());
    status.set_days(days.value_or(0));
    if (status.off()) status.clear_obstacle();
  }
  return response;
}

absl::StatusOr<v1::ListUncertainLinksResponse> ReconciliationService::ListUncertainLinks(
    const Call& call, const v1::ListUncertainLinksRequest& request) {
  if (absl::Status office = CheckOffice(call, "parent", request.parent()); !office.ok()) return office;
  const auto after = PlaceOf(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  auto found = store_.ListUncertainLinks(request.parent(), *after, size + 1, call.deadline);
  if (!found.ok()) return found.status();
  v1::ListUncertainLinksResponse response;
  for (v1::Link& link : *found) {
    if (response.links_size() == size) {
      response.set_next_page_token(TokenAfter(request, response.links(size - 1)));
      break;
    }
    *response.add_links() = std::move(link);
  }
  return response;
}

absl::StatusOr<v1::Link> ReconciliationService::DecideLink(const Call& call, const v1::DecideLinkRequest& request) {
  if (absl::Status name = CheckName("links", request.name()); !name.ok()) return name;
  if (absl::Status reason = CheckReason("reason", request.reason()); !reason.ok()) return reason;
  const auto known = store_.FindLink(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  if (!known->has_value()) return NotFound(request.name());
  const std::string plan = (*known)->plan();
  if (absl::Status office = CheckOffice(call, "name", plan); !office.ok()) return office;
  const absl::Time now = context_.clock.Now();
  const auto work = [&](ReconciliationRows& rows) -> absl::StatusOr<Outcome> {
    // First the run, as reconciling does: the other way round the two wait for each other.
    ReconciliationMark mark = rows.LockRun(plan);
    auto link = rows.FindLink(request.name());
    if (!link.has_value()) return NotFound(request.name());
    if (absl::Status etag = CheckEtag(request.etag(), link->etag()); !etag.ok()) return etag;
    link->set_state(request.same() ? v1::LINK_STATE_CONFIRMED : v1::LINK_STATE_REJECTED);
    link->set_decider(call.caller.uri);
    link->set_decision_reason(request.reason());
    *link->mutable_decide_time() = ToTimestamp(now);
    *link->mutable_update_time() = ToTimestamp(now);
    link->set_etag(NextEtag(link->etag()));
    rows.SaveLinks({*link});
    // The next run works out anew what rests on the link: no record counts as seen. A run under way sees that the mark was saved.
    mark.position = 0;
    rows.SaveMark(plan, mark);
    return Outcome{link->SerializeAsString(), link->name(),
                   absl::StrCat(request.same() ? "same person: " : "two persons: ", request.reason())};
  };
  const auto bytes = store_.Mutate(KeyOf(context_, call, request), now, work, call.deadline);
  if (!bytes.ok()) return bytes.status();
  return ParseResponse<v1::Link>(*bytes);
}

absl::StatusOr<v1::ReconcilePlanResponse> ReconciliationService::ReconcilePlan(
    const Call& call, const v1::ReconcilePlanRequest& request) {
  if (absl::Status office = CheckOffice(call, "name", request.name()); !office.ok()) return office;
  return reconciler_.ReconcilePlan(request.name(), /*always=*/true, call.deadline,
                                   [&call] { return call.Cancelled(); });
}

}  // namespace lianfang::exchange
