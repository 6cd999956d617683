#include "cli/import/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "cli/import/fault.h"
#include "common/text.h"

namespace lianfang::cli {
namespace {

constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr absl::string_view kUtf16Marks[] = {"\xFF\xFE", "\xFE\xFF"};
constexpr char16_t kUnmappedSpace = 0xE5E5;  // ICU's for the bytes A3 A0, a full-width space of old input methods
constexpr size_t kLongestSequence = 4;       // of bytes that make one character, in either encoding

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

int64_t LineOf(absl::string_view bytes, size_t offset) {
  return std::count(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(offset), '\n') + 1;
}

absl::Status ErrorAt(absl::string_view bytes, size_t offset, absl::string_view zh, absl::string_view en) {
  const auto byte = static_cast<unsigned char>(bytes[offset]);
  return FileFault(absl::StrFormat("第 %d 行：字节 0x%02X 不是 %s", LineOf(bytes, offset), byte, zh),
                   absl::StrFormat("line %d: the byte 0x%02X is no %s here", LineOf(bytes, offset), byte, en));
}

Encoding GuessEncoding(absl::string_view bytes) {
  const absl::string_view first_line = bytes.substr(0, bytes.find_first_of("\r\n"));
  const absl::string_view decisive = IsAscii(first_line) ? bytes : first_line;
  return IsValidUtf8(decisive) ? Encoding::kUtf8 : Encoding::kGb18030;
}

absl::StatusOr<std::string> CheckUtf8(absl::string_view bytes) {
  const auto size = static_cast<int32_t>(bytes.size());
  for (int32_t i = 0; i < size;) {
    const int32_t start = i;
    UChar32 character;
    U8_NEXT(bytes.data(), i, size, character);
    if (character < 0) return ErrorAt(bytes, static_cast<size_t>(start), "UTF-8", "UTF-8");
  }
  return std::string(bytes);
}

absl::StatusOr<std::string> FromGb18030(absl::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  const Converter converter(ucnv_open("gb18030", &error));
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  if (U_FAILURE(error)) return absl::InternalError(absl::StrCat("ICU: ", u_errorName(error)));

  // No character has fewer bytes than UTF-16 units.
  std::u16string units(bytes.size(), u'\0');
  char16_t* end = units.data();
  const char* rest = bytes.data();
  ucnv_toUnicode(converter.get(), &end, units.data() + units.size(), &rest, bytes.data() + bytes.size(), nullptr, true,
                 &error);
  if (U_FAILURE(error)) {
    char invalid[kLongestSequence + 1];
    int8_t size = sizeof(invalid);
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter.get(), invalid, &size, &ignored);
    const auto read = static_cast<size_t>(rest - bytes.data());
    const size_t offset = read - std::min(read, static_cast<size_t>(std::max<int8_t>(size, 1)));
    return ErrorAt(bytes, offset, "GB18030（全文也不是 UTF-8）", "GB18030 (and the text is not UTF-8)");
  }
  std::string text;
  std::replace(units.data(), end, kUnmappedSpace, u'\u3000');
  icu::UnicodeString(units.data(), static_cast<int32_t>(end - units.data())).toUTF8String(text);
  return text;
}

}  // namespace

absl::string_view EncodingName(Encoding encoding) { return encoding == Encoding::kUtf8 ? "UTF-8" : "GB18030"; }

absl::StatusOr<DecodedText> DecodeText(absl::string_view bytes, std::optional<Encoding> encoding) {
  for (const absl::string_view mark : kUtf16Marks) {
    if (absl::StartsWith(bytes, mark)) {
      return FileFault("文件是 UTF-16（“Unicode 文本”）：请另存为 xlsx 或 CSV",
                       "the file is UTF-16 (\"Unicode text\"): save it as xlsx, or as CSV");
    }
  }
  if (const size_t nul = bytes.find('\0'); nul != absl::string_view::npos) {
    return FileFault(absl::StrCat("第 ", LineOf(bytes, nul), " 行：有 NUL 字节，不是文本文件"),
                     absl::StrCat("line ", LineOf(bytes, nul), ": there is a NUL byte; this is not a text file"));
  }
  const bool marked = absl::ConsumePrefix(&bytes, kUtf8Mark);
  if (!encoding) encoding = marked ? Encoding::kUtf8 : GuessEncoding(bytes);
  auto text = *encoding == Encoding::kUtf8 ? CheckUtf8(bytes) : FromGb18030(bytes);
  if (!text.ok()) return text.status();
  return DecodedText{*std::move(text), *encoding};
}

std::string EncodeText(absl::string_view text, Encoding encoding) {
  if (encoding == Encoding::kUtf8) return absl::StrCat(kUtf8Mark, text);
  const auto units = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::string bytes(static_cast<size_t>(units.extract(0, units.length(), nullptr, 0, "gb18030")), '\0');
  units.extract(0, units.length(), bytes.data(), static_cast<uint32_t>(bytes.size()), "gb18030");
  return bytes;
}

}  // namespace lianfang::cli
