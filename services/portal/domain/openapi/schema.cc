#include "services/portal/domain/openapi/schema.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/api/field_behavior.pb.h"
#include "lianfang/type/v1/bounds.pb.h"

namespace lianfang::portal {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

constexpr int kDefaultMaxItems = 1000;  // of the option max_items

struct WellKnown {
  absl::string_view name;
  absl::string_view schema;
};

// Types of the language's own, which have another JSON form than their fields would give them.
constexpr WellKnown kWellKnown[] = {
    {"google.protobuf.Timestamp", R"({"type":"string","format":"date-time"})"},
    {"google.protobuf.Duration", R"({"type":"string","pattern":"^-?[0-9]+(\\.[0-9]{1,9})?s$"})"},
    {"google.protobuf.FieldMask", R"({"type":"string"})"},
    {"google.protobuf.Struct", R"({"type":"object"})"},
    {"google.protobuf.Value", "{}"},
    {"google.protobuf.ListValue", R"({"type":"array"})"},
    {"google.protobuf.Empty", R"({"type":"object"})"},
    {"google.protobuf.Any", R"({"type":"object","properties":{"@type":{"type":"string"}}})"},
    {"google.protobuf.BoolValue", R"({"type":["boolean","null"]})"},
    {"google.protobuf.StringValue", R"({"type":["string","null"]})"},
    {"google.protobuf.BytesValue", R"({"type":["string","null"],"contentEncoding":"base64"})"},
    {"google.protobuf.Int32Value", R"({"type":["integer","null"],"format":"int32"})"},
    {"google.protobuf.UInt32Value", R"({"type":["integer","null"],"minimum":0})"},
    {"google.protobuf.Int64Value", R"({"type":["string","null"],"format":"int64"})"},
    {"google.protobuf.UInt64Value", R"({"type":["string","null"],"format":"uint64"})"},
    {"google.protobuf.DoubleValue", R"({"type":["number","null"]})"},
    {"google.protobuf.FloatValue", R"({"type":["number","null"]})"}};

// Null for a message like any other.
const WellKnown* WellKnownOf(const Descriptor& type) {
  for (const WellKnown& known : kWellKnown) {
    if (known.name == absl::string_view(type.full_name())) return &known;
  }
  return nullptr;
}

void WriteEnum(const EnumDescriptor& type, JsonWriter& json) {
  json.BeginObject().Key("type").Value("string").Key("enum").BeginArray();
  for (int i = 0; i < type.value_count(); ++i) json.Value(type.value(i)->name());
  json.EndArray().EndObject();
}

// Of one element, where the field is repeated.
void WriteElement(const FieldDescriptor& field, JsonWriter& json) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      WriteReference(*field.message_type(), json);
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      WriteEnum(*field.enum_type(), json);
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      json.Raw(R"({"type":"boolean"})");
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      json.Raw(R"({"type":"integer","format":"int32"})");
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      json.Raw(R"({"type":"integer","minimum":0})");
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      json.Raw(R"({"type":"string","format":"int64"})");
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      json.Raw(R"({"type":"string","format":"uint64"})");
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      json.Raw(R"({"type":"number"})");
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      json.Raw(field.type() == FieldDescriptor::TYPE_BYTES ? R"({"type":"string","contentEncoding":"base64"})"
                                                           : R"({"type":"string"})");
      break;
  }
}

// A schema and a description beside it: 2020-12 allows both beside a reference.
void WriteField(const FieldDescriptor& field, JsonWriter& json) {
  const std::string comment = CommentOf(field);
  json.BeginObject();
  if (!comment.empty()) json.Key("description").Value(comment);
  if (field.is_map()) {
    json.Key("type").Value("object").Key("additionalProperties");
    WriteElement(*field.message_type()->field(1), json);
  } else if (field.is_repeated()) {
    const int bound = field.options().GetExtension(type::v1::max_items);
    json.Key("type").Value("array").Key("items");
    WriteElement(field, json);
    json.Key("maxItems").Value(bound > 0 ? bound : kDefaultMaxItems);
  } else {
    json.Key("allOf").BeginArray();
    WriteElement(field, json);
    json.EndArray();
  }
  json.EndObject();
}

bool IsRequired(const FieldDescriptor& field) {
  for (const int behavior : field.options().GetRepeatedExtension(google::api::field_behavior)) {
    if (behavior == google::api::REQUIRED) return true;
  }
  return false;
}

}  // namespace

template <typename Element>
std::string CommentOf(const Element& element) {
  google::protobuf::SourceLocation location;
  if (!element.GetSourceLocation(&location)) return "";
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(location.leading_comments, '\n')) {
    lines.emplace_back(absl::StripAsciiWhitespace(line));
  }
  std::string comment = absl::StrJoin(lines, " ");
  absl::StripAsciiWhitespace(&comment);
  return comment;
}

template std::string CommentOf(const Descriptor&);
template std::string CommentOf(const FieldDescriptor&);
template std::string CommentOf(const google::protobuf::MethodDescriptor&);
template std::string CommentOf(const google::protobuf::ServiceDescriptor&);

void WriteReference(const Descriptor& type, JsonWriter& json) {
  if (const WellKnown* known = WellKnownOf(type); known != nullptr) {
    json.Raw(known->schema);
    return;
  }
  json.BeginObject().Key("$ref").Value(absl::StrCat("#/components/schemas/", type.full_name())).EndObject();
}

void WriteMessage(const Descriptor& type, JsonWriter& json) {
  json.BeginObject().Key("type").Value("object");
  if (const std::string comment = CommentOf(type); !comment.empty()) json.Key("description").Value(comment);
  std::vector<std::string> required;
  json.Key("properties").BeginObject();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    json.Key(field.json_name());
    WriteField(field, json);
    if (IsRequired(field)) required.push_back(field.json_name());
  }
  json.EndObject();
  if (!required.empty()) {
    json.Key("required").BeginArray();
    for (const std::string& name : required) json.Value(name);
    json.EndArray();
  }
  json.Key("additionalProperties").Value(false).EndObject();
}

std::map<std::string, const Descriptor*> Reachable(const std::vector<const Descriptor*>& types) {
  std::map<std::string, const Descriptor*> reached;
  std::vector<const Descriptor*> waiting = types;
  while (!waiting.empty()) {
    const Descriptor* type = waiting.back();
    waiting.pop_back();
    const bool entry = type->options().map_entry();  // of a map: no message of its own
    if (WellKnownOf(*type) != nullptr || (!entry && !reached.emplace(type->full_name(), type).second)) continue;
    for (int i = 0; i < type->field_count(); ++i) {
      if (type->field(i)->message_type() != nullptr) waiting.push_back(type->field(i)->message_type());
    }
  }
  return reached;
}

}  // namespace lianfang::portal
