#include "services/fund/premium_service.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "services/fund/domain/premium/rate_list.h"
#include "services/fund/domain/premium/rate_table.h"
#include "services/fund/domain/request/access.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/mutation.h"

namespace lianfang::fund {
namespace {

constexpr size_t kMostNamed = 20;  // employers that a refusal names

using ListChange = absl::StatusOr<Change<v1::RateList>>;

// A list with its table, loaded to be changed by somebody who handles it.
struct Handled {
  v1::RateList list;
  v1::RateTable table;
};

absl::StatusOr<Handled> Load(FundTransaction& rows, const Call& call, const type::v1::Plan& plan,
                             const std::string& name, const std::string& etag) {
  auto list = rows.FindRateList(name);
  if (!list.has_value()) return NotFound(name);
  auto table = rows.FindRateTable(list->rate_table());
  if (!table.has_value()) return absl::DataLossError("a list's rate table is not there");
  if (absl::Status right = CheckHandlesRates(call.caller, plan, *table); !right.ok()) return right;
  if (absl::Status current = CheckEtag(etag, list->etag()); !current.ok()) return current;
  return Handled{*std::move(list), *std::move(table)};
}

// The table may have been put anew since the figures came.
absl::Status CheckStillInTable(const std::vector<v1::EmployerRate>& rates, const v1::RateTable& table) {
  std::set<std::string> exemptions = {""};
  for (const v1::RateExemption& exemption : table.exemptions()) exemptions.insert(exemption.id());
  for (const v1::EmployerRate& rate : rates) {
    const v1::EmployerFigures& figures = rate.figures();
    if (BaseRate(table, figures.industry_class()) > 0 && exemptions.count(figures.exemption()) > 0) continue;
    return InvalidField(
        "name", absl::StrCat("has ", figures.credit_code(), ", whose class or exemption the rate table ", table.name(),
                             " has no more: import its figures again"));
  }
  return absl::OkStatus();
}

absl::Status OnListAlready(const std::vector<std::string>& codes) {
  const std::vector<std::string> named(codes.begin(),
                                       codes.begin() + static_cast<int64_t>(std::min(codes.size(), kMostNamed)));
  return ErrorWithReason(absl::StatusCode::kAlreadyExists,
                         absl::StrCat(codes.size(), " employers are on the list already"), "EMPLOYER_ON_LIST",
                         {{"employers", absl::StrJoin(named, ",")}});
}

}  // namespace

void PremiumService::Register(ContractService& service) {
  RegisterMutation<v1::PutRateTableRequest, v1::RateTable>(
      service, context_, "PutRateTable",
      [this](const Call& call, const v1::PutRateTableRequest& request) { return PutRateTable(call, request); });
  service.Unary<v1::GetRateTableRequest, v1::RateTable>(
      "GetRateTable",
      [this](const Call& call, const v1::GetRateTableRequest& request) { return GetRateTable(call, request); });
  service.Unary<v1::ListRateTablesRequest, v1::ListRateTablesResponse>(
      "ListRateTables",
      [this](const Call& call, const v1::ListRateTablesRequest& request) { return ListRateTables(call, request); });
  RegisterMutation<v1::ImportEmployersRequest, v1::RateList>(
      service, context_, "ImportEmployers",
      [this](const Call& call, const v1::ImportEmployersRequest& request) { return ImportEmployers(call, request); });
  RegisterMutation<v1::ProposeRatesRequest, v1::RateList>(
      service, context_, "ProposeRates",
      [this](const Call& call, const v1::ProposeRatesRequest& request) { return ProposeRates(call, request); });
  RegisterMutation<v1::ReopenRateListRequest, v1::RateList>(
      service, context_, "ReopenRateList",
      [this](const Call& call, const v1::ReopenRateListRequest& request) { return ReopenRateList(call, request); });
  RegisterMutation<v1::CorrectRateRequest, v1::EmployerRate>(
      service, context_, "CorrectRate",
      [this](const Call& call, const v1::CorrectRateRequest& request) { return CorrectRate(call, request); });
  RegisterMutation<v1::PublishRatesRequest, v1::RateList>(
      service, context_, "PublishRates",
      [this](const Call& call, const v1::PublishRatesRequest& request) { return PublishRates(call, request); });
  service.Unary<v1::GetRateListRequest, v1::RateList>(
      "GetRateList",
      [this](const Call& call, const v1::GetRateListRequest& request) { return GetRateList(call, request); });
  service.Unary<v1::ListRateListsRequest, v1::ListRateListsResponse>(
      "ListRateLists",
      [this](const Call& call, const v1::ListRateListsRequest& request) { return ListRateLists(call, request); });
  service.Unary<v1::GetRateRequest, v1::EmployerRate>(
      "GetRate", [this](const Call& call, const v1::GetRateRequest& request) { return GetRate(call, request); });
  service.Unary<v1::ListRatesRequest, v1::ListRatesResponse>(
      "ListRates", [this](const Call& call, const v1::ListRatesRequest& request) { return ListRates(call, request); });
}

absl::StatusOr<v1::RateTable> PremiumService::PutRateTable(const Call& call, const v1::PutRateTableRequest& request) {
  const v1::RateTable& wanted = request.rate_table();
  if (absl::Status name = CheckRateTableName("rate_table.name", wanted.name()); !name.ok()) return name;
  const auto plan = context_.FindPlan(PlanOf(wanted.name()), call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status right = CheckIsOffice(call.caller, **plan); !right.ok()) return right;
  return Mutate<v1::RateTable>(
      context_, call, request,
      [&](FundTransaction& rows, absl::Time now) -> absl::StatusOr<Change<v1::RateTable>> {
        if (absl::Status sound = CheckRateTable(wanted, **plan); !sound.ok()) return sound;
        const auto before = rows.FindRateTable(wanted.name());
        if (absl::Status etag = CheckEtag(request.etag(), before.has_value() ? before->etag() : ""); !etag.ok()) {
          return etag;
        }
        if (rows.IsInUse(wanted.name())) {
          return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                                 "a list rests on the rate table: put another one, with its own dates", "TABLE_IN_USE",
                                 {{"rate_table", wanted.name()}});
        }
        v1::RateTable table = wanted;
        table.set_etag(NextEtag(before.has_value() ? before->etag() : ""));
        *table.mutable_create_time() = before.has_value() ? before->create_time() : ToTimestamp(now);
        *table.mutable_update_time() = ToTimestamp(now);
        rows.SaveRateTable(table);
        return Change<v1::RateTable>{table, table.name(), absl::StrCat("put: ", table.source())};
      },
      request.validate_only());
}

