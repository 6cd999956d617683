// The published file of a ledger's keys: PEM, each key with what it has sealed in lines above it.
//
//   Key: 5e7b16c1a7d0f6e2
//   State: retired
//   Range: plans/gaoping-2021-2025 1-1234
//   Range: plans/yunnan-2022 1-40
//   -----BEGIN PUBLIC KEY-----
//   …
//   -----END PUBLIC KEY-----
//
// `State` is `retired` or `in use`. A `Range` has first and last sequence; no last one for a key in use. Lines that begin
// with `#` say nothing. Readers of PEM pass over all of this (RFC 7468, section 2), and files can be joined end to end. A
// key without these lines has no term (keys.h): it may have sealed anything.
#ifndef LIANFANG_COMMON_LEDGER_KEY_FILE_H_
#define LIANFANG_COMMON_LEDGER_KEY_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/keys.h"

namespace lianfang {

// INVALID_ARGUMENT, saying why, where the text holds no key, one that is not Ed25519, a `Key` line of another key, a line
// below a `Key` line that is none of the above, or a key that is there twice with different terms.
absl::StatusOr<KeyRing> ParseKeyFile(absl::string_view text);

// One key as ParseKeyFile reads it.
std::string FormatKey(const PublicKey& key, const KeyTerm& term);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LEDGER_KEY_FILE_H_
