#include "common/service_audit.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/log.h"

namespace lianfang {
namespace {

AuditKeeper::Options KeeperOptions(const ServiceAudit::Options& options) {
  AuditKeeper::Options keeping{
      .service = options.service,
      .actor = absl::StrCat("spiffe://", options.process.server.trust_domain, "/service/", options.service),
      .retention = options.process.retention,
      .has_request_log = options.has_request_log};
  if (options.key != nullptr) {
    keeping.sign = [key = *options.key](const std::string& bytes) { return key.Sign(bytes); };
    keeping.key_id = options.key->public_key().id();
  }
  return keeping;
}

}  // namespace

ServiceAudit::ServiceAudit(Server& server, PgPool& pool, const Clock& clock, Metrics& metrics, const Options& options)
    : store_(pool),
      trail_(store_, clock, metrics),
      service_(options.service, store_),
      contract_(AuditService::kFullName, server.runtime()),
      keeper_(store_, trail_, clock, metrics, KeeperOptions(options)) {
  service_.Register(contract_);
  server.AuditWith(trail_);
  keeping_ = std::make_unique<const BackgroundLoop>(keeper_);
}

ServiceAudit::~ServiceAudit() {
  keeping_.reset();
  const absl::Status saved = trail_.SaveDenials(/*all=*/true);
  if (!saved.ok()) Log(LogLevel::kError, "audit_not_kept", {{"what", "denials"}, {"status", LogTextOf(saved)}});
}

}  // namespace lianfang
