// Columns of bytes, as this store's files read them.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_STORED_MESSAGE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_STORED_MESSAGE_H_

#include <pqxx/pqxx>
#include <stdexcept>
#include <string>

namespace lianfang::submission {

inline std::string BytesOf(const pqxx::field& field) { return pqxx::binarystring(field).str(); }

// Stored bytes are this program's own; where they do not parse, the database was tampered with or broken.
template <typename Message>
Message Parse(const pqxx::field& field) {
  Message message;
  if (!message.ParseFromString(BytesOf(field))) throw std::runtime_error("a stored message does not parse");
  return message;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_STORED_MESSAGE_H_