absl::StatusOr<v1::RateTable> PremiumService::GetRateTable(const Call& call, const v1::GetRateTableRequest& request) {
  if (absl::Status name = CheckRateTableName("name", request.name()); !name.ok()) return name;
  const auto plan = context_.FindReadable(call, PlanOf(request.name()));
  if (!plan.ok()) return plan.status();
  std::optional<v1::RateTable> table;
  const absl::Status read = context_.store.Read(
      [&](FundRows& rows) {
        table = rows.FindRateTable(request.name());
        return absl::OkStatus();
      },
      call.deadline);
  if (!read.ok()) return read;
  if (!table.has_value()) return NotFound(request.name());
  return *std::move(table);
}

absl::StatusOr<v1::ListRateTablesResponse> PremiumService::ListRateTables(const Call& call,
                                                                          const v1::ListRateTablesRequest& request) {
  if (absl::Status name = CheckPlanName("parent", request.parent()); !name.ok()) return name;
  const auto plan = context_.FindReadable(call, request.parent());
  if (!plan.ok()) return plan.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  auto found = context_.store.ListRateTables(request.parent(), {*after, size + 1}, call.deadline);
  if (!found.ok()) return found.status();
  v1::ListRateTablesResponse response;
  if (static_cast<int>(found->size()) > size) {
    found->pop_back();
    response.set_next_page_token(MakePageToken(request, found->back().name()));
  }
  for (v1::RateTable& table : *found) *response.add_rate_tables() = std::move(table);
  return response;
}

