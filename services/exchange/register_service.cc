#include "services/exchange/register_service.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "services/exchange/domain/agreement/filter.h"
#include "services/exchange/domain/reading/employer_register.h"
#include "services/exchange/domain/reading/figures.h"
#include "services/exchange/domain/record/identifiers.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/domain/request/refusals.h"
#include "services/exchange/mutation.h"

namespace lianfang::exchange {
namespace {

constexpr int kPage = 500;
constexpr int kMostEntries = 20;  // beside the register's

// What a caller sees of the register: a person the own region, a service everything.
std::string RegionPrefixOf(const Identity& caller) {
  return caller.role == type::v1::ROLE_SERVICE ? "" : std::string(DivisionPrefix(caller.region));
}

std::vector<RegisterKeeper> KeepersBy(const std::vector<RegisterAgreement>& agreements) {
  std::vector<RegisterKeeper> keepers;
  for (const RegisterAgreement& agreement : agreements) {
    const v1::AgreementTerms& terms = agreement.terms;
    RegisterKeeper keeper{terms.owner().region(), terms.owner().department(), {}, {}};
    for (const std::string& region : terms.regions()) keeper.region_prefixes.emplace_back(DivisionPrefix(region));
    keeper.industries.assign(terms.industries().begin(), terms.industries().end());
    keepers.push_back(std::move(keeper));
  }
  return keepers;
}

// The agreement by which a record's owner keeps the register; empty: none.
std::string RegisterEditionOf(const v1::Record& record, const std::vector<RegisterAgreement>& agreements) {
  for (const RegisterAgreement& agreement : agreements) {
    if (Covers(agreement.terms, record)) return agreement.edition;
  }
  return "";
}

v1::Employer EmployerOf(v1::Record record, const std::vector<RegisterAgreement>& agreements) {
  v1::Employer employer;
  employer.set_register_edition(RegisterEditionOf(record, agreements));
  employer.set_name(record.name());
  employer.set_region(record.region());
  employer.set_industry(record.industry());
  *employer.mutable_owner() = record.owner();
  *employer.mutable_publish_time() = record.publish_time();
  *employer.mutable_record() = std::move(*record.mutable_employer());
  employer.mutable_record()->clear_legal_representative();
  return employer;
}

// What figures are asked for, as the plan has it.
absl::StatusOr<FigureScope> ScopeOf(const v1::ProposeFiguresRequest& request, const type::v1::Plan& plan) {
  FieldViolations faults;
  FigureScope scope;
  scope.region = request.region();
  scope.industry = request.industry();
  bool found = false;
  for (const type::v1::Period& period : plan.periods()) {
    if (period.id() != request.period()) continue;
    const auto first = FromDate(period.start_date());
    const auto last = FromDate(period.end_date());
    found = first.ok() && last.ok();
    if (found) std::tie(scope.first, scope.last) = std::make_pair(*first, *last);
  }
  if (!found) faults.Add("period", "must be a period of the plan");
  const bool region = std::any_of(plan.regions().begin(), plan.regions().end(),
                                  [&](const auto& one) { return one.code() == request.region(); });
  if (!region) faults.Add("region", "must be a region of the plan");
  const bool industry = std::any_of(plan.industries().begin(), plan.industries().end(),
                                    [&](const auto& one) { return one.id() == request.industry(); });
  if (!industry) faults.Add("industry", "must be an industry of the plan");
  if (!faults.empty()) return faults.ToStatus();
  const auto zone = LoadZone(plan.time_zone());
  if (!zone.ok()) return zone.status();
  scope.zone = *zone;
  return scope;
}

}  // namespace

void RegisterService::Register(ContractService& service) {
  service.Unary<v1::GetEmployerRequest, v1::Employer>(
      "GetEmployer",
      [this](const Call& call, const v1::GetEmployerRequest& request) { return GetEmployer(call, request); });
  service.Unary<v1::ListEmployersRequest, v1::ListEmployersResponse>(
      "ListEmployers",
      [this](const Call& call, const v1::ListEmployersRequest& request) { return ListEmployers(call, request); });
  RegisterMutation<v1::SetFigureDefinitionsRequest, v1::FigureDefinitions>(
      service, context_, "SetFigureDefinitions",
      [this](const Call& call, const v1::SetFigureDefinitionsRequest& request) {
        return SetFigureDefinitions(call, request);
      });
  service.Unary<v1::GetFigureDefinitionsRequest, v1::FigureDefinitions>(
      "GetFigureDefinitions", [this](const Call& call, const v1::GetFigureDefinitionsRequest& request) {
        return GetFigureDefinitions(call, request);
      });
  service.Unary<v1::ProposeFiguresRequest, v1::ProposeFiguresResponse>(
      "ProposeFigures",
      [this](const Call& call, const v1::ProposeFiguresRequest& request) { return ProposeFigures(call, request); });
}

absl::StatusOr<std::vector<RegisterAgreement>> RegisterService::Agreements(absl::Time deadline) const {
  const auto agreements = context_.store.ListAgreements("", deadline);
  if (!agreements.ok()) return agreements.status();
  return RegisterAgreements(*agreements, context_.clock.Now());
}

absl::StatusOr<v1::Employer> RegisterService::GetEmployer(const Call& call, const v1::GetEmployerRequest& request) {
  const auto agreements = Agreements(call.deadline);
  if (!agreements.ok()) return agreements.status();
  const auto found = context_.store.FindEmployers(RegionPrefixOf(call.caller), NormalIdentifier(request.credit_code()),
                                                  KeepersBy(*agreements), kMostEntries + 1, call.deadline);
  if (!found.ok()) return found.status();
  if (found->empty()) return NotFound("the employer with this credit code");
  const auto entry = context_.sealer.Open(found->front());
  if (!entry.ok()) return entry.status();
  v1::Employer employer = EmployerOf(*entry, *agreements);
  for (size_t i = 1; i < found->size(); ++i) {
    const auto other = context_.sealer.Open((*found)[i]);
    if (!other.ok()) return other.status();
    v1::EmployerEntry& told = *employer.add_other_entries();
    told.set_name(other->name());
    *told.mutable_owner() = other->owner();
    *told.mutable_publish_time() = other->publish_time();
    for (const std::string& field : DifferingFields(*entry, *other)) told.add_differing_fields(field);
  }
  return employer;
}

absl::StatusOr<v1::ListEmployersResponse> RegisterService::ListEmployers(const Call& call,
                                                                         const v1::ListEmployersRequest& request) {
  std::string prefix = RegionPrefixOf(call.caller);
  if (!request.region().empty()) {
    if (!IsDivisionCode(request.region())) return InvalidField("region", "must be a division code of six digits");
    if (call.caller.role != type::v1::ROLE_SERVICE) {
      if (absl::Status own = CheckOwnRegion(call.caller, request.region()); !own.ok()) return own;
    }
    prefix = std::string(DivisionPrefix(request.region()));
  }
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  const auto agreements = Agreements(call.deadline);
  if (!agreements.ok()) return agreements.status();
  const auto found =
      context_.store.ListEmployers(prefix, request.industry(), KeepersBy(*agreements), *after, size + 1, call.deadline);
  if (!found.ok()) return found.status();
  v1::ListEmployersResponse response;
  for (const StoredVersion& version : *found) {
    if (response.employers_size() == size) {
      response.set_next_page_token(MakePageToken(request, (*found)[static_cast<size_t>(size) - 1].credit_code));
      break;
    }
    auto record = context_.sealer.Open(version);
    if (!record.ok()) return record.status();
    *response.add_employers() = EmployerOf(*std::move(record), *agreements);
  }
  return response;
}

absl::StatusOr<v1::FigureDefinitions> RegisterService::SetFigureDefinitions(
    const Call& call, const v1::SetFigureDefinitionsRequest& request) {
  const auto plan = context_.FindPlan("plan", request.plan(), call.deadline);
  if (!plan.ok()) return plan.status();
  if (!IsOffice(call.caller, **plan)) return Denied("is for the plan's office", "NOT_PLAN_OFFICE");
  if (absl::Status checked = CheckDefinitions(request.definitions(), **plan); !checked.ok()) return checked;
  return Mutate<v1::FigureDefinitions>(
      context_, call, request,
      [&](ExchangeTransaction& rows, const Decision& by) -> absl::StatusOr<Change<v1::FigureDefinitions>> {
        const auto before = rows.FindDefinitions(request.plan());
        const std::string etag = before.has_value() ? before->etag() : "";
        if (absl::Status current = CheckEtag(request.etag(), etag); !current.ok()) return current;
        v1::FigureDefinitions definitions;
        definitions.set_name(FigureDefinitionsName(request.plan()));
        *definitions.mutable_definitions() = request.definitions();
        definitions.set_etag(NextEtag(etag));
        *definitions.mutable_update_time() = ToTimestamp(by.now);
        rows.SaveDefinitions(request.plan(), definitions);
        const std::string detail = absl::StrCat("defined ", request.definitions_size(), " figures");
        return Change<v1::FigureDefinitions>{definitions, definitions.name(), detail};
      });
}

absl::StatusOr<v1::FigureDefinitions> RegisterService::GetFigureDefinitions(
    const Call& call, const v1::GetFigureDefinitionsRequest& request) {
  const auto plan = context_.FindPlan("plan", request.plan(), call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status own = CheckOwnPlan(call.caller, **plan); !own.ok()) return own;
  auto found = context_.store.FindDefinitions(request.plan(), call.deadline);
  if (!found.ok()) return found.status();
  if (found->has_value()) return **std::move(found);
  v1::FigureDefinitions none;
  none.set_name(FigureDefinitionsName(request.plan()));
  return none;
}

absl::StatusOr<v1::ProposeFiguresResponse> RegisterService::ProposeFigures(const Call& call,
                                                                           const v1::ProposeFiguresRequest& request) {
  const auto plan = context_.FindPlan("plan", request.plan(), call.deadline);
  if (!plan.ok()) return plan.status();
  if (FindDepartment(**plan, call.caller.department) == nullptr) {
    return Denied("the caller's department has no part in this plan", "NOT_IN_PLAN");
  }
  const auto scope = ScopeOf(request, **plan);
  if (!scope.ok()) return scope.status();
  const auto definitions = context_.store.FindDefinitions(request.plan(), call.deadline);
  if (!definitions.ok()) return definitions.status();

  std::map<std::string, FigureCount> counts;
  std::set<v1::RecordKind> kinds;
  if (definitions->has_value()) {
    for (const v1::FigureDefinition& definition : (*definitions)->definitions()) {
      counts.emplace(definition.figure(), FigureCount(definition, *scope));
      kinds.insert(definition.kind());
    }
  }
  for (const v1::RecordKind kind : kinds) {
    const RecordSelection own{kind, call.caller.region, call.caller.department,
                              std::string(DivisionPrefix(request.region()))};
    std::string after;
    for (bool more = true; more;) {
      if (absl::Status wanted = call.Wanted(); !wanted.ok()) return wanted;
      const auto page = records_.ReadNewest(own, after, kPage, call.deadline);
      if (!page.ok()) return page.status();
      for (const PlacedVersion& version : *page) {
        for (auto& [_, count] : counts) count.Offer(version.record);
      }
      more = page->size() == kPage;
      if (more) after = page->back().record.name();
    }
  }
  v1::ProposeFiguresResponse response;
  for (const type::v1::Figure& figure : (*plan)->figures()) {
    const auto count = counts.find(figure.id());
    if (count == counts.end()) {
      response.add_undefined_figures(figure.id());
    } else {
      *response.add_figures() = count->second.Figure();
    }
  }
  return response;
}

}  // namespace lianfang::exchange
