// The audit of a service process, whole: what its guard tells of calls, who may read the rows, and how long they are kept.
//
//   ServiceAudit audit(server, pool, clock, metrics, {.service = "expert", .process = config.process});  // before what it audits
//   contract.AuditReads("RevealExpert");
//   return server.Run({&contract, &audit.contract()});
//
// common/audit/README.md has the parts.
#ifndef LIANFANG_COMMON_SERVICE_AUDIT_H_
#define LIANFANG_COMMON_SERVICE_AUDIT_H_

#include <memory>
#include <string>

#include "common/audit/audit_keeper.h"
#include "common/audit/audit_service.h"
#include "common/audit/audit_trail.h"
#include "common/audit/pg_audit_store.h"
#include "common/background_loop.h"
#include "common/clock.h"
#include "common/config.h"
#include "common/ledger/keys.h"
#include "common/metrics.h"
#include "common/pg/pool.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/server.h"

namespace lianfang {

class ServiceAudit {
 public:
  struct Options {
    std::string service;  // the name of the schema
    const ProcessConfig& process;
    const SigningKey* key = nullptr;  // signs the ends of what is removed, where the service has one
    bool has_request_log = true;
  };

  // All outlive it, and it outlives the server's calls. Made before the server starts.
  ServiceAudit(Server& server, PgPool& pool, const Clock& clock, Metrics& metrics, const Options& options);
  // Stores the denials that are being counted.
  ~ServiceAudit();

  ContractService& contract() { return contract_; }

 private:
  PgAuditStore store_;
  AuditTrail trail_;
  AuditService service_;
  ContractService contract_;
  AuditKeeper keeper_;
  std::unique_ptr<const BackgroundLoop> keeping_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_SERVICE_AUDIT_H_
