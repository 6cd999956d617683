// How this service's messages lie in rows, for the parts of the PostgreSQL store.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_PG_ROWS_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_PG_ROWS_H_

#include <google/protobuf/message.h>

#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

namespace lianfang::notification {

// Stored bytes are this program's own; where they do not parse, the database is broken.
template <typename Message>
Message Parse(const pqxx::field& field) {
  Message message;
  if (!message.ParseFromString(pqxx::binarystring(field).str())) {
    throw std::runtime_error("a stored message does not parse");
  }
  return message;
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

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_PG_ROWS_H_
