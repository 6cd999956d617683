// What may be announced as a file, in which order its pieces come, and what it must be when it is whole. Pure.
#ifndef LIANFANG_COMMON_FILES_FILE_RULES_H_
#define LIANFANG_COMMON_FILES_FILE_RULES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/files/v1/files.pb.h"

namespace lianfang {

inline constexpr int64_t kMostFileBytes = int64_t{20} << 20;
inline constexpr int64_t kMostChunkBytes = int64_t{512} << 10;
inline constexpr int kMostNameCharacters = 120;
// Uploads that an owner may have under way.
inline constexpr int kMostUploads = 10;
// How long an upload waits to be finished.
inline constexpr absl::Duration kUploadLife = absl::Hours(24);

// INVALID_ARGUMENT with every fault of a file that is announced in the request's field `field`: name, length, hash, and
// a type, which only the content says.
absl::Status CheckAnnounced(absl::string_view field, const files::v1::FileInfo& file);

// INVALID_ARGUMENT for a piece that cannot be of the file, wherever the upload stands.
absl::Status CheckChunk(const files::v1::FileInfo& file, int64_t offset, absl::string_view data);

// FAILED_PRECONDITION with the reason UPLOAD_INCOMPLETE until all bytes are here.
absl::Status CheckComplete(const files::v1::FileInfo& file, int64_t received);

// The file with its type, of the whole content. INVALID_ARGUMENT on the field `field` where the hash is another than was
// announced (reason HASH_DIFFERS), where the content is no type that is taken, or where the name's ending says another.
absl::StatusOr<files::v1::FileInfo> CheckContent(absl::string_view field, files::v1::FileInfo file,
                                                 absl::string_view content);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FILES_FILE_RULES_H_
