// Who may call which RPC: a row of each, written by hand. Never take a row from the contract that it is to hold.
#ifndef LIANFANG_COMMON_RPC_TESTING_ACCESS_MATRIX_H_
#define LIANFANG_COMMON_RPC_TESTING_ACCESS_MATRIX_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "lianfang/type/v1/access.pb.h"

namespace lianfang::access_matrix {

using Roles = std::vector<type::v1::Role>;
inline const Roles kFilers = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER};
inline const Roles kOffice = {type::v1::ROLE_OFFICE};
inline const Roles kConvener = {type::v1::ROLE_CONVENER};
inline const Roles kObserver = {type::v1::ROLE_OBSERVER};
inline const Roles kAuditor = {type::v1::ROLE_AUDITOR};
inline const Roles kParticipants = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER, type::v1::ROLE_OFFICE};
inline const Roles kWitnesses = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER, type::v1::ROLE_OFFICE,
                                 type::v1::ROLE_OBSERVER};
inline const Roles kReaders = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER, type::v1::ROLE_OFFICE,
                               type::v1::ROLE_OBSERVER, type::v1::ROLE_AUDITOR};
inline const Roles kSupervisors = {type::v1::ROLE_OFFICE, type::v1::ROLE_OBSERVER, type::v1::ROLE_AUDITOR};
inline const Roles kOfficeAndAuditor = {type::v1::ROLE_OFFICE, type::v1::ROLE_AUDITOR};

inline constexpr bool kNotByPortal = false;

// Whom an RPC admits: roles of people, services; and whether the portal passes it on.
struct Row {
  std::string method;
  Roles roles;
  std::vector<std::string> services = {};
  bool portal = true;
};

// The rows of a subject, and the contracts whose RPCs they are. Naming a contract's descriptor links it into the test.
struct Subject {
  std::vector<Row> rows;
  std::vector<const google::protobuf::FileDescriptor*> contracts;
};

// All of them, in no particular order. The same at every call; safe for concurrent use.
const std::vector<Subject>& Subjects();

}  // namespace lianfang::access_matrix

#endif  // LIANFANG_COMMON_RPC_TESTING_ACCESS_MATRIX_H_
