// The table of obligations, which `obligation list` and `plan publish` show.
#ifndef LIANFANG_CLI_COMMANDS_OBLIGATION_TABLE_H_
#define LIANFANG_CLI_COMMANDS_OBLIGATION_TABLE_H_

#include <google/protobuf/repeated_field.h>

#include <string>

#include "cli/session.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::cli {

std::string ObligationTable(const google::protobuf::RepeatedPtrField<submission::v1::Obligation>& obligations,
                            Session& session);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_OBLIGATION_TABLE_H_
