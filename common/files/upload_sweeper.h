// Removes uploads that nobody finished within a day.
#ifndef LIANFANG_COMMON_FILES_UPLOAD_SWEEPER_H_
#define LIANFANG_COMMON_FILES_UPLOAD_SWEEPER_H_

#include "common/background_loop.h"
#include "common/clock.h"
#include "common/files/file_store.h"

namespace lianfang {

// All replicas do the same; what one of them removes the others do not wait for.
class UploadSweeper : public BackgroundTask {
 public:
  // Both outlive it.
  UploadSweeper(FileStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  absl::Duration Step() override;

 private:
  FileStore& store_;
  const Clock& clock_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FILES_UPLOAD_SWEEPER_H_
