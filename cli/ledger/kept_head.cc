#include "cli/ledger/kept_head.h"

#include <fstream>

#include "cli/files.h"
#include "cli/ledger/archive.h"

namespace lianfang::cli {

absl::StatusOr<submission::v1::LedgerHead> ReadKeptHead(const std::string& path) {
  if (std::ifstream file(path, std::ios::binary); path != "-" && file) {
    const auto archive = ArchiveReader::Open(file);
    if (archive.ok()) return archive->head();
  }
  submission::v1::LedgerHead head;
  if (absl::Status read = ReadJson(path, head); !read.ok()) return read;
  return head;
}

}  // namespace lianfang::cli
