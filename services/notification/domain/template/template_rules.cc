#include "services/notification/domain/template/template_rules.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/text.h"
#include "common/time.h"

namespace lianfang::notification {
namespace {

constexpr size_t kMaxReason = 500;
constexpr absl::string_view kVersions = "/versions/";

}  // namespace

std::string TemplateName(const TemplatePlace& place) {
  return absl::StrCat("languages/", place.language, "/templates/", place.name, "/parts/", place.part);
}

absl::StatusOr<TemplatePlace> ParseTemplateName(absl::string_view field, absl::string_view name) {
  const std::vector<std::string> segments = absl::StrSplit(name, '/');
  const bool shaped =
      segments.size() == 6 && segments[0] == "languages" && segments[2] == "templates" && segments[4] == "parts" &&
      std::find(std::begin(kTemplateParts), std::end(kTemplateParts), segments[5]) != std::end(kTemplateParts);
  if (!shaped) {
    return InvalidField(
        field,
        "must be languages/{language}/templates/{template}/parts/{part}, the part being subject, txt, html or short");
  }
  return TemplatePlace{segments[1], segments[3], segments[5]};
}

absl::Status CheckTemplateReason(absl::string_view reason) {
  if (CountCodePoints(reason) <= kMaxReason) return absl::OkStatus();
  return InvalidField("reason", absl::StrCat("must have at most ", kMaxReason, " characters"));
}

std::string TemplateOf(const v1::TemplateVersion& version) {
  return version.name().substr(0, version.name().rfind(kVersions.data()));
}

int VersionNumber(absl::string_view version_name) {
  int number = 0;
  return absl::SimpleAtoi(version_name.substr(version_name.rfind('/') + 1), &number) ? number : 0;
}

std::string TemplateEtag(const std::optional<v1::TemplateVersion>& newest) {
  return absl::StrCat(newest.has_value() ? VersionNumber(newest->name()) : 0);
}

absl::StatusOr<v1::TemplateVersion> DecideTemplateVersion(const std::optional<v1::TemplateVersion>& newest,
                                                          const TemplateChange& change) {
  const std::string current = TemplateEtag(newest);
  if (!change.etag.empty() && change.etag != current) {
    return ErrorWithReason(absl::StatusCode::kAborted, "the template has changed since it was read", "STALE_ETAG",
                           {{"current_etag", current}});
  }
  const bool reset = change.source.empty();
  if (reset && (!newest.has_value() || newest->reset())) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "nothing is uploaded for this template",
                           "NOT_UPLOADED", {{"name", change.name}});
  }
  v1::TemplateVersion version;
  version.set_name(absl::StrCat(change.name, kVersions, newest.has_value() ? VersionNumber(newest->name()) + 1 : 1));
  version.set_source(change.source);
  version.set_reset(reset);
  version.set_reason(change.reason);
  version.set_actor(change.actor);
  *version.mutable_create_time() = ToTimestamp(change.now);
  return version;
}

}  // namespace lianfang::notification