absl::StatusOr<v1::RateList> PremiumService::ImportEmployers(const Call& call,
                                                             const v1::ImportEmployersRequest& request) {
  FieldViolations faults;
  faults.AddAll("", YearOfRateList("name", request.name()).status());
  faults.AddAll("", CheckRateTableName("rate_table", request.rate_table()));
  if (!faults.empty()) return faults.ToStatus();
  if (PlanOf(request.rate_table()) != PlanOf(request.name())) return InvalidField("rate_table", "is of another plan");
  const auto plan = context_.FindPlan(PlanOf(request.name()), call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status part = CheckTakesPart(call.caller, **plan); !part.ok()) return part;
  return Mutate<v1::RateList>(
      context_, call, request,
      [&](FundTransaction& rows, absl::Time now) -> ListChange {
        v1::RateList list =
            rows.FindRateList(request.name()).value_or(NewList(request.name(), request.rate_table(), now));
        const auto table = rows.FindRateTable(request.rate_table());
        if (!table.has_value()) return NotFound(request.rate_table());
        if (absl::Status right = CheckHandlesRates(call.caller, **plan, *table); !right.ok()) return right;
        if (absl::Status sound = CheckEmployers(request.employers(), *table); !sound.ok()) return sound;
        if (list.rate_table() != request.rate_table()) {
          return InvalidField("rate_table", absl::StrCat("must be that of the list, ", list.rate_table()));
        }
        absl::Status collecting = CheckState(list, v1::RATE_LIST_STATE_COLLECTING, "takes no figures any more");
        if (!collecting.ok()) return collecting;
        std::vector<std::string> codes;
        std::vector<v1::EmployerRate> rates;
        for (const v1::EmployerFigures& figures : request.employers()) {
          codes.push_back(figures.credit_code());
          rates.push_back(Listed(request.name(), figures));
        }
        const std::vector<std::string> listed = rows.FindListed(request.name(), codes);
        if (!listed.empty() && !request.replace()) return OnListAlready(listed);
        list.set_employer_count(list.employer_count() + static_cast<int>(codes.size() - listed.size()));
        list.set_etag(NextEtag(list.etag()));
        *list.mutable_update_time() = ToTimestamp(now);
        rows.SaveRateList(list);
        rows.SaveRates(request.name(), rates);
        return Change<v1::RateList>{list, list.name(),
                                    absl::StrCat("imported ", codes.size(), ", of which replaced ", listed.size())};
      },
      request.validate_only());
}

absl::StatusOr<v1::RateList> PremiumService::ProposeRates(const Call& call, const v1::ProposeRatesRequest& request) {
  const auto year = YearOfRateList("name", request.name());
  if (!year.ok()) return year.status();
  const std::string plan_name = PlanOf(request.name());
  const auto plan = context_.FindPlan(plan_name, call.deadline);
  if (!plan.ok()) return plan.status();
  return Mutate<v1::RateList>(context_, call, request, [&](FundTransaction& rows, absl::Time now) -> ListChange {
    auto handled = Load(rows, call, **plan, request.name(), request.etag());
    if (!handled.ok()) return handled.status();
    auto& [list, table] = *handled;
    if (list.state() == v1::RATE_LIST_STATE_PUBLISHED) {
      return CheckState(list, v1::RATE_LIST_STATE_COLLECTING, "is published");
    }
    if (absl::Status usable = CheckUsable(table, *year); !usable.ok()) return usable;
    const std::string before = absl::StrCat(plan_name, "/rateLists/", *year - table.period_years());
    std::map<std::string, int> previous;
    const auto last = rows.FindRateList(before);
    if (last.has_value() && last->state() == v1::RATE_LIST_STATE_PUBLISHED) previous = rows.PercentsOf(before);
    std::vector<v1::EmployerRate> rates = rows.RatesOf(request.name());
    if (absl::Status fits = CheckStillInTable(rates, table); !fits.ok()) return fits;
    ProposeAll(list, rates, table, previous, {call.caller.uri, now, ""});
    rows.SaveRateList(list);
    rows.SaveRates(request.name(), rates);
    return Change<v1::RateList>{list, list.name(), absl::StrCat("proposed ", rates.size(), " rates")};
  });
}

