#include "services/fund/premium_service.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/fund/domain/premium/rate_list.h"
#include "services/fund/domain/premium/rate_table.h"
#include "services/fund/domain/request/access.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/export/rates_workbook.h"
#include "services/fund/export/sheet.h"
#include "services/fund/mutation.h"
#include "services/fund/reading.h"

namespace lianfang::fund {
namespace {

constexpr int kRatesAtOnce = 1000;  // of a whole list that is changed
constexpr size_t kMostNamed = 20;   // employers that a refusal names
constexpr size_t kLongestWorkbook = size_t{15}
                                    << 20;  // what clients take (common/rpc/channel.h), less the rest of the message

using ListChange = absl::StatusOr<Change<v1::RateList>>;

// A list with its table and plan, loaded to be changed by somebody who handles it.
struct Handled {
  v1::RateList list;
  v1::RateTable table;
  const type::v1::Plan& plan;
};

absl::StatusOr<Handled> Load(FundTransaction& rows, const Call& call, const type::v1::Plan& plan,
                             const std::string& name, const std::string& etag) {
  auto list = rows.FindRateList(name);
  if (!list.has_value()) return NotFound(name);
  auto table = rows.FindRateTable(list->rate_table());
  if (!table.has_value()) return absl::DataLossError("a list's rate table is not there");
  if (absl::Status right = CheckHandlesRates(call.caller, plan, *table); !right.ok()) return right;
  if (absl::Status current = CheckEtag(etag, list->etag()); !current.ok()) return current;
  return Handled{*std::move(list), *std::move(table), plan};
}

// What the auditor reads of a change, or why there is none.
using Detail = absl::StatusOr<std::string>;

// Changes a list by `decide(rows, handled, now)`, which saves the rates that it changes; the list is saved here.
template <typename Request, typename Decide>
absl::StatusOr<v1::RateList> ChangeList(const FundContext& context, const Call& call, const Request& request,
                                        const Decide& decide) {
  if (const auto year = YearOfRateList("name", request.name()); !year.ok()) return year.status();
  const auto plan = context.FindPlan(PlanOf(request.name()), call.deadline);
  if (!plan.ok()) return plan.status();
  return Mutate<v1::RateList>(context, call, request, [&](FundTransaction& rows, absl::Time now) -> ListChange {
    auto handled = Load(rows, call, **plan, request.name(), request.etag());
    if (!handled.ok()) return handled.status();
    Detail detail = decide(rows, *handled, now);
    if (!detail.ok()) return detail.status();
    rows.SaveRateList(handled->list);
    return Change<v1::RateList>{handled->list, request.name(), *std::move(detail)};
  });
}

void CheckClass(int industry_class, FieldViolations& faults) {
  if (industry_class < 0 || industry_class > 8) faults.Add("industry_class", "must be 0 to 8");
}

absl::Status TooLarge(size_t bytes) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("the workbook would have ", bytes, " bytes, more than ", kLongestWorkbook,
                                      ": export one class at a time"),
                         "WORKBOOK_TOO_LARGE");
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

// Calls `change(rates)` with all rates of a list, page by page, and saves them: no more than a page is in memory.
template <typename ChangePage>
absl::Status ChangeRates(FundTransaction& rows, const std::string& list, const ChangePage& change) {
  const RateFilter all{list};
  std::string after;
  for (size_t found = kRatesAtOnce; found == kRatesAtOnce;) {
    std::vector<v1::EmployerRate> rates = rows.RatesPage(all, {after, kRatesAtOnce});
    found = rates.size();
    if (rates.empty()) break;
    after = rates.back().figures().credit_code();
    if (absl::Status changed = change(rates); !changed.ok()) return changed;
    rows.SaveRates(list, rates);
  }
  return absl::OkStatus();
}

// The list whose rates held before, where it is published; otherwise empty.
std::string ListBefore(FundTransaction& rows, const std::string& name, const v1::RateTable& table) {
  const int year = YearOfRateList("name", name).value_or(0);
  std::string before = absl::StrCat(PlanOf(name), "/rateLists/", year - table.period_years());
  const auto list = rows.FindRateList(before);
  return list.has_value() && list->state() == v1::RATE_LIST_STATE_PUBLISHED ? before : "";
}

// What the list before has for these.
std::map<std::string, int> PercentsBefore(FundTransaction& rows, const std::string& before,
                                          const std::vector<v1::EmployerRate>& rates) {
  if (before.empty()) return {};
  std::vector<std::string> codes;
  codes.reserve(rates.size());
  for (const v1::EmployerRate& rate : rates) codes.push_back(rate.figures().credit_code());
  return rows.PercentsOf(before, codes);
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
  RegisterMutation(service, context_, "PutRateTable", this, &PremiumService::PutRateTable);
  RegisterRead(service, "GetRateTable", this, &PremiumService::GetRateTable);
  RegisterRead(service, "ListRateTables", this, &PremiumService::ListRateTables);
  RegisterMutation(service, context_, "ImportEmployers", this, &PremiumService::ImportEmployers);
  RegisterMutation(service, context_, "ProposeRates", this, &PremiumService::ProposeRates);
  RegisterMutation(service, context_, "ReopenRateList", this, &PremiumService::ReopenRateList);
  RegisterMutation(service, context_, "CorrectRate", this, &PremiumService::CorrectRate);
  RegisterMutation(service, context_, "PublishRates", this, &PremiumService::PublishRates);
  RegisterRead(service, "GetRateList", this, &PremiumService::GetRateList);
  RegisterRead(service, "ListRateLists", this, &PremiumService::ListRateLists);
  RegisterRead(service, "GetRate", this, &PremiumService::GetRate);
  RegisterRead(service, "ListRates", this, &PremiumService::ListRates);
  RegisterRead(service, "ExportRates", this, &PremiumService::ExportRates);
}

absl::StatusOr<v1::RateTable> PremiumService::PutRateTable(const Call& call, const v1::PutRateTableRequest& request) {
  const v1::RateTable& wanted = request.rate_table();
  if (absl::Status name = CheckRateTableName("rate_table.name", wanted.name()); !name.ok()) return name;
  const auto plan = context_.FindForOffice(call, PlanOf(wanted.name()));
  if (!plan.ok()) return plan.status();
  return Mutate<v1::RateTable>(
      context_, call, request,
      [&](FundTransaction& rows, absl::Time now) -> absl::StatusOr<Change<v1::RateTable>> {
        if (absl::Status sound = CheckRateTable(wanted, **plan); !sound.ok()) return sound;
        const auto before = rows.FindRateTable(wanted.name());
        if (absl::Status etag = CheckEtag(request.etag(), before); !etag.ok()) return etag;
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
  return ReadOne<v1::RateTable>(context_, call, request.name(),
                                [&](FundRows& rows) { return rows.FindRateTable(request.name()); });
}

absl::StatusOr<v1::ListRateTablesResponse> PremiumService::ListRateTables(const Call& call,
                                                                          const v1::ListRateTablesRequest& request) {
  const auto plan = context_.FindParent(call, request.parent());
  if (!plan.ok()) return plan.status();
  using Found = std::vector<v1::RateTable>;
  return ListPage<v1::ListRateTablesResponse>(
      request, [&](const Page& page) { return context_.store.ListRateTables(request.parent(), page, call.deadline); },
      [](const v1::RateTable& table) { return table.name(); },
      [](Found& found, v1::ListRateTablesResponse& response) {
        for (v1::RateTable& table : found) *response.add_rate_tables() = std::move(table);
        return absl::OkStatus();
      });
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
  return ChangeList(context_, call, request, [&](FundTransaction& rows, Handled& handled, absl::Time now) -> Detail {
    v1::RateList& list = handled.list;
    const v1::RateTable& table = handled.table;
    if (list.state() == v1::RATE_LIST_STATE_PUBLISHED) {
      return CheckState(list, v1::RATE_LIST_STATE_COLLECTING, "is published");
    }
    const int year = YearOfRateList("name", request.name()).value_or(0);
    if (absl::Status usable = CheckUsable(table, year); !usable.ok()) return usable;
    const std::string before = ListBefore(rows, request.name(), table);
    const RateRule rule(table);
    BeginProposal(list, table, {call.caller.uri, now, ""});
    const absl::Status proposed =
        ChangeRates(rows, request.name(), [&](std::vector<v1::EmployerRate>& rates) -> absl::Status {
          if (absl::Status fits = CheckStillInTable(rates, table); !fits.ok()) return fits;
          ProposePage(list, rates, rule, PercentsBefore(rows, before, rates));
          return absl::OkStatus();
        });
    if (!proposed.ok()) return proposed;
    return absl::StrCat("proposed ", list.employer_count(), " rates");
  });
}

absl::StatusOr<v1::RateList> PremiumService::ReopenRateList(const Call& call,
                                                            const v1::ReopenRateListRequest& request) {
  return ChangeList(context_, call, request, [&](FundTransaction& rows, Handled& handled, absl::Time now) -> Detail {
    FieldViolations faults;
    CheckText("reason", request.reason(), kLongestReason, true, faults);
    if (!faults.empty()) return faults.ToStatus();
    v1::RateList& list = handled.list;
    if (absl::Status state = CheckState(list, v1::RATE_LIST_STATE_PROPOSED, "cannot be opened again"); !state.ok()) {
      return state;
    }
    Reopen(list, now);
    const absl::Status cleared = ChangeRates(rows, request.name(), [](std::vector<v1::EmployerRate>& rates) {
      ClearRates(rates);
      return absl::OkStatus();
    });
    if (!cleared.ok()) return cleared;
    return absl::StrCat("opened again: ", request.reason());
  });
}

absl::StatusOr<v1::RateList> PremiumService::PublishRates(const Call& call, const v1::PublishRatesRequest& request) {
  return ChangeList(context_, call, request, [&](FundTransaction&, Handled& handled, absl::Time now) -> Detail {
    v1::RateList& list = handled.list;
    if (absl::Status state = CheckState(list, v1::RATE_LIST_STATE_PROPOSED, "cannot be published"); !state.ok()) {
      return state;
    }
    if (absl::Status other = CheckOtherThan(call.caller, handled.plan, list.proposer()); !other.ok()) return other;
    Publish(list, {call.caller.uri, now, ""});
    return "published";
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
        if (absl::Status etag = CheckEtag(request.etag(), rate); !etag.ok()) return etag;
        const Putting by{call.caller.uri, now, request.reason()};
        if (absl::Status corrected = Correct(list, *rate, request.percent(), by); !corrected.ok()) return corrected;
        rows.SaveRateList(list);
        rows.SaveRates(list.name(), {*rate});
        return Change<v1::EmployerRate>{*rate, request.name(),
                                        absl::StrCat("corrected to ", request.percent(), " %: ", request.reason())};
      });
}

absl::StatusOr<v1::RateList> PremiumService::FindReadableList(const Call& call, absl::string_view field,
                                                              const std::string& name) const {
  if (const auto year = YearOfRateList(field, name); !year.ok()) return year.status();
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
  return FindReadableList(call, "name", request.name());
}

absl::StatusOr<v1::ListRateListsResponse> PremiumService::ListRateLists(const Call& call,
                                                                        const v1::ListRateListsRequest& request) {
  const auto plan = context_.FindParent(call, request.parent());
  if (!plan.ok()) return plan.status();
  using Found = std::vector<v1::RateList>;
  return ListPage<v1::ListRateListsResponse>(
      request, [&](const Page& page) { return context_.store.ListRateLists(request.parent(), page, call.deadline); },
      [](const v1::RateList& list) { return list.name(); },
      [&](const Found& found, v1::ListRateListsResponse& response) {
        return context_.store.Read(
            [&](FundRows& rows) {
              response.clear_rate_lists();
              for (const v1::RateList& list : found) {
                const auto table = rows.FindRateTable(list.rate_table());
                if (!table.has_value() || !CheckReadsRates(call.caller, **plan, *table).ok()) continue;
                *response.add_rate_lists() = list;
                response.mutable_rate_lists(response.rate_lists_size() - 1)->clear_table_used();
              }
              return absl::OkStatus();
            },
            call.deadline);
      });
}

absl::StatusOr<v1::EmployerRate> PremiumService::GetRate(const Call& call, const v1::GetRateRequest& request) {
  if (absl::Status name = CheckRateName("name", request.name()); !name.ok()) return name;
  const auto list = FindReadableList(call, "name", ListOfRate(request.name()));
  if (!list.ok()) return list.status();
  return ReadOne<v1::EmployerRate>(context_, call, request.name(),
                                   [&](FundRows& rows) { return rows.FindRate(request.name()); });
}

absl::StatusOr<v1::ListRatesResponse> PremiumService::ListRates(const Call& call, const v1::ListRatesRequest& request) {
  FieldViolations faults;
  faults.AddAll("", YearOfRateList("parent", request.parent()).status());
  CheckClass(request.industry_class(), faults);
  if (request.percent() < 0 || request.percent() > 1000) faults.Add("percent", "must be 0 to 1000");
  if (!faults.empty()) return faults.ToStatus();
  const auto list = FindReadableList(call, "parent", request.parent());
  if (!list.ok()) return list.status();
  const RateFilter filter{request.parent(), request.industry_class(), request.percent(), request.corrected_only()};
  using Found = std::vector<v1::EmployerRate>;
  return ListPage<v1::ListRatesResponse>(
      request, [&](const Page& page) { return context_.store.ListRates(filter, page, call.deadline); },
      [](const v1::EmployerRate& rate) { return rate.figures().credit_code(); },
      [](Found& found, v1::ListRatesResponse& response) {
        for (v1::EmployerRate& rate : found) *response.add_rates() = std::move(rate);
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::ExportRatesResponse> PremiumService::ExportRates(const Call& call,
                                                                    const v1::ExportRatesRequest& request) {
  FieldViolations faults;
  faults.AddAll("", YearOfRateList("name", request.name()).status());
  CheckClass(request.industry_class(), faults);
  if (!faults.empty()) return faults.ToStatus();
  auto list = FindReadableList(call, "name", request.name());
  if (!list.ok()) return list.status();
  const auto plan = context_.FindPlan(PlanOf(request.name()), call.deadline);
  if (!plan.ok()) return plan.status();
  RatesWorkbook workbook{.plan = **plan, .list = *std::move(list), .table = {}};
  const RateFilter filter{request.name(), request.industry_class()};
  absl::StatusOr<std::string> bytes;
  const absl::Status read = context_.store.Read(
      [&](FundRows& rows) -> absl::Status {
        // Once more, of the same moment as its rates.
        workbook.list = rows.FindRateList(request.name()).value_or(workbook.list);
        workbook.table = workbook.list.has_table_used()
                             ? workbook.list.table_used()
                             : rows.FindRateTable(workbook.list.rate_table()).value_or(v1::RateTable());
        bytes = WriteRates(workbook, [&](const std::string& after, int limit) {
          return rows.RatesPage(filter, {after, limit});
        });
        return bytes.status();
      },
      call.deadline);
  if (!read.ok()) return read;
  if (bytes->size() > kLongestWorkbook) return TooLarge(bytes->size());
  v1::ExportRatesResponse response;
  response.set_content(*std::move(bytes));
  response.set_filename(absl::StrCat("费率名册-", LastPart((*plan)->name()), "-", LastPart(request.name()),
                                     request.industry_class() == 0 ? "" : absl::StrCat("-", request.industry_class()),
                                     ".xlsx"));
  response.set_media_type(kWorkbookMediaType);
  return response;
}

}  // namespace lianfang::fund
