// The JSON schema of a message, as its JSON form has it (https://protobuf.dev/programming-guides/json/).
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_OPENAPI_SCHEMA_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_OPENAPI_SCHEMA_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <string>
#include <vector>

#include "services/portal/domain/json_writer.h"

namespace lianfang::portal {

// The comment before an element of a contract, without its line ends; empty where there is none.
template <typename Element>
std::string CommentOf(const Element& element);

// `{"$ref":"#/components/schemas/lianfang.duty.v1.Duty"}`, or the schema of a type with a JSON form of its own, such as a timestamp.
void WriteReference(const google::protobuf::Descriptor& type, JsonWriter& json);

// The schema of a message of the contracts.
void WriteMessage(const google::protobuf::Descriptor& type, JsonWriter& json);

// The messages that have a schema: those given, and what is in them, by name.
std::map<std::string, const google::protobuf::Descriptor*> Reachable(
    const std::vector<const google::protobuf::Descriptor*>& types);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_OPENAPI_SCHEMA_H_