absl::StatusOr<v1::RateList> PremiumService::ReopenRateList(const Call& call,
                                                            const v1::ReopenRateListRequest& request) {
  if (const auto year = YearOfRateList("name", request.name()); !year.ok()) return year.status();
  FieldViolations faults;
  CheckText("reason", request.reason(), kLongestReason, true, faults);
  if (!faults.empty()) return faults.ToStatus();
  const auto plan = context_.FindPlan(PlanOf(request.name()), call.deadline);
  if (!plan.ok()) return plan.status();
  return Mutate<v1::RateList>(context_, call, request, [&](FundTransaction& rows, absl::Time now) -> ListChange {
    auto handled = Load(rows, call, **plan, request.name(), request.etag());
    if (!handled.ok()) return handled.status();
    v1::RateList& list = handled->list;
    if (absl::Status state = CheckState(list, v1::RATE_LIST_STATE_PROPOSED, "cannot be opened again"); !state.ok()) {
      return state;
    }
    std::vector<v1::EmployerRate> rates = rows.RatesOf(request.name());
    Reopen(list, rates, now);
    rows.SaveRateList(list);
    rows.SaveRates(request.name(), rates);
    return Change<v1::RateList>{list, list.name(), absl::StrCat("opened again: ", request.reason())};
  });
}

absl::StatusOr<v1::EmployerRate> PremiumService::CorrectRate(const Call& call, const v1::CorrectRateRequest& request) {
  if (absl::Status name = CheckRateName("name", request.name()); !name.ok()) return name;
  const auto plan = context_.FindPlan(PlanOf(request.name()), call.deadline);
  if (!plan.ok()) return plan.status();
  return Mutate<v1::EmployerRate>(
      context_, call, request, [&](FundTransaction& rows, absl::Time now) -> absl::StatusOr<Change<v1::EmployerRate>> {
        auto handled = Load(rows, call, **plan, ListOfRate(request.name()), "");
        if (!handled.ok()) return handled.status();
        v1::RateList& list = handled->list;
        if (absl::Status state = CheckState(list, v1::RATE_LIST_STATE_PROPOSED, "takes no corrections"); !state.ok()) {
          return state;
        }
        auto rate = rows.FindRate(request.name());
        if (!rate.has_value()) return NotFound(request.name());
        if (absl::Status etag = CheckEtag(request.etag(), rate->etag()); !etag.ok()) return etag;
        const Putting by{call.caller.uri, now, request.reason()};
        if (absl::Status corrected = Correct(list, *rate, request.percent(), by); !corrected.ok()) return corrected;
        rows.SaveRateList(list);
        rows.SaveRates(list.name(), {*rate});
        return Change<v1::EmployerRate>{*rate, request.name(),
                                        absl::StrCat("corrected to ", request.percent(), " %: ", request.reason())};
      });
}

absl::StatusOr<v1::RateList> PremiumService::PublishRates(const Call& call, const v1::PublishRatesRequest& request) {
  if (const auto year = YearOfRateList("name", request.name()); !year.ok()) return year.status();
  const auto plan = context_.FindPlan(PlanOf(request.name()), call.deadline);
  if (!plan.ok()) return plan.status();
  return Mutate<v1::RateList>(context_, call, request, [&](FundTransaction& rows, absl::Time now) -> ListChange {
    auto handled = Load(rows, call, **plan, request.name(), request.etag());
    if (!handled.ok()) return handled.status();
    v1::RateList& list = handled->list;
    if (absl::Status state = CheckState(list, v1::RATE_LIST_STATE_PROPOSED, "cannot be published"); !state.ok()) {
      return state;
    }
    if (absl::Status other = CheckOtherThan(call.caller, **plan, list.proposer()); !other.ok()) return other;
    Publish(list, {call.caller.uri, now, ""});
    rows.SaveRateList(list);
    return Change<v1::RateList>{list, list.name(), "published"};
  });
}

