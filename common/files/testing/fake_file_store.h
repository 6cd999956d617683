// Files in memory, for tests.
#ifndef LIANFANG_COMMON_FILES_TESTING_FAKE_FILE_STORE_H_
#define LIANFANG_COMMON_FILES_TESTING_FAKE_FILE_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "common/files/file_store.h"
#include "common/hash.h"

namespace lianfang {

// Thread-safe.
class FakeFileStore : public FileStore {
 public:
  absl::StatusOr<std::optional<StoredUpload>> Begin(const StoredUpload& fresh, int most, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    if (const auto found = uploads_.find(fresh.id); found != uploads_.end()) return found->second.upload;
    int others = 0;
    for (const auto& [id, kept] : uploads_) others += kept.upload.owner == fresh.owner ? 1 : 0;
    if (others >= most) return std::nullopt;
    return uploads_.emplace(fresh.id, Kept{fresh, {}}).first->second.upload;
  }

  absl::StatusOr<std::optional<StoredUpload>> Find(const std::string& id, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    const auto found = uploads_.find(id);
    return found == uploads_.end() ? std::nullopt : std::optional<StoredUpload>(found->second.upload);
  }

  absl::StatusOr<PutResult> Put(const std::string& id, int64_t offset, const std::string& data, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    const auto found = uploads_.find(id);
    if (found == uploads_.end()) return PutResult{PutResult::kNoUpload, 0};
    Kept& kept = found->second;
    int64_t& received = kept.upload.received;
    if (offset == received) {
      kept.chunks[offset] = data;
      received += static_cast<int64_t>(data.size());
      return PutResult{PutResult::kTaken, received};
    }
    if (offset > received) return PutResult{PutResult::kNotNext, received};
    const auto chunk = kept.chunks.find(offset);
    const bool same = chunk != kept.chunks.end() && chunk->second == data;
    return PutResult{same ? PutResult::kHereAlready : PutResult::kDiffers, received};
  }

  absl::StatusOr<std::string> ReadUpload(const std::string& id, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    const auto found = uploads_.find(id);
    return found == uploads_.end() ? std::string() : found->second.Content();
  }

  absl::Status Keep(const std::string& id, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    const auto found = uploads_.find(id);
    if (found == uploads_.end() || found->second.upload.received != found->second.upload.file.size_bytes()) {
      return absl::OkStatus();
    }
    if (Sha256(found->second.Content()) != found->second.upload.file.sha256()) return absl::OkStatus();
    files_.try_emplace(found->second.upload.file.sha256(), found->second.chunks);
    return absl::OkStatus();
  }

  absl::Status Drop(const std::string& id, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    uploads_.erase(id);
    return absl::OkStatus();
  }

  absl::StatusOr<int> DropOld(absl::Time before, int most, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    int dropped = 0;
    for (auto upload = uploads_.begin(); upload != uploads_.end() && dropped < most;) {
      const bool old = upload->second.upload.create_time < before;
      dropped += old ? 1 : 0;
      upload = old ? uploads_.erase(upload) : std::next(upload);
    }
    return dropped;
  }

  absl::StatusOr<std::string> Read(const std::string& sha256, int64_t offset, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    const auto file = files_.find(sha256);
    if (file == files_.end()) return std::string();
    auto chunk = file->second.upper_bound(offset);
    if (chunk == file->second.begin()) return std::string();
    --chunk;
    const auto into = static_cast<size_t>(offset - chunk->first);
    return into < chunk->second.size() ? chunk->second.substr(into) : std::string();
  }

  // How many contents are kept.
  size_t files() const {
    absl::MutexLock lock(&mutex_);
    return files_.size();
  }
  size_t uploads() const {
    absl::MutexLock lock(&mutex_);
    return uploads_.size();
  }

 private:
  using Chunks = std::map<int64_t, std::string>;  // by offset
  struct Kept {
    StoredUpload upload;
    Chunks chunks;

    std::string Content() const {
      std::string content;
      for (const auto& [offset, data] : chunks) content += data;
      return content;
    }
  };

  mutable absl::Mutex mutex_;
  std::map<std::string, Kept> uploads_ ABSL_GUARDED_BY(mutex_);  // by id
  std::map<std::string, Chunks> files_ ABSL_GUARDED_BY(mutex_);  // by hash
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FILES_TESTING_FAKE_FILE_STORE_H_
