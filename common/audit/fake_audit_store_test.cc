#include "common/audit/testing/fake_audit_store.h"

#include "common/audit/testing/audit_store_conformance.h"

namespace lianfang {

INSTANTIATE_TEST_SUITE_P(Fake, AuditStoreConformance,
                         ::testing::Values([] { return std::make_unique<FakeAuditStore>("expert"); }));

}  // namespace lianfang
