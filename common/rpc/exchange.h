// A bidirectional stream of requests that are each answered by one response, in order: what a load of many items is.
//
//   class Upload : public Exchange {
//     void OnRequest(std::shared_ptr<const Message> request, const absl::Status& checked, Answer answer) override {
//       Store(request, [answer = std::move(answer)](std::string response) mutable { answer(std::move(response)); });
//     }
//     bool Blocks(const Message&) const override { return false; }
//   };
//
// Flow control is the peer's: while as many requests wait for an answer as the windows allow, in number or in bytes, the
// stream is not read.
#ifndef LIANFANG_COMMON_RPC_EXCHANGE_H_
#define LIANFANG_COMMON_RPC_EXCHANGE_H_

#include <google/protobuf/message.h>

#include <cstddef>
#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"

namespace lianfang {

// What a handler makes of one stream. Called by one thread at a time.
class Exchange {
 public:
  // Takes the serialised response; from any thread, at most once. To drop it unanswered ends the stream with INTERNAL.
  // A response given after the end of the stream is discarded.
  using Answer = absl::AnyInvocable<void(std::string)>;

  virtual ~Exchange() = default;

  // The next request. `checked` says what is wrong with it in general (request_check.h): one item's fault need not end
  // the stream. Responses go out in the order of the requests, however they are answered.
  virtual void OnRequest(std::shared_ptr<const google::protobuf::Message> request, const absl::Status& checked,
                         Answer answer) = 0;

  // Whether OnRequest may block on this one. One that it does not is taken by the thread that received it: changing
  // threads costs more than taking an item of a load.
  virtual bool Blocks(const google::protobuf::Message& request) const = 0;

  // The peer sends nothing more, by its own will or because it is gone: nothing may be concluded from it but that no
  // more will come. The stream ends once all are answered. May block.
  virtual void OnLast() {}

  // How many requests may wait for an answer. Asked before each read.
  virtual size_t Window() const { return 256; }

  // How many bytes of requests may wait for an answer; one request may go beyond. Asked before each read. All that waits
  // counts for the caller's quota as well (quotas.h), beyond which the stream ends.
  virtual size_t WindowBytes() const { return size_t{1} << 20; }
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_EXCHANGE_H_
