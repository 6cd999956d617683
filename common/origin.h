// What a thread works for at the moment: the call that it serves, named so that what is done on the way (transactions,
// common/pg; calls to other services, common/rpc/channel.h) can be traced back to it.
//
//   const Origin origin = OriginOf(call);   // common/rpc/call.h
//   const WorkingFor scope(origin);   // until the end of the block, on this thread
//
// Thread-local, and nothing else here is: the trace would otherwise be a parameter of every method of every store, for
// whom it means nothing. No result may depend on it.
#ifndef LIANFANG_COMMON_ORIGIN_H_
#define LIANFANG_COMMON_ORIGIN_H_

#include <string>
#include <utility>

namespace lianfang {

struct Origin {
  std::string method;       // `lianfang.submission.v1.SubmissionService.SubmitReturn`
  std::string traceparent;  // W3C Trace Context
  std::string caller{};     // identity URI of whoever caused it
  // Of the call itself, not passed on to the next service: common/rpc/call.h says what they are.
  std::string certificate_serial{};
  std::string peer{};
  std::string address{};
};

class WorkingFor {
 public:
  // `origin` outlives the scope.
  explicit WorkingFor(const Origin& origin) : before_(std::exchange(current_, &origin)) {}
  WorkingFor(const WorkingFor&) = delete;
  WorkingFor& operator=(const WorkingFor&) = delete;
  ~WorkingFor() { current_ = before_; }

  // Null for work of the process's own.
  static const Origin* Current() { return current_; }

 private:
  static inline thread_local const Origin* current_ = nullptr;
  const Origin* const before_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_ORIGIN_H_
