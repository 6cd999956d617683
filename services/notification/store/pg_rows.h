// How this service's messages lie in rows, for the parts of the PostgreSQL store.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_PG_ROWS_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_PG_ROWS_H_

#include <google/protobuf/message.h>

#include <functional>
#include <optional>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/changelog/changelog.h"
#include "common/pg/reading.h"
#include "common/pg/request_log.h"
#include "common/pg/transaction.h"
#include "services/notification/store/notification_sql.h"

namespace lianfang::notification {

// Stored bytes are this program's own; where they do not parse, the database is broken.
template <typename Message>
Message ParseBytes(const std::string& bytes) {
  Message message;
  if (!message.ParseFromString(bytes)) throw std::runtime_error("a stored message does not parse");
  return message;
}

template <typename Message>
Message Parse(const pqxx::field& field) {
  return ParseBytes<Message>(pqxx::binarystring(field).str());
}

// The messages in the first column.
template <typename Message>
std::vector<Message> ParseAll(const pqxx::result& rows) {
  std::vector<Message> messages;
  for (const pqxx::row& row : rows) messages.push_back(Parse<Message>(row[0]));
  return messages;
}

inline pqxx::binarystring Bytes(const google::protobuf::Message& message) {
  return pqxx::binarystring(message.SerializeAsString());
}

// A mutation that was decided and stored: its response, and what the audit says of it.
template <typename Response>
struct Mutated {
  Response response;
  std::string resource;
  std::string detail;
  std::vector<Change> changes;  // for those who watch
};

// Runs a mutation in one transaction with its request log: a repeat answers the first response and changes nothing.
// `mutate` may run several times. Without a key nothing is looked up or logged, and nothing may be stored.
template <typename Response>
absl::StatusOr<Response> Mutating(PgPool& pool, const std::optional<RequestKey>& key, absl::Time now,
                                  absl::Time deadline,
                                  const std::function<absl::StatusOr<Mutated<Response>>(PgTransaction&)>& mutate) {
  Response response;
  const absl::Status status = RunTransaction(pool, deadline, [&](PgTransaction& transaction) -> absl::Status {
    PgRequestLog log(transaction);
    if (key.has_value()) {
      transaction.Execute(sql::kLockRequest, absl::StrCat(key->actor, "\n", key->request_id));
      const auto found = log.Find({*key}).front();
      if (!found.ok()) return found.status();
      if (found->has_value()) {
        response = ParseBytes<Response>(**found);
        return absl::OkStatus();
      }
    }
    auto mutated = mutate(transaction);
    if (!mutated.ok()) return mutated.status();
    response = std::move(mutated->response);
    if (key.has_value()) {
      log.Record({{*key, response.SerializeAsString(), mutated->resource, mutated->detail}}, now);
      AppendChanges(transaction, mutated->changes, now);
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_PG_ROWS_H_
