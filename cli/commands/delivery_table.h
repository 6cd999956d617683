// The table of deliveries, which `delivery list` and `notice send` show.
#ifndef LIANFANG_CLI_COMMANDS_DELIVERY_TABLE_H_
#define LIANFANG_CLI_COMMANDS_DELIVERY_TABLE_H_

#include <google/protobuf/repeated_field.h>

#include <string>

#include "cli/session.h"
#include "lianfang/notification/v1/delivery.pb.h"

namespace lianfang::cli {

std::string DeliveryTable(const google::protobuf::RepeatedPtrField<notification::v1::Delivery>& deliveries,
                          Session& session);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_DELIVERY_TABLE_H_
