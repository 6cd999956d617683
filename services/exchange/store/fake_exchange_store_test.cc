#include "services/exchange/store/testing/fake_exchange_store.h"

#include <memory>

#include "services/exchange/store/testing/store_conformance.h"

namespace lianfang::exchange {

INSTANTIATE_TEST_SUITE_P(Fake, ExchangeStoreConformance,
                         ::testing::Values([] { return std::make_unique<FakeExchangeStore>(); }));

}  // namespace lianfang::exchange
