// Sums of money as people type and read them: yuan with at most two decimals.
//
//   ParseMoney("36000.50");                // 36,000 yuan and 50 fen
#ifndef LIANFANG_CLI_TEXT_MONEY_H_
#define LIANFANG_CLI_TEXT_MONEY_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/type/money.pb.h"

namespace lianfang::cli {

// Up to twelve digits, then possibly a point and one or two more; commas between thousands are left out. INVALID_ARGUMENT for anything
// else: a third decimal is refused, never rounded.
absl::StatusOr<google::type::Money> ParseMoney(absl::string_view text);

// `36000.50`; empty for an absent sum.
std::string MoneyText(const google::type::Money& money);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_MONEY_H_
