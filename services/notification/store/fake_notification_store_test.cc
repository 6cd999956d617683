#include "services/notification/store/testing/fake_notification_store.h"

#include "services/notification/store/testing/store_conformance.h"

namespace lianfang::notification {

INSTANTIATE_TEST_SUITE_P(Fake, NotificationStoreConformance,
                         ::testing::Values([] { return std::make_unique<FakeNotificationStore>(); }));

}  // namespace lianfang::notification
