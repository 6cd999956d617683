// Waiting for handlers that reply when the writer has committed.
#ifndef LIANFANG_SERVICES_SUBMISSION_TESTING_AWAIT_H_
#define LIANFANG_SERVICES_SUBMISSION_TESTING_AWAIT_H_

#include <gtest/gtest.h>

#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "common/rpc/byte_buffer.h"
#include "common/rpc/serialized.h"

namespace lianfang::submission {

// What a handler replies, once it does: `handle` is given the reply to call.
template <typename Response, typename Handler>
absl::StatusOr<Response> Await(const Handler& handle) {
  absl::Notification done;
  absl::StatusOr<Response> answer = absl::UnknownError("not answered");
  handle([&](absl::StatusOr<Serialized<Response>> reply) {
    if (reply.ok()) {
      answer.emplace();
      EXPECT_TRUE(answer->ParseFromString(BytesOf(reply->buffer())));
    } else {
      answer = reply.status();
    }
    done.Notify();
  });
  done.WaitForNotification();
  return answer;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_TESTING_AWAIT_H_
