#include "services/notification/template_service.h"

#include <utility>

#include "common/errors.h"
#include "common/log.h"
#include "common/region_power.h"
#include "common/rpc/page_token.h"
#include "services/notification/domain/no_such.h"
#include "services/notification/domain/template/template_rules.h"
#include "services/notification/first_response.h"

namespace lianfang::notification {
namespace {

v1::MailTemplate ToMessage(const TemplatePlace& place, const TemplateEntry& entry) {
  v1::MailTemplate message;
  message.set_name(TemplateName(place));
  message.set_origin(entry.origin);
  message.set_fault(entry.fault);
  message.set_etag(TemplateEtag(entry.newest));
  if (!entry.newest.has_value()) return message;
  *message.mutable_newest_version() = *entry.newest;
  message.mutable_newest_version()->clear_source();
  return message;
}

// The place of that name in `templates`.
absl::StatusOr<TemplatePlace> FindPlace(const TemplateSet& templates, absl::string_view field,
                                        const std::string& name) {
  auto place = ParseTemplateName(field, name);
  if (place.ok() && templates.entries().count(*place) == 0) return NoSuch(name);
  return place;
}

}  // namespace

void TemplateService::Register(ContractService& service) {
  service.Unary<v1::ListTemplatesRequest, v1::ListTemplatesResponse>(
      "ListTemplates",
      [this](const Call& call, const v1::ListTemplatesRequest& request) { return ListTemplates(call, request); });
  service.Unary<v1::GetTemplateRequest, v1::MailTemplate>(
      "GetTemplate",
      [this](const Call& call, const v1::GetTemplateRequest& request) { return GetTemplate(call, request); });
  service.Unary<v1::ListTemplateVersionsRequest, v1::ListTemplateVersionsResponse>(
      "ListTemplateVersions", [this](const Call& call, const v1::ListTemplateVersionsRequest& request) {
        return ListTemplateVersions(call, request);
      });
  service.Unary<v1::UploadTemplateRequest, v1::TemplateVersion>(
      "UploadTemplate",
      [this](const Call& call, const v1::UploadTemplateRequest& request) { return UploadTemplate(call, request); });
  service.Unary<v1::ResetTemplateRequest, v1::TemplateVersion>(
      "ResetTemplate",
      [this](const Call& call, const v1::ResetTemplateRequest& request) { return ResetTemplate(call, request); });
}

absl::StatusOr<std::shared_ptr<const TemplateSet>> TemplateService::Newest(absl::Time deadline) {
  const absl::Status refreshed = follower_.Refresh(deadline);
  if (!refreshed.ok()) return refreshed;
  return library_.Current();
}

absl::StatusOr<v1::ListTemplatesResponse> TemplateService::ListTemplates(const Call& call,
                                                                         const v1::ListTemplatesRequest& request) {
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  TemplatePlace after;  // before every place
  if (!token->empty()) {
    const auto place = ParseTemplateName("page_token", *token);
    if (!place.ok()) return place.status();
    after = *place;
  }
  const auto templates = Newest(call.deadline);
  if (!templates.ok()) return templates.status();
  const TemplateSet::Entries& entries = (*templates)->entries();
  const int size = PageSize(request.page_size());
  v1::ListTemplatesResponse response;
  for (auto at = entries.upper_bound(after); at != entries.end(); ++at) {
    const auto& [place, entry] = *at;
    if (!request.language().empty() && request.language() != place.language) continue;
    if (!request.template_().empty() && request.template_() != place.name) continue;
    if (response.templates_size() == size) {
      response.set_next_page_token(MakePageToken(request, response.templates(size - 1).name()));
      break;
    }
    *response.add_templates() = ToMessage(place, entry);
  }
  return response;
}

absl::StatusOr<v1::MailTemplate> TemplateService::GetTemplate(const Call& call, const v1::GetTemplateRequest& request) {
  const auto templates = Newest(call.deadline);
  if (!templates.ok()) return templates.status();
  const auto place = FindPlace(**templates, "name", request.name());
  if (!place.ok()) return place.status();
  const TemplateEntry& entry = (*templates)->entries().at(*place);
  v1::MailTemplate message = ToMessage(*place, entry);
  message.set_source(entry.source);
  for (std::string& variable : (*templates)->VariablesAt(*place)) message.add_variables(std::move(variable));
  return message;
}

absl::StatusOr<v1::ListTemplateVersionsResponse> TemplateService::ListTemplateVersions(
    const Call& call, const v1::ListTemplateVersionsRequest& request) {
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const auto templates = library_.Current();
  if (!templates.ok()) return templates.status();
  const auto place = FindPlace(**templates, "parent", request.parent());
  if (!place.ok()) return place.status();
  const int size = PageSize(request.page_size());
  auto versions = store_.ListTemplateVersions(request.parent(), {*after, size + 1}, call.deadline);
  if (!versions.ok()) return versions.status();
  v1::ListTemplateVersionsResponse response;
  for (v1::TemplateVersion& version : *versions) {
    if (response.versions_size() == size) {
      response.set_next_page_token(MakePageToken(request, response.versions(size - 1).name()));
      break;
    }
    *response.add_versions() = std::move(version);
  }
  return response;
}

absl::StatusOr<v1::TemplateVersion> TemplateService::UploadTemplate(const Call& call,
                                                                    const v1::UploadTemplateRequest& request) {
  const auto templates = library_.Current();
  if (!templates.ok()) return templates.status();
  const auto place = FindPlace(**templates, "name", request.name());
  if (!place.ok()) return place.status();
  const RequestKey key = RequestKey::Of(call.caller.uri, call.method, request);
  const auto first = FirstResponse<v1::TemplateVersion>(store_, key, call.deadline);
  if (!first.ok()) return first.status();
  if (first->has_value()) return **first;
  if (absl::Status may = CheckMayChange(call); !may.ok()) return may;

  FieldViolations faults;
  faults.AddAll("", (*templates)->Check(*place, request.source()));
  faults.AddAll("", CheckTemplateReason(request.reason()));
  if (!faults.empty()) return faults.ToStatus();
  TemplatePut put{.key = std::nullopt,
                  .change = {.name = request.name(),
                             .source = request.source(),
                             .reason = request.reason(),
                             .etag = request.etag(),
                             .actor = call.caller.uri,
                             .now = clock_.Now()}};
  if (!request.validate_only()) put.key = key;
  return Put(call, put);
}

absl::StatusOr<v1::TemplateVersion> TemplateService::ResetTemplate(const Call& call,
                                                                   const v1::ResetTemplateRequest& request) {
  const auto templates = library_.Current();
  if (!templates.ok()) return templates.status();
  const auto place = FindPlace(**templates, "name", request.name());
  if (!place.ok()) return place.status();
  const absl::Status reason = CheckTemplateReason(request.reason());
  if (!reason.ok()) return reason;
  if (absl::Status may = CheckMayChange(call); !may.ok()) return may;
  return Put(call, {.key = RequestKey::Of(call.caller.uri, call.method, request),
                    .change = {.name = request.name(),
                               .source = "",
                               .reason = request.reason(),
                               .etag = request.etag(),
                               .actor = call.caller.uri,
                               .now = clock_.Now()}});
}

// All plans' mails are written from the same templates: who changes them must stand above all plans' offices.
absl::Status TemplateService::CheckMayChange(const Call& call) {
  const auto plans = store_.LoadPlans(call.deadline);
  if (!plans.ok()) return plans.status();
  for (const auto& [name, plan] : *plans) {
    if (absl::Status own = CheckOwnPlan(call.caller, plan); !own.ok()) return own;
  }
  return absl::OkStatus();
}

// This replica writes with the change when the caller has its answer; where that fails, from its next tick on.
absl::StatusOr<v1::TemplateVersion> TemplateService::Put(const Call& call, const TemplatePut& put) {
  auto version = PutTemplateVersion(store_, put, call.deadline);
  if (!version.ok()) return version;
  const absl::Status refreshed = follower_.Refresh(call.deadline);
  if (!refreshed.ok()) Log(LogLevel::kWarning, "templates not read", {{"status", refreshed.ToString()}});
  return version;
}

}  // namespace lianfang::notification
