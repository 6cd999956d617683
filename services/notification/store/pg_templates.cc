// The PostgreSQL store's templates.
#include "common/pg/reading.h"
#include "services/notification/domain/template/template_rules.h"
#include "services/notification/store/notification_sql.h"
#include "services/notification/store/pg_notification_store.h"
#include "services/notification/store/pg_rows.h"

namespace lianfang::notification {

using v1::TemplateVersion;

absl::StatusOr<int64_t> PgNotificationStore::CountTemplateVersions(absl::Time deadline) {
  return Reading<int64_t>(pool_, deadline, [](PgTransaction& reads, int64_t& count) {
    count = reads.Execute(sql::kCountVersions).at(0)[0].as<int64_t>();
  });
}

absl::StatusOr<std::vector<TemplateVersion>> PgNotificationStore::NewestTemplateVersions(absl::Time deadline) {
  using Rows = std::vector<TemplateVersion>;
  return Reading<Rows>(pool_, deadline, [](PgTransaction& reads, Rows& versions) {
    versions = ParseAll<TemplateVersion>(reads.Execute(sql::kNewestVersions));
  });
}

absl::StatusOr<std::vector<TemplateVersion>> PgNotificationStore::ListTemplateVersions(const std::string& name,
                                                                                       const Page& page,
                                                                                       absl::Time deadline) {
  using Rows = std::vector<TemplateVersion>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& versions) {
    versions =
        ParseAll<TemplateVersion>(reads.Execute(sql::kListVersions, name, VersionNumber(page.after), page.limit));
  });
}

}  // namespace lianfang::notification