absl::StatusOr<v1::RateList> PremiumService::FindReadableList(const Call& call, const std::string& name) const {
  const auto plan = context_.FindReadable(call, PlanOf(name));
  if (!plan.ok()) return plan.status();
  std::optional<v1::RateList> list;
  const absl::Status read = context_.store.Read(
      [&](FundRows& rows) -> absl::Status {
        list = rows.FindRateList(name);
        if (!list.has_value()) return NotFound(name);
        const auto table = rows.FindRateTable(list->rate_table());
        if (!table.has_value()) return absl::DataLossError("a list's rate table is not there");
        return CheckReadsRates(call.caller, **plan, *table);
      },
      call.deadline);
  if (!read.ok()) return read;
  return *std::move(list);
}

absl::StatusOr<v1::RateList> PremiumService::GetRateList(const Call& call, const v1::GetRateListRequest& request) {
  if (const auto year = YearOfRateList("name", request.name()); !year.ok()) return year.status();
  return FindReadableList(call, request.name());
}

absl::StatusOr<v1::ListRateListsResponse> PremiumService::ListRateLists(const Call& call,
                                                                        const v1::ListRateListsRequest& request) {
  if (absl::Status name = CheckPlanName("parent", request.parent()); !name.ok()) return name;
  const auto plan = context_.FindReadable(call, request.parent());
  if (!plan.ok()) return plan.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  auto found = context_.store.ListRateLists(request.parent(), {*after, size + 1}, call.deadline);
  if (!found.ok()) return found.status();
  v1::ListRateListsResponse response;
  if (static_cast<int>(found->size()) > size) {
    found->pop_back();
    response.set_next_page_token(MakePageToken(request, found->back().name()));
  }
  const absl::Status read = context_.store.Read(
      [&](FundRows& rows) {
        response.clear_rate_lists();
        for (const v1::RateList& list : *found) {
          const auto table = rows.FindRateTable(list.rate_table());
          if (!table.has_value() || !CheckReadsRates(call.caller, **plan, *table).ok()) continue;
          *response.add_rate_lists() = list;
          response.mutable_rate_lists(response.rate_lists_size() - 1)->clear_table_used();
        }
        return absl::OkStatus();
      },
      call.deadline);
  if (!read.ok()) return read;
  return response;
}

absl::StatusOr<v1::EmployerRate> PremiumService::GetRate(const Call& call, const v1::GetRateRequest& request) {
  if (absl::Status name = CheckRateName("name", request.name()); !name.ok()) return name;
  const auto list = FindReadableList(call, ListOfRate(request.name()));
  if (!list.ok()) return list.status();
  std::optional<v1::EmployerRate> rate;
  const absl::Status read = context_.store.Read(
      [&](FundRows& rows) {
        rate = rows.FindRate(request.name());
        return absl::OkStatus();
      },
      call.deadline);
  if (!read.ok()) return read;
  if (!rate.has_value()) return NotFound(request.name());
  return *std::move(rate);
}

absl::StatusOr<v1::ListRatesResponse> PremiumService::ListRates(const Call& call, const v1::ListRatesRequest& request) {
  FieldViolations faults;
  faults.AddAll("", YearOfRateList("parent", request.parent()).status());
  if (request.industry_class() < 0 || request.industry_class() > 8) faults.Add("industry_class", "must be 0 to 8");
  if (request.percent() < 0 || request.percent() > 1000) faults.Add("percent", "must be 0 to 1000");
  if (!faults.empty()) return faults.ToStatus();
  const auto list = FindReadableList(call, request.parent());
  if (!list.ok()) return list.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  const RateFilter filter{request.parent(), request.industry_class(), request.percent(), request.corrected_only()};
  auto found = context_.store.ListRates(filter, {*after, size + 1}, call.deadline);
  if (!found.ok()) return found.status();
  v1::ListRatesResponse response;
  if (static_cast<int>(found->size()) > size) {
    found->pop_back();
    response.set_next_page_token(MakePageToken(request, found->back().figures().credit_code()));
  }
  for (v1::EmployerRate& rate : *found) *response.add_rates() = std::move(rate);
  return response;
}

}  // namespace lianfang::fund
