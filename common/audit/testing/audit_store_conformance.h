// What every AuditStore keeps to, as tests with the store as parameter.
#ifndef LIANFANG_COMMON_AUDIT_TESTING_AUDIT_STORE_CONFORMANCE_H_
#define LIANFANG_COMMON_AUDIT_TESTING_AUDIT_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "common/audit/audit_store.h"

namespace lianfang {

// Makes an empty store of the service `expert`.
using AuditStoreFactory = std::function<std::unique_ptr<AuditStore>()>;

class AuditStoreConformance : public ::testing::TestWithParam<AuditStoreFactory> {
 protected:
  void SetUp() override { store_ = GetParam()(); }

  std::unique_ptr<AuditStore> store_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_AUDIT_TESTING_AUDIT_STORE_CONFORMANCE_H_
