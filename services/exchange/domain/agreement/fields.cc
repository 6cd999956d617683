#include "services/exchange/domain/agreement/fields.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/exchange/domain/record/facts.h"

namespace lianfang::exchange {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The message that paths go on into; null where they end: at scalars, and at messages of other contracts (dates, instants, money).
const Descriptor* Inner(const FieldDescriptor& field) {
  const Descriptor* type = field.message_type();
  return type != nullptr && type->file() == v1::Record::descriptor()->file() ? type : nullptr;
}

std::string Joined(const std::string& prefix, const std::string& name) {
  return prefix.empty() ? name : absl::StrCat(prefix, ".", name);
}

void KeepBelow(const std::vector<std::string>& paths, const std::string& prefix, Message& message) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = Joined(prefix, field->name());
    if (Gives(paths, path)) continue;
    const bool partly = Inner(*field) != nullptr &&
                        std::any_of(paths.begin(), paths.end(),
                                    [&](const std::string& one) { return absl::StartsWith(one, path + "."); });
    if (!partly) {
      reflection.ClearField(&message, field);
    } else if (!field->is_repeated()) {
      KeepBelow(paths, path, *reflection.MutableMessage(&message, field));
    } else {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        KeepBelow(paths, path, *reflection.MutableRepeatedMessage(&message, field, i));
      }
    }
  }
}

void AddLeaves(const Descriptor& type, const std::string& prefix, std::vector<std::string>& leaves) {
  for (int i = 0; i < type.field_count(); ++i) {
    const std::string path = Joined(prefix, type.field(i)->name());
    if (const Descriptor* inner = Inner(*type.field(i)); inner != nullptr) {
      AddLeaves(*inner, path, leaves);
    } else {
      leaves.push_back(path);
    }
  }
}

}  // namespace

const FieldDescriptor* FieldAt(v1::RecordKind kind, absl::string_view path) {
  const Descriptor* type = ContentType(kind);
  const FieldDescriptor* field = nullptr;
  for (absl::string_view part : absl::StrSplit(path, '.')) {
    if (type == nullptr) return nullptr;
    field = type->FindFieldByName(std::string(part));
    if (field == nullptr) return nullptr;
    type = Inner(*field);
  }
  return field;
}

bool Gives(const std::vector<std::string>& paths, absl::string_view path) {
  return std::any_of(paths.begin(), paths.end(), [&](const std::string& one) {
    return path == absl::string_view(one) || absl::StartsWith(path, absl::StrCat(one, "."));
  });
}

void KeepOnly(const std::vector<std::string>& paths, Message& content) { KeepBelow(paths, "", content); }

std::vector<std::string> LeavesOf(v1::RecordKind kind) {
  std::vector<std::string> leaves;
  if (const Descriptor* type = ContentType(kind); type != nullptr) AddLeaves(*type, "", leaves);
  return leaves;
}

}  // namespace lianfang::exchange
