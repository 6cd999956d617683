// The PostgreSQL store against a real database, which tests/run provides.
#include <gtest/gtest.h>

#include <memory>

#include "services/notification/store/testing/pg_test_store.h"
#include "services/notification/store/testing/store_conformance.h"

namespace lianfang::notification {

INSTANTIATE_TEST_SUITE_P(Pg, NotificationStoreConformance,
                         ::testing::Values([] { return std::make_unique<PgTestStore>(); }));

}  // namespace lianfang::notification
