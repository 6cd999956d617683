// What the handlers of this service share.
#ifndef LIANFANG_SERVICES_COORDINATION_COORDINATION_CONTEXT_H_
#define LIANFANG_SERVICES_COORDINATION_COORDINATION_CONTEXT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/following/plan_editions.h"
#include "common/rpc/call.h"
#include "services/coordination/domain/document.h"
#include "services/coordination/domain/request/access.h"
#include "services/coordination/domain/request/names.h"
#include "services/coordination/domain/request/refusals.h"
#include "services/coordination/domain/values/plan_frame.h"
#include "services/coordination/store/coordination_store.h"

namespace lianfang::coordination {

// Outlived by what it refers to. Thread-safe, as its members are.
struct CoordinationContext {
  CoordinationStore& store;
  PlanEditions& plans;
  const Clock& clock;

  // The newest edition of a plan. INVALID_ARGUMENT under `field` for a name that is none; NOT_FOUND.
  absl::StatusOr<PlanFrame> FindPlan(absl::string_view field, const std::string& name, absl::Time deadline) const;

  // A document that exists, whoever may read it. NOT_FOUND.
  absl::StatusOr<Document> Load(const std::string& name, absl::Time deadline) const;

  // A document that the caller may read, its message, and its plan. NOT_FOUND, PERMISSION_DENIED.
  template <typename Message>
  struct Known {
    Document document;
    Message message;
    PlanFrame frame;
  };
  template <typename Message>
  absl::StatusOr<Known<Message>> Find(const Call& call, const std::string& name) const {
    auto document = Load(name, call.deadline);
    if (!document.ok()) return document.status();
    if (absl::Status read = CheckMayRead(call.caller, document->office_region, document->readers); !read.ok()) {
      return read;
    }
    auto message = Parsed<Message>(*document);
    if (!message.ok()) return message.status();
    auto frame = FindPlan("name", document->plan, call.deadline);
    if (!frame.ok()) return frame.status();
    return Known<Message>{*std::move(document), *std::move(message), *std::move(frame)};
  }

  // OK, or INVALID_ARGUMENT under `field`: each names a file of the plan that there is. From then on the files stay: one that nothing names is
  // removed after a day.
  absl::Status NameFiles(absl::string_view field, const google::protobuf::RepeatedPtrField<std::string>& files,
                         const std::string& plan, CoordinationTransaction& rows) const;
};

// The document's message as it stands in this transaction, for a change; with an etag that was checked.
template <typename Message>
absl::StatusOr<Message> LoadForChange(CoordinationRows& rows, const std::string& name, const std::string& etag) {
  const auto document = rows.Find(name);
  if (!document.has_value()) return NotFound(name);
  auto message = Parsed<Message>(*document);
  if (!message.ok()) return message.status();
  if (absl::Status current = CheckEtag(etag, message->etag()); !current.ok()) return current;
  return message;
}

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_COORDINATION_CONTEXT_H_
