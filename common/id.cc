#include "common/id.h"

#include <openssl/rand.h>

#include <cstdint>
#include <stdexcept>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "common/uuid.h"

namespace lianfang {
namespace {

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  // Without entropy nothing that needs an id may go on; the guard around every handler turns this into INTERNAL.
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    throw std::runtime_error("the random generator failed");
  }
  return bytes;
}

}  // namespace

std::string RandomHex(size_t bytes) { return absl::BytesToHexString(RandomBytes(bytes)); }

std::string NewUuid() {
  std::string bytes = RandomBytes(16);
  const int64_t millis = absl::ToUnixMillis(absl::Now());
  for (int i = 0; i < 6; ++i) bytes[static_cast<size_t>(i)] = static_cast<char>(millis >> (40 - 8 * i));
  return FormatUuid(std::move(bytes), 7);
}

bool IsUuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  return true;
}

bool IsResourceId(absl::string_view text) {
  if (text.empty() || text.size() > 63) return false;
  char previous = '-';
  for (const char c : text) {
    const bool word =
        absl::ascii_islower(static_cast<unsigned char>(c)) || absl::ascii_isdigit(static_cast<unsigned char>(c));
    if (!word && (c != '-' || previous == '-')) return false;
    previous = c;
  }
  return previous != '-';
}

}  // namespace lianfang
