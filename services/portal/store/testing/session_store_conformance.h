// What every store of sessions does.
#ifndef LIANFANG_SERVICES_PORTAL_STORE_TESTING_SESSION_STORE_CONFORMANCE_H_
#define LIANFANG_SERVICES_PORTAL_STORE_TESTING_SESSION_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "services/portal/store/session_store.h"

namespace lianfang::portal {

struct StoreUnderTest {
  std::unique_ptr<SessionStore> store;
  std::function<void(absl::Duration)> wait;  // lets so much of the store's time pass
};
using MakeStore = std::function<StoreUnderTest()>;

class SessionStoreConformance : public ::testing::TestWithParam<MakeStore> {};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_STORE_TESTING_SESSION_STORE_CONFORMANCE_H_
