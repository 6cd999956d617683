// Counts too small to hide a person are not told, and neither is one more where the total would give them away.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_SUPPRESSION_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_SUPPRESSION_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "lianfang/type/v1/policies.pb.h"

namespace lianfang::exchange {

// The plan's threshold, or the default, 3.
int ThresholdOf(const type::v1::ExchangePolicy& policy);

// Groups by name and their total. A count of 1 to threshold − 1 is suppressed; so are the smallest others until what is suppressed adds up
// to the threshold, over two groups at least, so that the total less what is told gives no single group away; and the total itself where
// that cannot be.
v1::CountRecordsResponse Suppressed(const std::vector<std::pair<std::string, int64_t>>& counts, int threshold);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_SUPPRESSION_H_
