#include "common/following/duty_sync.h"

#include "absl/strings/str_cat.h"

namespace lianfang {

ResumableStream<duty::v1::WatchDutiesResponse> DutySync::Stream() {
  return {.name = absl::StrCat("duties-", source_),
          .load_cursor = [this](absl::Time deadline) { return store_.LoadDutyCursor(source_, deadline); },
          .open =
              [this](grpc::ClientContext& context, const std::string& cursor, auto& reader) {
                duty::v1::WatchDutiesRequest request;
                request.set_cursor(cursor);
                stub_->async()->WatchDuties(&context, &request, reader.reactor());
                reader.Start();
              },
          .receive = [this](const std::string& after, const duty::v1::WatchDutiesResponse& change,
                            absl::Time deadline) { return Receive(after, change, deadline); }};
}

absl::Status DutySync::Receive(const std::string& after, const duty::v1::WatchDutiesResponse& change,
                               absl::Time deadline) {
  if (change.resource().empty()) return store_.MoveDutyCursor(source_, after, change.cursor(), deadline);
  // The plans first: a duty that is kept can be read by its plan.
  for (const duty::v1::Duty& duty : change.duties()) {
    if (absl::Status kept = plans_.Ensure(duty.plan(), duty.plan_edition(), deadline); !kept.ok()) return kept;
  }
  return store_.SaveDuties({source_, change.resource(), {change.duties().begin(), change.duties().end()}}, after,
                           change.cursor(), deadline);
}

}  // namespace lianfang
