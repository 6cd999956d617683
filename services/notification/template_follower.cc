#include "services/notification/template_follower.h"

#include "absl/time/clock.h"
#include "common/log.h"
#include "services/notification/domain/template/template_rules.h"

namespace lianfang::notification {
namespace {

constexpr absl::Duration kStoreTime = absl::Seconds(30);

}  // namespace

TemplateFollower::TemplateFollower(NotificationStore& store, TemplateLibrary& library, Metrics& metrics,
                                   absl::Duration interval)
    : store_(store),
      library_(library),
      unusable_(metrics.Gauge("lianfang_templates_unusable",
                              "Uploaded templates that this version cannot use; the files are in force instead.", {})),
      interval_(interval) {}

absl::Duration TemplateFollower::Step() {
  const absl::Status refreshed = Refresh(absl::Now() + kStoreTime);
  if (!refreshed.ok()) Log(LogLevel::kError, "templates not read", {{"status", refreshed.ToString()}});
  return interval_;
}

absl::Status TemplateFollower::Refresh(absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  const auto stored = store_.CountTemplateVersions(deadline);
  if (!stored.ok()) return stored.status();
  if (*stored == seen_) return absl::OkStatus();
  // After the count: what comes in between is read now, and once more the next time.
  const auto newest = store_.NewestTemplateVersions(deadline);
  if (!newest.ok()) return newest.status();
  library_.Put(*newest);
  seen_ = *stored;
  Report(**library_.Current());
  return absl::OkStatus();
}

void TemplateFollower::Report(const TemplateSet& templates) {
  int unusable = 0;
  for (const auto& [place, entry] : templates.entries()) {
    if (entry.fault.empty()) continue;
    ++unusable;
    Log(LogLevel::kError, "an uploaded template cannot be used; the file is in force instead",
        {{"template", TemplateName(place)}, {"fault", entry.fault}});
  }
  unusable_.Set(unusable);
}

}  // namespace lianfang::notification
