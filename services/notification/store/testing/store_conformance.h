// What every NotificationStore keeps to, as tests with the store as parameter:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, NotificationStoreConformance,
//                            ::testing::Values([] { return std::make_unique<FakeNotificationStore>(); }));
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_STORE_CONFORMANCE_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Makes an empty store.
using StoreFactory = std::function<std::unique_ptr<NotificationStore>()>;

class NotificationStoreConformance : public ::testing::TestWithParam<StoreFactory> {
 protected:
  void SetUp() override { store_ = GetParam()(); }

  std::unique_ptr<NotificationStore> store_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_STORE_CONFORMANCE_H_
