#include "cli/records/record_fields.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lianfang::cli {
namespace {

using exchange::v1::Record;
using exchange::v1::RecordKind;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr absl::string_view kEnvelope[] = {"source_id", "version",   "region",
                                           "industry",  "withdrawn", "revision_reason"};

const FieldDescriptor* ContentField(RecordKind kind) {
  const auto* content = Record::descriptor()->FindOneofByName("content");
  const int index = static_cast<int>(kind) - 1;  // in the order of the kinds
  return index >= 0 && index < content->field_count() ? content->field(index) : nullptr;
}

// The message that paths go on into; null where they end.
const Descriptor* Inner(const FieldDescriptor& field) {
  const Descriptor* type = field.message_type();
  return type != nullptr && type->file() == Record::descriptor()->file() ? type : nullptr;
}

void AddPaths(const Descriptor& type, const std::string& prefix, std::vector<std::string>& paths) {
  for (int i = 0; i < type.field_count(); ++i) {
    const std::string path = absl::StrCat(prefix, type.field(i)->name());
    if (const Descriptor* inner = Inner(*type.field(i)); inner != nullptr) {
      AddPaths(*inner, path + ".", paths);
    } else {
      paths.push_back(path);
    }
  }
}

}  // namespace

std::vector<const FieldDescriptor*> FieldsAt(RecordKind kind, absl::string_view path) {
  if (std::find(std::begin(kEnvelope), std::end(kEnvelope), path) != std::end(kEnvelope)) {
    return {Record::descriptor()->FindFieldByName(std::string(path))};
  }
  std::vector<const FieldDescriptor*> fields = {ContentField(kind)};
  if (fields.front() == nullptr) return {};
  const Descriptor* type = fields.front()->message_type();
  for (absl::string_view part : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field = type == nullptr ? nullptr : type->FindFieldByName(std::string(part));
    if (field == nullptr) return {};
    fields.push_back(field);
    type = Inner(*field);
  }
  if (type != nullptr) return {};  // a message is no value of a cell
  return fields;
}

Message& ParentOf(Record& record, const std::vector<const FieldDescriptor*>& fields) {
  Message* message = &record;
  for (size_t i = 0; i + 1 < fields.size(); ++i) {
    const auto& reflection = *message->GetReflection();
    if (!fields[i]->is_repeated()) {
      message = reflection.MutableMessage(message, fields[i]);
    } else if (const int size = reflection.FieldSize(*message, fields[i]); size > 0) {
      message = reflection.MutableRepeatedMessage(message, fields[i], size - 1);
    } else {
      message = reflection.AddMessage(message, fields[i]);
    }
  }
  return *message;
}

std::vector<std::string> PathsOf(RecordKind kind) {
  std::vector<std::string> paths(std::begin(kEnvelope), std::end(kEnvelope));
  if (const FieldDescriptor* content = ContentField(kind); content != nullptr)
    AddPaths(*content->message_type(), "", paths);
  return paths;
}

Message& ContentOf(Record& record, RecordKind kind) {
  return *record.GetReflection()->MutableMessage(&record, ContentField(kind));
}

}  // namespace lianfang::cli
