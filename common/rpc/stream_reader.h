// Reads a server stream message after message, on a thread that sleeps in between.
//
//   StreamReader<WatchNewsResponse> reader;
//   stub.async()->WatchNews(&context, &request, reader.reactor());
//   reader.Start();                                                   // the request may go now, the context not yet
//   while (reader.Read(&message)) …
//   const grpc::Status status = reader.Finish();
//
// gRPC's own reader does not sleep: it waits by taking part in the polling for all connections of the process, so the
// one thread of a quiet stream takes in other threads' calls and has to hand them over. With two quiet streams that was
// a tenth of a busy server's time.
#ifndef LIANFANG_COMMON_RPC_STREAM_READER_H_
#define LIANFANG_COMMON_RPC_STREAM_READER_H_

#include <grpcpp/grpcpp.h>
#include <grpcpp/support/client_callback.h>

#include "absl/synchronization/mutex.h"

namespace lianfang {

// For one thread. The call's context outlives the reader; cancelling it, from any thread, ends a Read under way. A
// reader that was started must be finished.
template <typename Message>
class StreamReader : private grpc::ClientReadReactor<Message> {
 public:
  // What the generated client wants.
  grpc::ClientReadReactor<Message>* reactor() { return this; }

  void Start() {
    this->AddHold();  // the stream may end between two reads
    this->StartCall();
  }

  // False when there are no more.
  bool Read(Message* message) {
    this->StartRead(message);
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&answered_));
    answered_ = false;
    return has_message_;
  }

  // How the stream ended; waits until it has. Call once, at last, and read no more: to leave a stream earlier, cancel
  // it first.
  grpc::Status Finish() {
    this->RemoveHold();
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&ended_));
    return status_;
  }

 private:
  void OnReadDone(bool ok) override {
    absl::MutexLock lock(&mutex_);
    has_message_ = ok;
    answered_ = true;
  }

  void OnDone(const grpc::Status& status) override {
    absl::MutexLock lock(&mutex_);
    status_ = status;
    ended_ = true;
  }

  absl::Mutex mutex_;
  bool answered_ ABSL_GUARDED_BY(mutex_) = false;  // the read under way
  bool has_message_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_STREAM_READER_H_
