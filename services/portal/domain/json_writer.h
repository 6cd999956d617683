// Writes JSON text, element by element; commas, quotes and escapes are its business.
//
//   JsonWriter json;
//   json.BeginObject();
//   json.Key("signedIn").Value(true);
//   json.EndObject();
//   json.text()                          // {"signedIn":true}
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_JSON_WRITER_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lianfang::portal {

// Not thread-safe. Whoever uses it writes whole objects and arrays; it checks nothing.
class JsonWriter {
 public:
  JsonWriter& BeginObject() { return Open('{'); }
  JsonWriter& EndObject() { return Close('}'); }
  JsonWriter& BeginArray() { return Open('['); }
  JsonWriter& EndArray() { return Close(']'); }
  JsonWriter& Key(absl::string_view name);
  JsonWriter& Value(absl::string_view text);
  JsonWriter& Value(const char* text) { return Value(absl::string_view(text)); }
  JsonWriter& Value(bool value) { return Raw(value ? "true" : "false"); }
  JsonWriter& Value(int64_t value);
  JsonWriter& Value(int value) { return Value(static_cast<int64_t>(value)); }
  // Text that is JSON already.
  JsonWriter& Raw(absl::string_view json);

  const std::string& text() const { return text_; }

 private:
  JsonWriter& Open(char bracket);
  JsonWriter& Close(char bracket);
  void Separate();

  std::string text_;
  std::vector<bool> has_elements_;
  bool after_key_ = false;
};

// `text` with quotes, as JSON has it. Bytes that are not UTF-8 become U+FFFD.
std::string JsonString(absl::string_view text);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_JSON_WRITER_H_
