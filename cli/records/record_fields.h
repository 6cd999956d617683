// Fields of a record as mapping files name them: those of every record (`source_id`, `version`, `region`, …), or paths below the kind's
// message (`person.id_number`, `casualties.outcome`). A path through a repeated message adds one to the record for each row.
#ifndef LIANFANG_CLI_RECORDS_RECORD_FIELDS_H_
#define LIANFANG_CLI_RECORDS_RECORD_FIELDS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::cli {

// The fields from the record to the last one of the path; empty where there is none.
std::vector<const google::protobuf::FieldDescriptor*> FieldsAt(exchange::v1::RecordKind kind, absl::string_view path);

// The message that has the last of these fields, made where it is not there yet; of a repeated message the last one.
google::protobuf::Message& ParentOf(exchange::v1::Record& record,
                                    const std::vector<const google::protobuf::FieldDescriptor*>& fields);

// Every path of a kind that a cell may fill.
std::vector<std::string> PathsOf(exchange::v1::RecordKind kind);

// The record's message of its kind, made where it is not there yet.
google::protobuf::Message& ContentOf(exchange::v1::Record& record, exchange::v1::RecordKind kind);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_RECORDS_RECORD_FIELDS_H_
