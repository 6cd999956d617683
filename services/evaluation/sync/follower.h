// Keeps a watch stream open: a thread that follows it, and follows it again from where it was whenever it breaks.
//
//   Follower returns("returns", [&](grpc::ClientContext& context) {
//     return FollowReturns(store, client, receiver, context);
//   });
//
// The destructor cancels the stream and waits for the thread.
#ifndef LIANFANG_SERVICES_EVALUATION_SYNC_FOLLOWER_H_
#define LIANFANG_SERVICES_EVALUATION_SYNC_FOLLOWER_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/evaluation/store/evaluation_store.h"
#include "services/evaluation/sync/change_receiver.h"
#include "services/evaluation/sync/submission_client.h"

namespace lianfang::evaluation {

// How one connection to a stream ended.
struct Followed {
  absl::Status status;  // why; OK when the server ended the stream
  int64_t changes = 0;  // how many were received before
};

// Receive a stream's changes from the stored cursor on, until the stream breaks or a change cannot be saved.
Followed FollowObligations(EvaluationStore& store, SubmissionClient& client, ChangeReceiver& receiver,
                           grpc::ClientContext& context);
Followed FollowReturns(EvaluationStore& store, SubmissionClient& client, ChangeReceiver& receiver,
                       grpc::ClientContext& context);

class Follower {
 public:
  using Follow = std::function<Followed(grpc::ClientContext&)>;

  // Waits between attempts, doubling with jitter while streams break at once and bring nothing.
  struct Backoff {
    absl::Duration least = absl::Milliseconds(100);
    absl::Duration most = absl::Seconds(10);
  };

  // `name` is for the log.
  Follower(std::string name, Follow follow, Backoff backoff);
  Follower(std::string name, Follow follow) : Follower(std::move(name), std::move(follow), Backoff()) {}
  ~Follower();

 private:
  void Loop();
  Followed FollowOnce();
  bool AwaitStop(absl::Duration at_most);

  const std::string name_;
  const Follow follow_;
  const Backoff backoff_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;  // of the stream that is open
  std::thread thread_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_SYNC_FOLLOWER_H_
