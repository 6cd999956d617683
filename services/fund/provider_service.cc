#include "services/fund/provider_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/fund/domain/provider/provider_rules.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/values/days.h"
#include "services/fund/mutation.h"
#include "services/fund/reading.h"

namespace lianfang::fund {
namespace {

using ProviderChange = absl::StatusOr<Change<v1::Provider>>;

v1::Provider ShownNow(FundRows& rows, const v1::Provider& provider, const type::v1::Plan& plan, absl::Time now) {
  return Shown(provider, rows.CountsOf(provider.name()), plan, DayAt(plan, now));
}

}  // namespace

void ProviderService::Register(ContractService& service) {
  RegisterMutation(service, context_, "PutProvider", this, &ProviderService::PutProvider);
  RegisterRead(service, "GetProvider", this, &ProviderService::GetProvider);
  RegisterRead(service, "ListProviders", this, &ProviderService::ListProviders);
  RegisterMutation(service, context_, "RecordConduct", this, &ProviderService::RecordConduct);
}

absl::StatusOr<v1::Provider> ProviderService::PutProvider(const Call& call, const v1::PutProviderRequest& request) {
  const v1::Provider& wanted = request.provider();
  if (absl::Status name = CheckProviderName("provider.name", wanted.name()); !name.ok()) return name;
  const auto plan = context_.FindForOffice(call, PlanOf(wanted.name()));
  if (!plan.ok()) return plan.status();
  return Mutate<v1::Provider>(context_, call, request, [&](FundTransaction& rows, absl::Time now) -> ProviderChange {
    if (absl::Status sound = CheckProvider(wanted); !sound.ok()) return sound;
    const auto before = rows.FindProvider(wanted.name());
    if (absl::Status etag = CheckEtag(request.etag(), before); !etag.ok()) return etag;
    const v1::Provider provider = Entered(before.has_value() ? &*before : nullptr, wanted, now);
    rows.SaveProvider(provider);
    return Change<v1::Provider>{ShownNow(rows, provider, **plan, now), provider.name(),
                                before.has_value() ? "changed" : "entered"};
  });
}

absl::StatusOr<v1::Provider> ProviderService::GetProvider(const Call& call, const v1::GetProviderRequest& request) {
  if (absl::Status name = CheckProviderName("name", request.name()); !name.ok()) return name;
  const auto plan = context_.FindReadable(call, PlanOf(request.name()));
  if (!plan.ok()) return plan.status();
  return ReadOne<v1::Provider>(context_, call, request.name(), [&](FundRows& rows) {
    auto provider = rows.FindProvider(request.name());
    if (provider.has_value()) provider = ShownNow(rows, *provider, **plan, context_.clock.Now());
    return provider;
  });
}

absl::StatusOr<v1::ListProvidersResponse> ProviderService::ListProviders(const Call& call,
                                                                         const v1::ListProvidersRequest& request) {
  if (!v1::ProviderKind_IsValid(request.kind())) return InvalidField("kind", "is no known kind");
  const auto plan = context_.FindParent(call, request.parent());
  if (!plan.ok()) return plan.status();
  using Found = std::vector<v1::Provider>;
  return ListPage<v1::ListProvidersResponse>(
      request,
      [&](const Page& page) {
        return context_.store.ListProviders(request.parent(), request.kind(), page, call.deadline);
      },
      [](const v1::Provider& provider) { return provider.name(); },
      [&](const Found& found, v1::ListProvidersResponse& response) {
        return context_.store.Read(
            [&](FundRows& rows) {
              response.clear_providers();
              for (const v1::Provider& provider : found) {
                *response.add_providers() = ShownNow(rows, provider, **plan, context_.clock.Now());
              }
              return absl::OkStatus();
            },
            call.deadline);
      });
}

absl::StatusOr<v1::Provider> ProviderService::RecordConduct(const Call& call, const v1::RecordConductRequest& request) {
  if (absl::Status name = CheckProviderName("name", request.name()); !name.ok()) return name;
  const auto plan = context_.FindForOffice(call, PlanOf(request.name()));
  if (!plan.ok()) return plan.status();
  const v1::Conduct& conduct = request.conduct();
  return Mutate<v1::Provider>(context_, call, request, [&](FundTransaction& rows, absl::Time now) -> ProviderChange {
    // Before the provider's lock: projects come first in the order of locks.
    const bool about_project = CheckProjectName("conduct.project", conduct.project()).ok();
    if (about_project && !rows.FindProject(conduct.project()).has_value()) return NotFound(conduct.project());
    auto provider = rows.FindProvider(request.name());
    if (!provider.has_value()) return NotFound(request.name());
    if (absl::Status etag = CheckEtag(request.etag(), provider); !etag.ok()) return etag;
    if (absl::Status sound = CheckConduct(*provider, conduct, **plan, now); !sound.ok()) return sound;
    Record(*provider, conduct, {call.caller.uri, now, ""});
    rows.SaveProvider(*provider);
    return Change<v1::Provider>{ShownNow(rows, *provider, **plan, now), request.name(),
                                absl::StrCat(v1::ConductKind_Name(conduct.kind()), ": ", conduct.reason())};
  });
}

}  // namespace lianfang::fund
