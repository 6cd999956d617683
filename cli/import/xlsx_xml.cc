#include "cli/import/xlsx_xml.h"

#include <expat.h>

#include <memory>
#include <utility>

namespace lianfang::cli {
namespace {

constexpr char kSeparator = '|';  // between an URI and a name; no name has one

absl::string_view LocalName(const char* name) {
  const absl::string_view whole = name;
  const size_t separator = whole.rfind(kSeparator);
  return separator == absl::string_view::npos ? whole : whole.substr(separator + 1);
}

// One parse. The first event that fails ends it.
class Parse {
 public:
  Parse(const std::string& part, const XmlEvents& events, size_t most_token)
      : part_(part), events_(events), most_token_(most_token), parser_(XML_ParserCreateNS(nullptr, kSeparator)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), Start, End);
    XML_SetCharacterDataHandler(parser_.get(), Text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), Doctype);
  }

  absl::Status Feed(absl::string_view piece, bool last) {
    fed_ += static_cast<XML_Index>(piece.size());
    const XML_Status parsed =
        XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last ? XML_TRUE : XML_FALSE);
    if (!failed_.ok()) return failed_;
    if (parsed != XML_STATUS_OK) return DamagedWorkbook(part_, XML_ErrorString(XML_GetErrorCode(parser_.get())));
    // Expat keeps what it cannot take apart yet, and begins anew with every piece.
    if (static_cast<size_t>(fed_ - XML_GetCurrentByteIndex(parser_.get())) > most_token_ && !last) {
      return DamagedWorkbook(part_, "token too long");
    }
    return absl::OkStatus();
  }

 private:
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  void Take(absl::Status status) {
    if (status.ok() || !failed_.ok()) return;
    failed_ = std::move(status);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  static void Start(void* parse, const char* name, const char** attributes) {
    auto& self = *static_cast<Parse*>(parse);
    if (self.failed_.ok()) self.Take(self.events_.start(LocalName(name), XmlAttributes(attributes)));
  }

  static void End(void* parse, const char* name) {
    auto& self = *static_cast<Parse*>(parse);
    if (self.failed_.ok() && self.events_.end) self.Take(self.events_.end(LocalName(name)));
  }

  static void Text(void* parse, const char* text, int size) {
    auto& self = *static_cast<Parse*>(parse);
    if (self.failed_.ok() && self.events_.text) {
      self.Take(self.events_.text(absl::string_view(text, static_cast<size_t>(size))));
    }
  }

  static void Doctype(void* parse, const char*, const char*, const char*, int) {
    auto& self = *static_cast<Parse*>(parse);
    self.Take(DamagedWorkbook(self.part_, "DOCTYPE"));
  }

  const std::string& part_;
  const XmlEvents& events_;
  const size_t most_token_;
  const std::unique_ptr<XML_ParserStruct, Free> parser_;
  XML_Index fed_ = 0;
  absl::Status failed_;
};

}  // namespace

absl::string_view XmlAttributes::Get(absl::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (LocalName(*pair) == name) return pair[1];
  }
  return "";
}

absl::Status ParseXmlPart(XlsxPackage& package, const std::string& part, const XmlEvents& events) {
  Parse parse(part, events, package.limits().token_bytes);
  absl::Status read =
      package.Read(part, [&parse](absl::string_view piece) { return parse.Feed(piece, /*last=*/false); });
  return read.ok() ? parse.Feed("", /*last=*/true) : read;
}

}  // namespace lianfang::cli
